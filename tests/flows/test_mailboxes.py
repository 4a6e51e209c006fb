"""A mailbox is the key to a signature: two people change it, both mailboxes hear of it."""

from datetime import date, time, timedelta

import pytest

from config.province_time import OFFICE_OPENS, moment_of
from flows.acts.house.confirming import confirm_change, turn_down_change
from flows.acts.house.directory import enter_directory
from flows.acts.house.mailboxes import propose_mailbox
from flows.case.answers import Identified
from flows.sweeps.sweep import sweep
from models.directory import DirectoryFile, PersonRow, SeatRow, Standing
from models.errors import (
    DecisionRefused,
    DirectoryInvalid,
    MailboxChangeUnknown,
    MailboxRefused,
    PersonUnknown,
)
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import move_clock
from models.store.house import proposed
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from models.store.sign_in import codes, passkeys, sessions
from models.store.tables import outbox, persons, sign_in_codes
from tests.factories.audit import verify

CHAIR = PersonId("pham.van.mau")
ADMINISTRATOR = Identified(PersonId("mai.van.mau"), "console:root")
SECOND = Identified(PersonId("luu.van.mau"), "mailbox_code_fresh")
OF_FOCAL_OFFICE = Identified(PersonId("bui.van.thi.du"), "mailbox_code_fresh")
OLD, NEW = "pham.van.mau@hau-giang.example", "pham.van.mau@can-tho.example"
# The clock of the tests stands on a Monday.
TUESDAY = date(2020, 7, 7)


@pytest.fixture
def second(desk):
    """A second administrator."""
    seat = SeatRow(
        seat="administration/administrator", person=SECOND.person, since=date(2020, 1, 1)
    )
    file = DirectoryFile(units={}, persons={}, seats=(seat,))
    enter_directory(desk, file, ADMINISTRATOR, backdated="two of them since January")
    return SECOND


def proposes(desk, person=CHAIR, mailbox=NEW, who=ADMINISTRATOR):
    return propose_mailbox(desk, person, mailbox, who)


def mailbox_of(desk, person=CHAIR):
    with desk.store.reading() as conn:
        return directory.person(conn, person).mailbox


def morning(desk, day=TUESDAY, at=OFFICE_OPENS):
    """The clock comes to when offices open on a day, and the sweep looks around."""
    with desk.store.writing() as conn:
        move_clock(conn, moment_of(day, at) + timedelta(seconds=30))
    sweep(desk)


def letters(desk):
    with desk.store.reading() as conn:
        rows = conn.execute(outbox.select().order_by(outbox.c.id)).all()
    return {(row.notice, row.recipient, row.facts.get("sent_to")) for row in rows}


def difference(desk):
    with desk.store.reading() as conn:
        return verify(conn).difference


def kinds(desk):
    with desk.store.reading() as conn:
        return [
            (en.kind, en.actor, en.payload.model_dump()["identity"])
            for en in entries_of(conn, HOUSE)
        ]


def test_a_proposal_changes_nothing_and_is_told_to_both_mailboxes_and_whoever_confirms(
    desk, second
):
    proposes(desk)

    assert mailbox_of(desk) == OLD
    assert letters(desk) == {
        ("mailbox_proposed", CHAIR, OLD),
        ("mailbox_meant_for_you", CHAIR, NEW),
        ("mailbox_to_confirm", second.person, None),
    }


def test_without_a_second_administrator_the_focal_office_confirms(desk):
    change = proposes(desk)

    confirm_change(desk, change.number, OF_FOCAL_OFFICE)

    assert ("mailbox_to_confirm", OF_FOCAL_OFFICE.person, None) in letters(desk)


def test_it_counts_when_offices_open_on_the_next_working_day(desk, second):
    change = confirm_change(desk, proposes(desk).number, second)
    for at in (time(0), time(6, 59)):
        morning(desk, at=at)
    assert (change.counts_from, mailbox_of(desk)) == (TUESDAY, OLD)

    morning(desk)

    assert mailbox_of(desk) == NEW
    assert {each for each in letters(desk) if each[0] == "mailbox_counts"} == {
        ("mailbox_counts", CHAIR, OLD), ("mailbox_counts", CHAIR, NEW),
    }  # fmt: skip


def test_over_a_weekend_it_counts_on_monday(desk, second):
    morning(desk, date(2020, 7, 10))

    change = confirm_change(desk, proposes(desk).number, second)

    assert change.counts_from == date(2020, 7, 13)


def test_whoever_is_signed_in_by_the_old_mailbox_signs_in_anew(desk, second):
    confirm_change(desk, proposes(desk).number, second)
    with desk.store.writing() as conn:
        house = desk.house(conn)
        sessions.begin(house, CHAIR, "mailbox_code")
        passkeys.add(house, CHAIR, b"name", b"key", sign_count=0, device="")
        codes.ask(conn, "challenge", CHAIR)

    morning(desk)

    with desk.store.reading() as conn:
        held = sessions.sessions_of(conn, CHAIR), conn.execute(sign_in_codes.select()).all()
        # Who had the old mailbox may have added one.
        added = passkeys.passkeys_of(conn, CHAIR)
    assert (held, added, difference(desk)) == (((), []), (), None)


def test_the_house_tells_who_proposed_who_confirmed_and_when_it_counted(desk, second):
    confirm_change(desk, proposes(desk).number, second)
    morning(desk)

    assert kinds(desk)[-3:] == [
        ("mailbox_proposed", ADMINISTRATOR.person, "console:root"),
        ("mailbox_confirmed", second.person, "mailbox_code_fresh"),
        ("person_changed", "doan", ""),
    ]
    assert difference(desk) is None


def test_the_sweep_is_safe_to_repeat(desk, second):
    confirm_change(desk, proposes(desk).number, second)
    morning(desk)
    before = kinds(desk)

    sweep(desk)

    assert kinds(desk) == before


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (ADMINISTRATOR, "mailbox_in_person"),
        (Identified(ADMINISTRATOR.person, "mailbox_code_fresh"), "not_the_second"),
        (Identified(CHAIR, "mailbox_code_fresh"), "not_the_second"),
        (OF_FOCAL_OFFICE, "not_the_second"),
        (Identified(SECOND.person, "console:root"), "mailbox_in_person"),
    ],
)
def test_nobody_confirms_but_a_second_administrator_in_person(desk, second, who, reason):
    change = proposes(desk)

    with pytest.raises(DecisionRefused) as refused:
        confirm_change(desk, change.number, who)

    assert refused.value.reason == reason


def test_nobody_but_an_administrator_proposes(desk):
    with pytest.raises(DecisionRefused):
        proposes(desk, who=OF_FOCAL_OFFICE)


@pytest.mark.parametrize("who", [Identified(CHAIR, "mailbox_code"), ADMINISTRATOR, SECOND])
@pytest.mark.parametrize("is_confirmed", [False, True])
def test_its_person_who_proposed_it_and_who_may_confirm_it_turn_it_down(
    desk, second, who, is_confirmed
):
    change = proposes(desk)
    if is_confirmed:
        confirm_change(desk, change.number, second)

    turn_down_change(desk, change.number, who)

    morning(desk)
    assert (mailbox_of(desk), difference(desk)) == (OLD, None)


def test_nobody_else_turns_it_down(desk, second):
    change = proposes(desk)

    with pytest.raises(DecisionRefused):
        turn_down_change(desk, change.number, OF_FOCAL_OFFICE)


@pytest.mark.parametrize("act", [confirm_change, turn_down_change])
def test_what_is_settled_stays_settled(desk, second, act):
    change = proposes(desk)
    turn_down_change(desk, change.number, second)

    with pytest.raises(MailboxRefused) as refused:
        act(desk, change.number, second)

    assert refused.value.reason == "over"


def test_a_change_that_is_not_there_is_told_so(desk):
    with pytest.raises(MailboxChangeUnknown):
        confirm_change(desk, 99, OF_FOCAL_OFFICE)


@pytest.mark.parametrize(
    ("mailbox", "reason"),
    [
        (OLD, "same"),
        ("Mai.Van.Mau@hau-giang.example", "taken"),
        ("phạm@hau-giang.example", "malformed"),
        ("a@b.example\nBcc: c@d.example", "malformed"),
        (f"{'x' * 250}@b.example", "malformed"),
    ],
)
def test_a_mailbox_that_cannot_be_theirs_is_refused_with_its_reason(desk, mailbox, reason):
    with pytest.raises(MailboxRefused) as refused:
        proposes(desk, mailbox=mailbox)

    assert refused.value.reason == reason


def test_the_same_mailbox_in_other_letters_may_be_theirs(desk, second):
    confirm_change(desk, proposes(desk, mailbox=OLD.upper()).number, second)

    morning(desk)

    assert mailbox_of(desk) == OLD.upper()


def test_one_change_of_a_person_waits_at_a_time(desk):
    proposes(desk)

    with pytest.raises(MailboxRefused) as refused:
        proposes(desk, mailbox="another@can-tho.example")

    assert refused.value.reason == "under_way"


def test_what_is_proposed_for_one_is_nobody_elses(desk):
    proposes(desk)
    row = PersonRow(name="Mới Thị Thí Dụ", mailbox=NEW.upper())
    file = DirectoryFile(units={}, persons={"moi.thi.thi.du": row}, seats=())

    with pytest.raises(MailboxRefused):
        proposes(desk, person=PersonId("nguyen.thi.mau"))
    with pytest.raises(DirectoryInvalid, match=CHAIR):
        enter_directory(desk, file, ADMINISTRATOR)


def test_of_nobody_there_is_no_mailbox_to_change(desk):
    with pytest.raises(PersonUnknown):
        proposes(desk, person=PersonId("ai.do"))


def test_a_mailbox_changed_behind_doans_back_is_found(desk, second):
    confirm_change(desk, proposes(desk).number, second)
    with desk.store.writing() as conn:
        conn.execute(persons.update().where(persons.c.id == CHAIR).values(mailbox="x@y.example"))

    assert difference(desk).place.startswith(f"persons {CHAIR}")


def test_one_broken_change_does_not_stop_the_others(desk, second):
    """Somebody has given the new mailbox to another person in the database itself."""
    first = confirm_change(desk, proposes(desk).number, second)
    other = PersonId("nguyen.thi.mau")
    confirm_change(desk, proposes(desk, other, "n@can-tho.example").number, second)
    with desk.store.writing() as conn:
        this = persons.c.id == "ly.thi.gia.dinh"
        conn.execute(persons.update().where(this).values(mailbox=NEW))

    morning(desk)

    with desk.store.writing() as conn:
        standing = proposed.change_of(conn, first.number).standing
    assert (standing, mailbox_of(desk, other)) == (Standing.CONFIRMED, "n@can-tho.example")


def test_the_day_before_it_counts_is_the_last_to_turn_it_down(desk, second):
    change = confirm_change(desk, proposes(desk).number, second)
    morning(desk)

    with pytest.raises(MailboxRefused):
        turn_down_change(desk, change.number, Identified(CHAIR, "mailbox_code"))
    assert change.counts_from == TUESDAY
