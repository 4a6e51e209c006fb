"""What is set aside, and a clock that jumped, is told to who looks after Doan: once, by its number."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from flows.acts.desk import Desk
from flows.apart import MOST_LISTED
from flows.sweeps.alarms import Alarm, HealthWatch
from flows.sweeps.readiness import Unready
from flows.sweeps.sweep import sweep
from models.store import outbox, tables
from models.store.amiss import aside
from models.store.amiss.aside import Chore
from models.store.database.clock import machine_time
from notifications.telling.of_no_case import CLOCK_JUMPED, SET_ASIDE
from tests.factories.damage import damages, set_aside
from tests.factories.privacy import NAME
from tests.factories.webhook import telling, titles, webhook

ADMINISTRATOR = "mai.van.mau"
TITLE = "Something broke and is set aside"
# Of these somebody is told otherwise, or nobody has to get up for them.
WITHOUT_ALARM = {
    # The watch over the mail server tells of it: `notifications.sending.watch`.
    Unready.LETTERS_FAIL,
    # Decisions and letters do not wait for the history.
    Unready.HISTORY_BEHIND,
}
ALARM_OF = {
    Unready.SWEEPS_FAIL: Alarm.SWEEPS_FAIL,
    Unready.SWEEPS_LATE: Alarm.SWEEPS_SILENT,
    Unready.DISK_NEARLY_FULL: Alarm.DISK_FULL,
    Unready.DISK_READ_ONLY: Alarm.DISK_READ_ONLY,
    Unready.CLOCK_JUMPED: Alarm.CLOCK_JUMPED,
    Unready.CHECKPOINTS_REACH_NOBODY: Alarm.CHECKPOINT_UNREACHED,
}


@pytest.fixture
def hook():
    with webhook() as (port, came):
        yield f"json://127.0.0.1:{port}/", came


def broken(office, *, times=aside.TOLD_AFTER, names=("DR-2020-0001",), part=Chore.WALK):
    with office.desk.store.writing() as conn:
        for name in names:
            for _ in range(times):
                aside.put_aside(conn, part, name, "LookupError", case_no=None)


def mended(office, *names, part=Chore.WALK):
    with office.desk.store.writing() as conn:
        aside.forget(conn, part, names)


def looks(desk: Desk, *, times=1):
    for _ in range(times):
        asyncio.run(HealthWatch(desk, patience=timedelta(minutes=10)).look())


def letters(office, notice):
    with office.desk.store.reading() as conn:
        return [row for row in outbox.waiting(conn) if row.notice == notice]


def jumped(office, by=timedelta(days=1000)):
    """A sweep has seen that the clock stands elsewhere than it ran to."""
    sweep(office.desk)
    with office.desk.store.writing() as conn:
        conn.execute(update(tables.clock_seen).values(at=machine_time(conn) - by))
    sweep(office.desk)


# --- by the way that is no mail ------------------------------------------------------------------


def test_a_thing_set_aside_is_told_once_with_its_number(office, hook):
    broken(office)

    looks(telling(office.desk, hook[0]), times=3)

    assert titles(hook[1]) == [TITLE]
    assert "DR-2020-0001" in hook[1][0]["message"]


def test_what_broke_but_once_may_heal_by_itself_and_is_told_to_nobody(office, hook):
    broken(office, times=1)

    looks(telling(office.desk, hook[0]))
    sweep(office.desk)

    assert hook[1] == []
    assert letters(office, SET_ASIDE) == []


def test_another_thing_is_told_by_itself_and_the_end_when_none_is_left(office, hook):
    desk = telling(office.desk, hook[0])
    broken(office, names=["first"])
    looks(desk)
    broken(office, names=["second"])
    looks(desk)
    mended(office, "first")
    looks(desk)
    mended(office, "second")
    looks(desk, times=2)

    assert titles(hook[1]) == [TITLE, TITLE, f"Over: {TITLE}"]
    assert "first" not in hook[1][1]["message"]


def test_a_thing_that_breaks_anew_is_told_anew(office, hook):
    desk = telling(office.desk, hook[0])
    for _ in range(2):
        broken(office)
        looks(desk)
        mended(office, "DR-2020-0001")
    looks(desk)

    assert titles(hook[1]) == [TITLE, TITLE, f"Over: {TITLE}"]


def test_a_thing_of_which_nobody_heard_is_told_when_somebody_hears(office, hook):
    with webhook() as (port, _):
        away = f"json://127.0.0.1:{port}/"
    broken(office)
    looks(telling(office.desk, away))

    looks(telling(office.desk, hook[0]), times=2)

    assert titles(hook[1]) == [TITLE]


def test_of_many_things_an_alarm_says_how_many_more_there_are(office, hook):
    broken(office, names=[f"thing {n}" for n in range(MOST_LISTED + 7)])

    looks(telling(office.desk, hook[0]))

    assert len(hook[1]) == 1
    assert "And 7 more." in hook[1][0]["message"]


def test_a_clock_that_jumped_is_told_and_over_after_an_hour(office, hook):
    jumped(office)
    desk = telling(office.desk, hook[0])
    looks(desk, times=2)
    with office.desk.store.writing() as conn:
        at = machine_time(conn) - timedelta(hours=1)
        conn.execute(update(tables.clock_seen).values(jumped_at=at))
    looks(desk)

    title = "The machine's clock jumped"
    assert titles(hook[1]) == [title, f"Over: {title}"]
    assert "+1440000 minutes" in hook[1][0]["message"]


@pytest.mark.parametrize("reason", Unready)
def test_what_makes_doan_unready_has_its_alarm_or_a_reason_to_have_none(reason):
    assert (reason in ALARM_OF) != (reason in WITHOUT_ALARM)


# --- by letter -----------------------------------------------------------------------------------


def test_the_administrator_is_written_to_once_of_each_thing_by_its_number(office):
    broken(office)
    for _ in range(3):
        sweep(office.desk)

    (letter,) = letters(office, SET_ASIDE)

    assert letter.recipient == ADMINISTRATOR
    thing = {"part": "walk", "name": "DR-2020-0001", "reason": "LookupError"}
    assert letter.facts["things"] == [thing]


def test_things_that_break_together_are_told_in_one_letter(office):
    broken(office, names=[f"thing {n}" for n in range(MOST_LISTED + 7)])

    sweep(office.desk)

    (letter,) = letters(office, SET_ASIDE)
    assert (len(letter.facts["things"]), letter.facts["more"]) == (MOST_LISTED, 7)


def test_a_damaged_row_is_told_by_letter_and_alarm_and_nobody_is_named(office, hook):
    office.submits()
    damages(office.desk.store, "UPDATE steps SET stage = 'nowhere'")
    for _ in range(2):
        sweep(office.desk)
        damages(office.desk.store, "UPDATE set_aside SET next_try_at = since")

    looks(telling(office.desk, hook[0]))

    (letter,) = letters(office, SET_ASIDE)
    for said in (str(letter.facts), hook[1][0]["message"]):
        assert office.case_no in said
        assert NAME not in said
        assert "@" not in said


def test_where_nobody_administers_doan_the_letter_waits_for_somebody(office):
    seats = tables.seats_held
    this = seats.c.seat == office.desk.regulation().administrator
    with office.desk.store.writing() as conn:
        held = conn.execute(seats.select().where(this)).mappings().all()
        conn.execute(seats.delete().where(this))
    broken(office)
    sweep(office.desk)
    with office.desk.store.writing() as conn:
        conn.execute(seats.insert(), [dict(row) for row in held])

    sweep(office.desk)

    assert len(letters(office, SET_ASIDE)) == 1


def test_of_a_letter_about_broken_things_that_breaks_no_letter_is_written(office):
    broken(office)
    sweep(office.desk)
    (letter,) = letters(office, SET_ASIDE)
    broken(office, names=[f"{letter.id}"], part=Chore.LETTER)

    sweep(office.desk)

    assert len(letters(office, SET_ASIDE)) == 1
    assert len(set_aside(office.desk.store)) == 2


def test_the_administrator_is_written_to_once_of_each_jump_of_the_clock(office):
    jumped(office)
    for _ in range(2):
        sweep(office.desk)

    (letter,) = letters(office, CLOCK_JUMPED)
    assert (letter.recipient, letter.facts["minutes"]) == (ADMINISTRATOR, 1440000)

    jumped(office, -timedelta(hours=2))
    sweep(office.desk)

    assert [each.facts["minutes"] for each in letters(office, CLOCK_JUMPED)] == [1440000, -120]
