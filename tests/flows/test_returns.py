"""What comes back is noted once, shown on its case, told to who sees to it, and decides nothing."""

import hashlib

import pytest

from flows.sweeps.returns import MOST_ANSWERS_A_DAY, take_in
from models.entries import (
    MessageAnswered,
    MessageAutoAnswered,
    MessageFailed,
    StepDecided,
)
from models.ids import PersonId
from models.store import directory, outbox
from models.store.house.post import tell_of_post
from models.store.mail.failed import letter_counts, send_again
from models.store.mail.returned import (
    ReturnKind,
    away_since,
    returned_of_case,
    returned_of_none,
)
from models.store.mail.standing import LetterStanding, letters_of_case
from models.store.outbox import MessageState
from notifications.returned.reading import read_letter
from tests.factories.audit import verify
from tests.factories.office import lets_act
from tests.factories.returned import answer_to_invitation, reply, report, vacation

FOCAL_OFFICE, ADMINISTRATOR = "bui.van.thi.du", "mai.van.mau"
DEPUTY = "dang.thi.mau"
OF_THE_OFFICE = [FOCAL_OFFICE, ADMINISTRATOR]


@pytest.fixture
def asked(office):
    """A case whose letters the mail server has taken; the one that asks for the signature."""
    office.submits()
    with office.desk.store.writing() as conn:
        for row in outbox.messages_of(conn, office.case_no):
            outbox.mark_sent(conn, row.id)
        tell_of_post(office.desk.house(conn))
    return letter_of(office, "to_sign")


def letter_of(office, notice):
    with office.desk.store.reading() as conn:
        return next(m for m in outbox.messages_of(conn, office.case_no) if m.notice == notice)


def mailbox_of(office, person):
    with office.desk.store.reading() as conn:
        return directory.person(conn, PersonId(person)).mailbox


def comes(office, content):
    take_in(office.desk, read_letter(content), hashlib.sha256(content).hexdigest())


def told(office, notice):
    with office.desk.store.reading() as conn:
        sent = outbox.messages_of(conn, office.case_no)
    return sorted(m.recipient for m in sent if m.notice == notice)


def told_of_none(office, notice):
    with office.desk.store.reading() as conn:
        waiting = outbox.waiting(conn)
    return [m.recipient for m in waiting if m.notice == notice and m.case_no is None]


def entries(office, kind):
    return [payload for payload in office.journal() if isinstance(payload, kind)]


def standing(office, row):
    with office.desk.store.reading() as conn:
        letters = letters_of_case(conn, office.case_no)
    return next(each.standing for each in letters if each.id == row.id)


def verified(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


# --- a letter comes back -----------------------------------------------------------------------------


def test_a_letter_that_comes_back_is_shown_as_such(office, asked):
    comes(office, report(about=asked.message_id))

    assert standing(office, asked) is LetterStanding.BOUNCED
    with office.desk.store.reading() as conn:
        assert letter_counts(conn, office.case_no).failed == 1


def test_it_is_journaled_and_told_with_the_reason(office, asked):
    comes(office, report(about=asked.message_id, status="5.2.2"))

    (failed,) = entries(office, MessageFailed)
    assert (failed.message, failed.status, failed.reply_code) == (asked.id, "5.2.2", 0)
    assert told(office, "message_failed") == OF_THE_OFFICE
    assert letter_of(office, "message_failed").facts["failed"]["why"] == "full"


@pytest.fixture
def deputy(office, asked):
    """Whom the head of the unit lets sign."""
    return lets_act(office.desk, asked.recipient, DEPUTY, "long_my/head").holder


def test_whoever_else_may_take_the_step_is_asked(office, asked, deputy):
    comes(office, report(about=asked.message_id))

    assert told(office, "to_stand_in") == [deputy]
    assert letter_of(office, "to_stand_in").facts["step"]["number"] == 1


def test_they_are_asked_once_whatever_else_comes_back(office, asked, deputy):
    comes(office, report(about=asked.message_id))
    office.time_passes()
    reminder = letter_of(office, "reminder")
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, reminder.id)
    comes(office, report(about=reminder.message_id))

    assert told(office, "to_stand_in") == [deputy]


def test_when_they_are_out_of_reach_as_well_nobody_is_asked_in_a_circle(office, asked, deputy):
    comes(office, report(about=asked.message_id))
    row = letter_of(office, "to_stand_in")
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, row.id)
    comes(office, report(about=row.message_id))

    assert told(office, "to_stand_in") == [deputy]
    assert len(entries(office, MessageFailed)) == 2


def test_a_report_of_a_delay_is_shown_and_told_to_nobody(office, asked):
    comes(office, report(about=asked.message_id, action="delayed", status="4.4.1"))

    assert standing(office, asked) is LetterStanding.DEFERRED
    assert told(office, "message_failed") == []


def test_a_report_read_twice_is_told_once(office, asked):
    for _ in range(2):
        comes(office, report(about=asked.message_id))

    assert told(office, "message_failed") == OF_THE_OFFICE


def test_two_reports_of_one_letter_are_told_once(office, asked):
    comes(office, report(about=asked.message_id))
    comes(office, report(about=asked.message_id, status="5.7.1"))

    assert len(entries(office, MessageFailed)) == 1


def test_a_letter_about_a_letter_that_comes_back_is_told_to_nobody(office, asked):
    comes(office, report(about=asked.message_id))
    about = letter_of(office, "message_failed")
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, about.id)

    comes(office, report(about=about.message_id))

    assert len(entries(office, MessageFailed)) == 1
    assert letter_of(office, "message_failed").state is MessageState.BOUNCED


def test_what_came_back_is_sent_again_as_what_failed_is(office, asked):
    comes(office, report(about=asked.message_id))

    with office.desk.store.writing() as conn:
        count = send_again(office.desk.house(conn), office.case_no)

    assert (count, standing(office, asked)) == (1, LetterStanding.QUEUED)
    assert verified(office) is None


def test_the_auditor_finds_the_journals_true_to_what_came_back(office, asked):
    comes(office, report(about=asked.message_id))
    comes(office, vacation(about=letter_of(office, "case_received").message_id))
    comes(office, reply(about=asked.message_id))

    assert verified(office) is None


def test_a_row_that_hides_that_a_letter_came_back_is_found(office, asked):
    comes(office, report(about=asked.message_id))
    with office.desk.store.writing() as conn:
        conn.exec_driver_sql(f"UPDATE outbox SET state = 'sent' WHERE id = {asked.id}")

    assert verified(office) is not None


# --- answers -----------------------------------------------------------------------------------------


def test_an_automatic_answer_is_told_to_the_office_with_its_words(office, asked):
    comes(office, vacation(about=asked.message_id, says="Tôi nghỉ đến 20/7."))

    (answered,) = entries(office, MessageAutoAnswered)
    assert (answered.person, answered.step) == (asked.recipient, 1)
    assert told(office, "message_auto_answered") == [FOCAL_OFFICE]
    letter = letter_of(office, "message_auto_answered")
    assert letter.facts["replied"]["words"] == "Tôi nghỉ đến 20/7."


def test_whose_mailbox_answers_by_itself_is_known(office, asked):
    comes(office, vacation(about=asked.message_id))

    with office.desk.store.reading() as conn:
        away = away_since(conn, [asked.recipient], asked.queued_at)
    assert list(away) == [asked.recipient]


@pytest.mark.parametrize("says", ["Đồng ý", "approve", "sign", "Tôi ký."])
def test_no_answer_by_mail_decides_anything(office, asked, says):
    for content in (vacation, reply):
        comes(office, content(about=asked.message_id, says=says))

    assert entries(office, StepDecided) == []
    assert office.case.open_steps[0].holders == (asked.recipient,)


def test_a_mailbox_that_answers_each_letter_by_itself_is_told_of_once_a_day(office, asked):
    for day in range(3):
        comes(office, vacation(about=asked.message_id, says=f"Vắng mặt {day}"))

    assert len(entries(office, MessageAutoAnswered)) == 1


def test_somebodys_answer_reaches_the_focal_office_with_its_case(office, asked):
    sender = mailbox_of(office, asked.recipient)

    comes(office, reply(about=asked.message_id, sender=sender, says="Đề nghị bổ sung."))

    assert told(office, "message_answered") == [FOCAL_OFFICE]
    facts = letter_of(office, "message_answered").facts
    assert facts["replied"]["words"] == "Đề nghị bổ sung."
    assert facts["case"]["title"]


def test_who_wrote_is_named_only_where_the_directory_has_the_mailbox(office, asked):
    comes(office, reply(about=asked.message_id, sender="somebody@elsewhere.example"))

    (answered,) = entries(office, MessageAnswered)
    assert (answered.person, answered.notice) == (None, "to_sign")


@pytest.mark.parametrize(
    ("about", "subject"),
    [("<case.{no}@hau-giang.example>", "Re: x"), ("", "Ve ho so {no}")],
    ids=["the conversation", "the subject"],
)
def test_an_answer_is_tied_to_its_case_by_the_conversation_or_the_subject(
    office, asked, about, subject
):
    no = office.case_no

    comes(office, reply(about=about.format(no=no), subject=subject.format(no=no)))

    assert told(office, "message_answered") == [FOCAL_OFFICE]


def test_an_answer_to_a_letter_about_answers_goes_no_further(office, asked):
    comes(office, reply(about=asked.message_id))
    about = letter_of(office, "message_answered")

    comes(office, vacation(about=about.message_id, says="Văn phòng nghỉ."))
    comes(office, reply(about=about.message_id, says="Đã rõ."))

    assert len(entries(office, MessageAnswered)) == 1
    assert entries(office, MessageAutoAnswered) == []


def test_a_case_is_told_of_no_more_than_so_many_answers_a_day(office, asked):
    for number in range(MOST_ANSWERS_A_DAY + 5):
        comes(office, reply(about=asked.message_id, says=f"Thư {number}"))

    assert len(entries(office, MessageAnswered)) == MOST_ANSWERS_A_DAY


def test_an_answer_to_an_invitation_that_is_of_no_event_is_told_as_an_answer(office, asked):
    content = answer_to_invitation().replace(
        b"Message-Id:", f"In-Reply-To: {asked.message_id}\r\nMessage-Id:".encode()
    )

    comes(office, content)

    assert told(office, "message_answered") == [FOCAL_OFFICE]


# --- of no case --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [reply(about=""), b"\x00", report(about="<x@y>")])
def test_what_is_of_no_case_is_told_to_the_administrator_once_a_day(office, content):
    comes(office, content)
    comes(office, content + b"\r\nmore")

    assert told_of_none(office, "mail_unclaimed") == [ADMINISTRATOR]
    with office.desk.store.reading() as conn:
        assert len(returned_of_none(conn)) == 2


def test_an_automatic_answer_of_no_case_is_told_to_nobody(office):
    comes(office, vacation(about=""))

    assert told_of_none(office, "mail_unclaimed") == []


def test_an_unreadable_letter_is_noted(office):
    comes(office, b"\x00\x01")

    with office.desk.store.reading() as conn:
        assert [each.kind for each in returned_of_none(conn)] == [ReturnKind.UNREADABLE]


def test_all_that_came_about_a_case_is_listed(office, asked):
    for content in (report, vacation, reply):
        comes(office, content(about=asked.message_id))

    with office.desk.store.reading() as conn:
        kinds = {each.kind for each in returned_of_case(conn, office.case_no)}
    assert kinds == {ReturnKind.BOUNCED, ReturnKind.AUTOMATIC, ReturnKind.REPLY}
