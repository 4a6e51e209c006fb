"""What is overdue is reminded of, told to the head and the office, and then to nobody any more."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from config.province_time import PROVINCE_TIME, day_of, moment_of
from config.regulation.codes import Act, Stage
from flows.sweeps import sweep as sweeping
from flows.sweeps.sweep import sweep
from models.entries import StepOverdue, StepReminded
from models.store import moments, regulations
from models.store.database.clock import now
from models.store.lists.asked import overdue_now
from models.store.moments import DueMoment, MomentKind, next_due
from models.store.tables import due_moments, outbox
from tests.factories.audit import verify
from tests.factories.clones import clone_with_moments, queries_of
from tests.factories.house import house
from tests.factories.letters import letters, said, told
from tests.factories.office import OFFICER, Office
from tests.factories.province import text_of_the_tests

OFFICE = "bui.van.thi.du"
HEAD = "nguyen.van.thi.du"
DAY = timedelta(days=1)
NIGHT, MORNING = time(3), time(9)
SATURDAY = 5


def noted(office, kind):
    return [entry for entry in office.journal() if isinstance(entry, kind)]


def whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


def opens_at(office, day, at):
    office.time_passes(to=moment_of(day, at))


def goes_through_days(office, first, number):
    """Let Doan run on so many days, morning and evening; return the entries of each day."""
    for n in range(number):
        opens_at(office, first + n * DAY, MORNING)
        opens_at(office, first + n * DAY, time(17))


@pytest.fixture
def appraisal(office):
    """A step with a time limit, which its holder lets pass."""
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    return office.waiting(Act.APPRAISE)


@pytest.fixture
def due(appraisal):
    return day_of(appraisal.due_at)


def reminders(office, step):
    return [entry for entry in noted(office, StepReminded) if entry.step == step.number]


def test_reminders_come_before_the_deadline_and_after_it_until_there_is_an_end(
    office, appraisal, due
):
    goes_through_days(office, due - 5 * DAY, 40)

    said_of_it = [(r.overdue, r.escalated, r.last) for r in reminders(office, appraisal)]
    assert said_of_it == [
        (0, False, False),
        (1, False, False),
        (2, True, False),
        (3, False, False),
        (4, False, False),
        (5, True, True),
    ]
    assert len(noted(office, StepOverdue)) == 1
    assert whole(office) is None


def test_a_later_regulation_reminds_no_differently_of_what_came_under_the_one_before(
    office, appraisal, due, tmp_path
):
    """How often, of what and when: a case under way keeps the regulation it came under."""
    text = text_of_the_tests()
    assert "  reminders: 5\n  escalated_with: 2\n" in text
    later = tmp_path / "later.yaml"
    fewer = text.replace(
        "  reminders: 5\n  escalated_with: 2\n", "  reminders: 1\n  escalated_with: 1\n"
    )
    later.write_text(fewer, encoding="utf-8")
    settings = office.desk.settings.model_copy(update={"regulation": str(later)})
    office = Office(replace(office.desk, settings=settings), office.case_no)
    with office.desk.store.writing() as conn:
        regulations.put_in_force(house(conn), office.desk.regulation())

    goes_through_days(office, due - 5 * DAY, 40)

    said_of_it = [(r.overdue, r.escalated, r.last) for r in reminders(office, appraisal)]
    assert [each[0] for each in said_of_it] == [0, 1, 2, 3, 4, 5]
    assert [each[0] for each in said_of_it if each[1]] == [2, 5]
    assert whole(office) is None


def test_what_nobody_is_reminded_of_any_more_still_stands_as_overdue(office, appraisal, due):
    goes_through_days(office, due, 40)

    with office.desk.store.reading() as conn:
        overdue = overdue_now(conn)

    assert (overdue.steps, overdue.since) == (1, appraisal.due_at)
    assert office.case.step(appraisal.number).is_open
    assert "lần nhắc cuối" in said(office, "overdue_again", to=appraisal.holders[0])


def test_the_office_is_told_at_once_then_with_the_second_and_with_the_last_reminder(
    office, appraisal, due
):
    goes_through_days(office, due, 40)

    assert len(letters(office, "overdue_told_office", to=OFFICE)) == 1
    assert len(letters(office, "overdue_goes_on", to=OFFICE)) == 2


def test_the_head_of_a_unit_hears_of_what_their_officer_leaves_lying(office):
    office.submits()
    report = office.goes_on_until(Stage.REPORT)
    assert report.holders == (OFFICER,)

    goes_through_days(office, day_of(report.due_at), 20)

    assert told(office, "overdue_told_head") == [HEAD, HEAD]
    assert whole(office) is None


def test_whoever_heads_a_body_and_is_asked_themselves_gets_one_letter(office):
    office.submits()
    step = office.goes_on_until(Stage.STATE_DECISION)
    goes_through_days(office, day_of(step.due_at), 20)

    assert told(office, "overdue_told_head") == []
    assert letters(office, "overdue_again", to=step.holders[0])


def test_after_ten_days_without_doan_one_letter_a_person_and_step_says_how_late_it_is(
    office, appraisal, due
):
    before = len(reminders(office, appraisal))

    opens_at(office, due + 12 * DAY, MORNING)

    assert len(reminders(office, appraisal)) == before == 0
    holder = appraisal.holders[0]
    theirs = [
        n for n in ("reminder", "overdue", "overdue_again") for _ in letters(office, n, to=holder)
    ]
    assert theirs == ["overdue"]
    assert "ngày làm việc" in said(office, "overdue", to=holder)
    assert len(letters(office, "overdue_told_office", to=OFFICE)) == 1
    assert whole(office) is None


def test_a_reminder_whose_day_was_missed_is_sent_where_there_is_time_left(office, appraisal, due):
    opens_at(office, due, MORNING)

    assert [entry.overdue for entry in reminders(office, appraisal)] == [0]
    assert noted(office, StepOverdue) == []


@pytest.mark.parametrize("at", [NIGHT, time(6, 59), time(18), time(23, 30)])
def test_at_night_nothing_is_told(office, appraisal, due, at):
    opens_at(office, due + 2 * DAY, at)

    assert (noted(office, StepOverdue), reminders(office, appraisal)) == ([], [])


def test_what_came_at_night_is_told_in_the_morning(office, appraisal, due):
    opens_at(office, due + 7 * DAY, NIGHT)

    opens_at(office, due + 7 * DAY, time(7))

    assert len(noted(office, StepOverdue)) == 1


def test_on_days_off_nothing_is_told(office, appraisal, due):
    saturday = due + ((5 - due.weekday()) % 7 or 7) * DAY

    for day in (saturday, saturday + DAY):
        opens_at(office, day, MORNING)

    assert (noted(office, StepOverdue), reminders(office, appraisal)) == ([], [])
    opens_at(office, saturday + 2 * DAY, MORNING)
    assert len(noted(office, StepOverdue)) == 1


def test_all_letters_of_a_month_that_time_brings_are_queued_in_office_hours_of_working_days(
    office, appraisal, due
):
    for hours in range(0, 24 * 30, 5):
        office.time_passes(to=moment_of(due - 3 * DAY, time()) + timedelta(hours=hours))

    with office.desk.store.reading() as conn:
        rows = conn.execute(outbox.select().where(outbox.c.notice.in_(OF_TIME))).all()
    with office.desk.reading(office.case_no) as work:
        calendar = work.calendar
    assert rows
    for row in rows:
        local = row.queued_at.astimezone(PROVINCE_TIME)
        assert calendar.is_working(local.date())
        assert time(7) <= local.time() < time(18)


def moved(office, kind, at):
    """Let the moments of a kind come at another time."""
    change = update(due_moments).where(due_moments.c.kind == kind).values(due_at=at)
    with office.desk.store.writing() as conn:
        conn.execute(change)


def test_what_comes_on_a_day_off_waits_until_offices_open(office, appraisal, due):
    saturday = due + (SATURDAY - due.weekday()) * DAY
    moved(office, MomentKind.DEADLINE, moment_of(saturday, time(9)))

    opens_at(office, saturday, time(10))
    assert not noted(office, StepOverdue)

    opens_at(office, saturday + 2 * DAY, MORNING)
    assert len(noted(office, StepOverdue)) == 1


def test_what_waits_on_a_day_off_hides_nothing_that_does_not(office, appraisal, due, monkeypatch):
    """Days that cases wait for come on days off, too, however much waits before them."""
    monkeypatch.setattr(sweeping, "_AT_ONCE", 1)
    saturday = due + (SATURDAY - due.weekday()) * DAY
    office.submits()
    moved(office, MomentKind.REMIND, moment_of(saturday, time(8)))
    moved(office, MomentKind.DEADLINE, moment_of(saturday, time(9)))
    with office.desk.store.writing() as conn:
        day = DueMoment(office.case_no, 0, MomentKind.DAY, moment_of(saturday, time(9, 30)))
        moments.arm(conn, (day,))

    opens_at(office, saturday, time(10))

    with office.desk.store.reading() as conn:
        assert next_due(conn) == moment_of(saturday, time(8))
        query = select(due_moments.c.fired_at).where(due_moments.c.kind == MomentKind.DAY)
        assert conn.execute(query).scalar_one() is not None


OF_TIME = ("reminder", "overdue", "overdue_again", "overdue_told_office", "overdue_goes_on")


def test_looking_around_asks_no_more_of_five_hundred_open_steps_than_of_ten(office, appraisal):
    def asked():
        # What is done once an hour or a day is done first.
        for _ in range(3):
            sweep(office.desk)
        with queries_of(office.desk.store) as heard:
            sweep(office.desk)
        return len(heard)

    clone_with_moments(office.desk.store, office.case_no, 9)
    few = asked()
    clone_with_moments(office.desk.store, office.case_no, 490)

    assert asked() == few


# PostgreSQL reads a table of a few rows whole.
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_due_is_found_by_an_index(office, appraisal):
    with office.desk.store.reading() as conn:
        with queries_of(office.desk.store) as heard:
            moments.due(conn, now(conn), limit=200)
        statement = next(said for said in heard if "FROM due_moments" in said)
        plan = conn.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", ("0",) * statement.count("?")
        )
        found = " ".join(str(row) for row in plan)

    assert "ix_due_moments_waiting" in found
