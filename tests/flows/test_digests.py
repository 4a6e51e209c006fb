"""What only tells waits for one letter of the working day; what asks, or is near, goes at once."""

import hashlib
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select, update

from config.province_time import PROVINCE_TIME, WorkingCalendar, moment_of
from config.regulation.codes import Act, Stage
from flows.sweeps.returns import take_in
from flows.sweeps.sweep import sweep
from flows.sweeps.troubles import note_undelivered
from models.entries import MessageFailed
from models.store import directory, outbox
from models.store.database.clock import move_clock, now
from models.store.house.post import tell_of_post
from models.store.mail.failed import cases_with_failed, failed_letters, send_again
from models.store.mail.standing import letters_of_case
from models.store.mail.wishes import MailWishes, Telling, wish
from models.store.outbox import MessageState, read_row
from models.store.tables import outbox as messages
from models.store.tables import persons
from notifications.gathering.names import DIGEST
from notifications.gathering.when import Going, next_digest, when_told
from notifications.returned.reading import read_letter
from notifications.sending.leasing import Leases
from notifications.telling.letters import LetterToSend
from notifications.telling.of_no_case import DIGEST_UNDELIVERED
from notifications.writing.freezing import Freezer
from tests.factories.audit import verify as audited
from tests.factories.letters import letters, rendered, text_of, told, want_receipts
from tests.factories.office import MONDAY, OFFICER, Office
from tests.factories.request import make_leader, make_member, make_request
from tests.factories.returned import report

NINE = moment_of(MONDAY, time(9))
FOUR = moment_of(MONDAY, time(16))


def make_letter(**changed):
    defaults = {"case_no": "DR-2020-0001", "seq": 1, "notice": "progress", "recipient": OFFICER}
    return LetterToSend(**{**defaults, "facts": {}, "asks": False, **changed})


def wishes(office, person, **said):
    with office.desk.store.writing() as conn:
        wish(conn, person, MailWishes(**said))


def of_no_case(office, notice):
    found = select(messages).where(messages.c.notice == notice).order_by(messages.c.id)
    with office.desk.store.reading() as conn:
        return [read_row(row) for row in conn.execute(found)]


def digests(office, to=""):
    return [row for row in of_no_case(office, DIGEST) if to in ("", row.recipient)]


def states(office, notice):
    return [row.state for row in letters(office, notice)]


def passes_to(office, hour, days=0):
    """Let the clock come to an hour of the province, and whoever sweeps sweep."""
    with office.desk.store.writing() as conn:
        day = now(conn).astimezone(PROVINCE_TIME).date() + timedelta(days=days)
        move_clock(conn, moment_of(day, time(hour)))
    sweep(office.desk)


def said_in(office, row):
    with office.desk.store.reading() as conn:
        person = directory.person(conn, row.recipient)
    return text_of(rendered(row, person, office.desk.settings))


# --- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ((date(2020, 7, 6), time(9)), date(2020, 7, 6)),
        ((date(2020, 7, 6), time(16)), date(2020, 7, 7)),
        ((date(2020, 7, 10), time(17)), date(2020, 7, 13)),
        ((date(2020, 7, 11), time(9)), date(2020, 7, 13)),
    ],
    ids=["before it on a working day", "at its moment", "on Friday after it", "on a Saturday"],
)
def test_the_letter_of_the_day_leaves_on_working_days_at_its_hour(at, leaves):
    digest = next_digest(WorkingCalendar(), moment_of(*at), time(16))

    assert digest == moment_of(leaves, time(16))


def test_what_asks_goes_at_once_and_what_tells_waits(office):
    office.submits()

    assert states(office, "to_sign") == [MessageState.QUEUED]
    assert states(office, "case_received") == [MessageState.GATHERED]


@pytest.mark.parametrize(
    ("begins", "ends", "when"),
    [
        (MONDAY - timedelta(days=9), MONDAY - timedelta(days=1), Going.GATHERED),
        (MONDAY - timedelta(days=2), MONDAY, Going.AT_ONCE),
        (MONDAY + timedelta(days=1), MONDAY + timedelta(days=3), Going.AT_ONCE),
        (MONDAY + timedelta(days=2), MONDAY + timedelta(days=3), Going.GATHERED),
    ],
    ids=["it is over", "it ends today", "it begins tomorrow", "it begins the day after"],
)
def test_what_is_of_today_or_tomorrow_is_told_at_once(begins, ends, when):
    letter = make_letter(days=(begins, ends))

    assert when_told(letter, MailWishes(), at=NINE, digest=FOUR) is when


def test_what_comes_after_a_delegation_is_of_none_of_its_days():
    letter = make_letter(notice="report_accepted", days=(MONDAY - timedelta(days=2), MONDAY))

    assert when_told(letter, MailWishes(), at=NINE, digest=FOUR) is Going.GATHERED


def test_before_days_off_what_begins_just_after_them_is_told_at_once():
    letter = make_letter(days=(MONDAY + timedelta(days=8), MONDAY + timedelta(days=9)))

    told_when = when_told(letter, MailWishes(), at=FOUR, digest=FOUR + timedelta(days=7))

    assert told_when is Going.AT_ONCE


def test_what_is_urgent_waits_for_no_digest():
    letter = make_letter(urgent=True)

    assert when_told(letter, MailWishes(), at=NINE, digest=FOUR) is Going.AT_ONCE


def test_until_its_hour_has_come_nothing_is_sent(office):
    office.submits()

    passes_to(office, 15)

    assert digests(office) == []


# --- the letter ------------------------------------------------------------------------------------


def test_all_that_waits_for_a_person_goes_in_one_letter(office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))

    passes_to(office, 16)

    [letter] = digests(office, OFFICER)
    assert [each["notice"] for each in letter.facts["told"]] == ["case_received", "progress"]
    assert states(office, "case_received") == [MessageState.CARRIED]


def test_it_says_what_each_of_them_says_and_names_the_case_once(office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    passes_to(office, 16)
    [letter] = digests(office, OFFICER)

    text = said_in(office, letter)

    assert text.count(f"{office.case_no} – ") == 1
    assert "Đã tiếp nhận hồ sơ." in text
    assert "Hồ sơ được chuyển tiếp." in text


def test_swept_twice_it_is_one_letter(office):
    office.submits()

    passes_to(office, 16)
    sweep(office.desk)

    assert len(digests(office, OFFICER)) == 1


def test_what_comes_after_it_goes_in_that_of_the_next_day(office):
    office.submits()
    passes_to(office, 16)
    office.takes_smoothly(office.waiting(Act.SIGN))

    passes_to(office, 16, days=1)

    first, second = digests(office, OFFICER)
    assert [each["notice"] for each in second.facts["told"]] == ["progress"]
    assert first.message_id != second.message_id


def test_it_leads_to_the_case_and_leaves_with_its_seal_like_any_other(office):
    office.submits()
    passes_to(office, 16)
    [letter] = digests(office, OFFICER)
    freezer = Freezer(office.desk.store, office.desk.settings, lambda *told: pytest.fail(str(told)))

    frozen = freezer.frozen(letter)

    assert frozen
    assert frozen.content.count(b"/v/") >= 2


def test_what_is_gathered_holds_up_nothing_that_asks(office):
    office.submits()
    with office.desk.store.reading() as conn:
        waiting = {row.notice for row in outbox.waiting(conn)}

    taken = Leases(office.desk.store).take(10, 60.0, "all", thoroughly=True)

    assert {row.notice for row in taken} == waiting
    assert "case_received" not in waiting


def test_where_the_letter_stands_its_messages_stand_on_the_case(office):
    office.submits()

    def standing():
        with office.desk.store.reading() as conn:
            found = letters_of_case(conn, office.case_no)
        return [each.standing for each in found if each.notice == "case_received"]

    before = standing()
    passes_to(office, 16)
    waits = standing()
    [letter] = digests(office, OFFICER)
    with office.desk.store.writing() as conn:
        outbox.mark_failed(conn, letter.id, "550")

    assert (before, waits, standing()) == (["gathered"], ["queued"], ["failed"])


# --- what people wish ------------------------------------------------------------------------------


def test_who_wants_to_be_told_at_once_is(office):
    wishes(office, OFFICER, tells=Telling.AT_ONCE)

    office.submits()

    assert states(office, "case_received") == [MessageState.QUEUED]


def test_who_wants_what_is_duty_alone_is_told_of_the_approval_and_of_no_progress(office):
    wishes(office, OFFICER, tells=Telling.DUTY)
    office.submits()

    office.goes_on_until(Stage.DEPARTURE)

    assert told(office, "case_received") == []
    assert OFFICER in told(office, "case_approved")


def test_receipts_go_to_whoever_wants_them_and_to_nobody_else(office):
    office.submits()
    step = office.waiting(Act.SIGN)
    office.takes_smoothly(step)
    nobody = told(office, "receipt")
    want_receipts(office.desk.store)

    office.takes_smoothly(office.waiting(Act.APPRAISE))

    assert nobody == []
    assert told(office, "receipt") != []


# --- it does not arrive ----------------------------------------------------------------------------

OFFICE, ADMINISTRATOR = "bui.van.thi.du", "mai.van.mau"
TITLES = ("Thăm huyện Gokseong", "Dự hội chợ Saga")
ANOTHER = "nha.rieng@example.org"


@pytest.fixture
def of_two_cases(office):
    """The officer's letter of the day, which tells of two cases, and the office of each."""
    offices = [Office(office.desk) for _ in range(2)]
    for n, each in enumerate(offices):
        each.submits(make_request(title=TITLES[n], members=(make_leader(), make_member())))
    passes_to(office, 16)
    [letter] = digests(office, OFFICER)
    return letter, offices


def failures(office):
    return [entry for entry in office.journal() if isinstance(entry, MessageFailed)]


def failed_on(office):
    with office.desk.store.reading() as conn:
        return {
            each.notice for each in letters_of_case(conn, office.case_no) if each.is_undelivered
        }


def is_given_up(office, letter):
    note_undelivered(office.desk, letter, 550)
    with office.desk.store.writing() as conn:
        outbox.mark_failed(conn, letter.id, "550")


def comes_back(office, letter):
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, letter.id)
        tell_of_post(office.desk.house(conn))
    content = report(about=letter.message_id, status="5.1.1")
    take_in(office.desk, read_letter(content), hashlib.sha256(content).hexdigest())


@pytest.fixture(params=[is_given_up, comes_back], ids=["refused", "came back"])
def lost(request, office, of_two_cases):
    letter, offices = of_two_cases
    request.param(office, letter)
    return letter, offices


def test_a_letter_of_the_day_that_does_not_arrive_shows_on_each_case_it_told_of(lost):
    letter, offices = lost

    for each in offices:
        [failed] = failures(each)
        assert (failed.message, failed.notice, failed.recipient) == (letter.id, DIGEST, OFFICER)
        assert "case_received" in failed_on(each)


def test_the_office_is_told_of_it_once_whatever_the_number_of_cases(office, lost):
    _, offices = lost
    about = of_no_case(office, DIGEST_UNDELIVERED)

    assert [row.recipient for row in about] == [OFFICE, ADMINISTRATOR]
    for row in about:
        said_of_it = said_in(office, row)
        assert all(each.case_no in said_of_it for each in offices)
        assert not any(title in said_of_it for title in TITLES)
    assert [told(each, "message_failed") for each in offices] == [[], []]


def test_the_office_sees_it_among_the_failed_letters_of_each_case_and_sends_it_again(lost):
    letter, offices = lost
    office = offices[0]
    with office.desk.store.reading() as conn:
        seen = [[each.id for each in failed_letters(conn, o.case_no)] for o in offices]
        on_desk = dict(cases_with_failed(conn))

    with office.desk.store.writing() as conn:
        again = send_again(office.desk.house(conn), office.case_no)

    assert (seen, on_desk) == ([[letter.id]] * 2, {o.case_no: 1 for o in offices})
    assert (again, digests(office, OFFICER)[0].state) == (1, MessageState.QUEUED)
    assert [failed_on(each) for each in offices] == [set(), set()]


def test_it_goes_to_the_other_mailbox_of_its_reader_once(office, of_two_cases):
    letter, offices = of_two_cases
    with office.desk.store.writing() as conn:
        conn.execute(update(persons).values(other_mailbox=ANOTHER).where(persons.c.id == OFFICER))

    is_given_up(office, letter)

    assert [row.facts.get("sent_to") for row in digests(office, OFFICER)] == [None, ANOTHER]
    assert [f.elsewhere for each in offices for f in failures(each)] == [True, True]


def test_the_auditor_finds_nothing_amiss_in_it(lost):
    _, offices = lost
    sweep(offices[0].desk)

    with offices[0].desk.store.reading() as conn:
        assert audited(conn).difference is None


# --- the auditor -----------------------------------------------------------------------------------


def edited(office, **values):
    """What the auditor finds where the message of a submission was edited."""
    sweep(office.desk)
    with office.desk.store.writing() as conn:
        this = messages.c.notice == "case_received"
        conn.execute(update(messages).where(this).values(**values))
        return audited(conn).difference


def test_the_post_journal_tells_of_what_another_letter_carried(office):
    office.submits()
    passes_to(office, 16)
    sweep(office.desk)

    with office.desk.store.reading() as conn:
        assert audited(conn).difference is None


@pytest.mark.parametrize(
    "values",
    [
        {"carried_by": None},
        {"carried_by": 1},
        {"carried_by": 9999},
        {"state": "sent"},
        {"state": "gathered"},
    ],
    ids=str,
)
def test_that_a_message_was_carried_cannot_be_made_up(office, values):
    office.submits()
    passes_to(office, 16)

    assert edited(office, **values) is not None


def test_what_waits_cannot_be_called_carried(office):
    office.submits()

    assert edited(office, state="carried") is not None
