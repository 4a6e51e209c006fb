"""What time alone brings is told in office hours: at night nothing, on days off what is urgent."""

from datetime import date, datetime, time, timedelta

import pytest

from config.province_time import PROVINCE_TIME, Hours, WorkingCalendar, day_of, moment_of
from config.regulation.codes import Act, Stage
from flows.acts.amending import propose
from flows.acts.filing import Filing
from flows.sweeps.sweep import sweep
from models import entries as e
from models.directory import DirectoryFile, SeatRow
from models.ids import PersonId
from models.store import directory, moments
from models.store.database.clock import move_clock
from models.store.moments import MomentKind
from tests.factories.audit import verify
from tests.factories.clones import clone_with_moments, queries_of
from tests.factories.house import house
from tests.factories.letters import told
from tests.factories.office import OFFICERS, lets_act
from tests.factories.request import make_head, make_member, make_request
from tests.factories.visit import ARRIVES, make_guest, make_head_guest, make_visit_request

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("bui.van.thi.du")
SUCCESSOR = PersonId("ho.van.tuong.trung")
SEAT = "people_committee/chair"
HOST = Filing(OFFICERS["phung_hiep"], OFFICERS["phung_hiep"])
DAY = timedelta(days=1)
NIGHT, MORNING, EVENING = time(3), time(9), time(20)
MONDAY = date(2020, 7, 6)


@pytest.mark.parametrize(
    ("day", "at", "hours"),
    [
        (MONDAY, time(6, 59), Hours.NIGHT),
        (MONDAY, time(7), Hours.OFFICE),
        (MONDAY, time(17, 59), Hours.OFFICE),
        (MONDAY, time(18), Hours.NIGHT),
        (MONDAY - DAY, time(9), Hours.DAY_OFF),
        (MONDAY - DAY, time(3), Hours.NIGHT),
    ],
)
def test_every_moment_is_in_office_hours_on_a_day_off_or_at_night(day, at, hours):
    assert WorkingCalendar().hours_at(moment_of(day, at)) is hours


# --- a seat changes hands, an authority begins ------------------------------------------------------


def before_the_chair(office):
    office.submits(make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def changes_hands(office, step, *, person=SUCCESSOR):
    """Whoever had the seat of a step had it until yesterday; somebody else has it."""
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), step.seat, step.holders[0], office.today - DAY)
        held = SeatRow(seat=step.seat, person=person, since=office.today)
        directory.load_directory(house(conn), DirectoryFile(units={}, persons={}, seats=(held,)))


def comes(office, day, at):
    with office.desk.store.writing() as conn:
        move_clock(conn, datetime.combine(day, at, PROVINCE_TIME))


def next_saturday(office):
    return office.today + (5 - office.today.weekday()) % 7 * DAY


def passes(office, day, at):
    office.time_passes(to=moment_of(day, at))


def test_who_comes_into_a_seat_on_a_day_off_is_asked_when_offices_open(office):
    step = before_the_chair(office)
    saturday = next_saturday(office)
    comes(office, saturday, MORNING)
    changes_hands(office, step)
    asked = []

    for day, at in ((saturday, MORNING), (saturday, EVENING), (saturday + 2 * DAY, NIGHT)):
        passes(office, day, at)
        asked += told(office, "to_take_over") + told(office, "no_longer_asked")
    passes(office, saturday + 2 * DAY, MORNING)

    assert asked == []
    assert (told(office, "to_take_over"), told(office, "no_longer_asked")) == ([SUCCESSOR], [CHAIR])


def begins_on(office, day):
    return lets_act(office.desk, CHAIR, DEPUTY, SEAT, since=day)


def test_whose_authority_begins_on_a_day_off_is_told_of_what_waits_when_offices_open(office):
    step = before_the_chair(office)
    saturday = next_saturday(office)
    begins_on(office, saturday)
    asked = []

    for day, at in ((saturday, time(0, 1)), (saturday, MORNING), (saturday + 2 * DAY, NIGHT)):
        passes(office, day, at)
        asked += told(office, "to_substitute")
    passes(office, saturday + 2 * DAY, MORNING)

    assert (asked, told(office, "to_substitute")) == ([], [DEPUTY])
    assert office.case.step(step.number).holders == (CHAIR, DEPUTY)


def test_whom_somebody_lets_act_on_a_day_off_is_told_at_once(office):
    """What people do is told when they do it; nothing of it comes by time alone."""
    before_the_chair(office)
    sunday = next_saturday(office) + DAY
    comes(office, sunday, EVENING)

    begins_on(office, sunday)

    assert told(office, "to_substitute") == [DEPUTY]


def test_letting_somebody_act_at_night_tells_of_no_other_authority(office):
    before_the_chair(office)
    saturday = next_saturday(office)
    begins_on(office, saturday)
    comes(office, saturday, NIGHT)

    lets_act(office.desk, "dang.thi.mau", DEPUTY, "pc_office/appraiser", since=saturday)

    assert told(office, "to_substitute") == []


# --- what is urgent waits for nobody --------------------------------------------------------------


@pytest.fixture
def saturday(office):
    """Two days before guests come, both off: their host proposes others, which is urgent."""
    office.receives(make_visit_request(guests=(make_head_guest(), make_guest(name="Kim Min-ji"))))
    office.arranges_everything()
    comes(office, ARRIVES - 2 * DAY, MORNING)
    instead = (make_head_guest(), make_guest(name="Choi Ha-neul"))
    request = make_visit_request(guests=instead)
    propose(office.desk, office.case_no, request, {}, "Khách thứ hai ốm.", HOST)
    assert office.case.open_amendment.begins_at
    return office


def urgent_step(office):
    return next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)


def test_on_a_day_off_an_urgent_step_is_handed_over(saturday):
    changes_hands(saturday, urgent_step(saturday))

    sweep(saturday.desk)

    assert told(saturday, "to_take_over") == [SUCCESSOR]


def test_at_night_it_is_not(saturday):
    comes(saturday, ARRIVES - DAY, NIGHT)
    changes_hands(saturday, urgent_step(saturday))

    sweep(saturday.desk)

    assert told(saturday, "to_take_over") == []


def test_on_a_day_off_a_substitute_is_told_of_an_urgent_step_once(saturday):
    step = urgent_step(saturday)
    lets_act(saturday.desk, step.holders[0], SUCCESSOR, step.seat, since=ARRIVES - DAY)

    for at in (MORNING, time(10)):
        passes(saturday, ARRIVES - DAY, at)
    passes(saturday, ARRIVES, MORNING)

    assert told(saturday, "to_substitute") == [SUCCESSOR]
    with saturday.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_on_a_day_off_the_deadline_of_an_urgent_step_is_told(saturday):
    step = urgent_step(saturday)
    due_at = step.due_at

    saturday.time_passes(to=due_at)

    assert day_of(due_at) == ARRIVES - 2 * DAY
    assert saturday.case.step(step.number).overdue


# --- what waits costs nothing ---------------------------------------------------------------------


def armed_for(office, step):
    with office.desk.store.reading() as conn:
        return moments.armed(conn, office.case_no, step.number, MomentKind.REMIND)


def heard_in_a_sweep(office):
    # What is done once an hour or a day is done first.
    for _ in range(3):
        sweep(office.desk)
    with queries_of(office.desk.store) as heard:
        sweep(office.desk)
    return heard


def test_on_a_day_off_a_sweep_asks_no_more_of_five_hundred_overdue_steps_than_of_none(office):
    before_the_chair(office)
    saturday = next_saturday(office) + 28 * DAY
    comes(office, saturday, MORNING)
    none = len(heard_in_a_sweep(office))

    clone_with_moments(office.desk.store, office.case_no, 490)
    with office.desk.store.reading() as conn:
        assert len(moments.due(conn, moment_of(saturday, MORNING), limit=1000)) > 490

    assert len(heard_in_a_sweep(office)) == none


def test_how_often_somebody_was_reminded_is_read_at_once(office):
    office.submits()
    step = office.waiting(Act.SIGN)
    overdue = day_of(step.due_at) + DAY
    for n in range(4):
        passes(office, overdue + n * DAY, MORNING)
    moment = armed_for(office, step)

    comes(office, day_of(moment), time(17, 30))
    with queries_of(office.desk.store) as heard:
        sweep(office.desk)

    asked = [said for said in heard if "FROM journal" in said and "kind IN" in said]
    assert (len(asked), office.journal()[-1].kind) == (1, e.StepReminded.kind)
