"""What one moment asks of one person several times goes in one letter, and so do their invitations."""

from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from config.regulation.codes import Stage
from flows.sweeps.sweep import sweep
from flows.sweeps.troubles import note_undelivered
from models import entries as e
from models.ids import PersonId
from models.store import directory, outbox
from models.store.mail.standing import letters_of_case
from models.store.outbox import MessageState
from notifications.gathering.several import INVITATIONS, STEPS
from notifications.writing.rendering import render
from tests.factories.audit import verify
from tests.factories.letters import letters, read, text_of
from tests.factories.office import Office


@pytest.fixture
def office(desk) -> Office:
    return Office(desk)


@pytest.fixture
def received(office):
    """A visit whose reception is being arranged."""
    office.receives()
    office.goes_on_until(Stage.RECEPTION)
    return office


def carried(office, letter):
    return [row for row in letters(office) if row.carried_by == letter.id]


def parts(office, row, language="vi"):
    return [
        p for p in read(office, row, language).walk() if p.get_content_type() == "text/calendar"
    ]


def test_who_is_asked_for_several_steps_at_one_moment_has_one_letter(received):
    for letter in letters(received, STEPS):
        rows = carried(received, letter)

        assert len(rows) == len(letter.facts["told"]) > 1
        assert {(row.recipient, row.state) for row in rows} == {
            (letter.recipient, MessageState.CARRIED)
        }
    assert letters(received, STEPS)


def test_who_is_asked_for_one_step_has_the_letter_of_that(received):
    several = {row.recipient for row in letters(received, STEPS)}
    alone = {r.recipient for r in letters(received, "to_arrange") if r.state is MessageState.QUEUED}

    assert alone
    assert alone.isdisjoint(several)


def test_it_asks_says_each_step_and_names_the_case_once(received):
    letter = letters(received, STEPS)[0]
    rows = carried(received, letter)

    text = text_of(read(received, letter))

    assert letter.asks
    assert all(row.facts["step"]["item"]["vi"] in text for row in rows)
    assert text.count("- Hồ sơ: ") == 1


def test_every_step_has_a_link_of_its_own(received):
    letter = letters(received, STEPS)[0]
    with received.desk.store.reading() as conn:
        person = directory.person(conn, PersonId(letter.recipient))
    content = render(
        letter,
        person,
        received.desk.settings,
        link=None,
        link_to=lambda told: f"https://doan.example/v/{told.step}",
    )

    text = text_of(message_from_bytes(content, policy=default))

    steps = [told["step"] for told in letter.facts["told"]]
    assert [step for step in steps if f"/v/{step}\n" in text] == steps


def test_of_a_letter_that_fails_it_is_told_for_each_step_it_asked_for(received):
    letter = letters(received, STEPS)[0]

    note_undelivered(received.desk, letter, 550)

    failed = [said for said in received.journal() if isinstance(said, e.MessageFailed)]
    assert [said.step for said in failed] == [told["step"] for told in letter.facts["told"]]


def test_on_the_case_each_step_stands_where_its_letter_stands(received):
    letter = letters(received, STEPS)[0]
    with received.desk.store.writing() as conn:
        outbox.mark_sent(conn, letter.id)
        found = letters_of_case(conn, received.case_no)

    ours = [each for each in found if each.recipient == letter.recipient]
    asked = {told["step"] for told in letter.facts["told"]}
    assert {each.standing for each in ours if each.asks in asked} == {"accepted"}
    assert STEPS not in {each.notice for each in found}


def test_an_invitation_to_several_items_has_each_as_an_event_of_its_own(office):
    office.receives()
    office.arranges_everything()
    letter = letters(office, INVITATIONS)[0]
    rows = carried(office, letter)

    events = [Calendar.from_ical(part.get_content()) for part in parts(office, letter)]

    named = [[str(event["UID"]) for event in each.walk("VEVENT")] for each in events]
    assert named == [[row.facts["calendar"]["uid"]] for row in rows]
    assert {part.get_param("method") for part in parts(office, letter)} == {"REQUEST"}


def test_its_subject_says_whether_they_are_invited(office):
    office.receives()
    office.arranges_everything()
    letter = letters(office, INVITATIONS)[0]

    subject = str(read(office, letter)["Subject"])

    assert f" – Mời tham dự ({len(letter.facts['told'])} mục): " in subject


def test_the_auditor_finds_nothing_amiss(received):
    sweep(received.desk)

    with received.desk.store.reading() as conn:
        assert verify(conn).difference is None
