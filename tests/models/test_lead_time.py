"""When the last decision on a request is due, and the last day on which it can come in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.province_time import WorkingCalendar, working_calendar
from config.regulation.codes import Act, Stage
from config.regulation.province import load_regulation
from models.route.lead_time import last_day_to_submit, last_decision_due
from models.route.table import draw_route
from tests.factories.regulation import make_limit, make_step
from tests.factories.request import make_leader, make_request

DAY = timedelta(days=1)
CALENDAR = WorkingCalendar()
# A Monday, with no holiday for weeks before it.
BEGINS = date(2020, 8, 24)


def a_step(days, hurried=None):
    within = make_limit(hurried) if hurried is not None else None
    return make_step(Stage.STATE_DECISION, Act.DECIDE, "body/chair", days, urgent_within=within)


def steps(*days):
    staged = zip(Stage, days, strict=False)
    return tuple(make_step(stage, Act.SIGN, "body/chair", within) for stage, within in staged)


@given(
    days=st.lists(st.none() | st.integers(0, 30), min_size=1, max_size=5),
    begins=st.dates(date(2020, 1, 1), date(2022, 12, 31)),
)
def test_who_submits_on_the_last_day_is_in_time_and_a_day_later_is_not(days, begins):
    asked = steps(*days)

    last = last_day_to_submit(asked, begins, CALENDAR, urgent=False)

    assert last is not None
    due = [last_decision_due(asked, day, CALENDAR, urgent=False) for day in (last, last + DAY)]
    assert due[0] < begins <= due[1]


def test_of_a_request_that_nobody_has_to_decide_the_last_day_is_the_one_before():
    assert last_day_to_submit((), BEGINS, CALENDAR, urgent=False) == BEGINS - DAY


def test_a_hurried_request_is_counted_by_its_own_time_limits():
    asked = (a_step(10, hurried=1),)

    # Decided on Friday at the latest: of one day from Thursday on, of ten from two Sundays before.
    assert last_day_to_submit(asked, BEGINS, CALENDAR, urgent=True) == date(2020, 8, 20)
    assert last_day_to_submit(asked, BEGINS, CALENDAR, urgent=False) == date(2020, 8, 9)


def test_a_step_that_knows_no_hurry_takes_its_time():
    asked = (a_step(10),)

    found = [last_day_to_submit(asked, BEGINS, CALENDAR, urgent=hurry) for hurry in (True, False)]

    assert found[0] == found[1]


def test_where_even_a_year_would_not_do_there_is_no_last_day():
    assert last_day_to_submit((a_step(400),), BEGINS, CALENDAR, urgent=False) is None


@pytest.mark.parametrize("begins", [date(2020, 8, 24), date(2021, 2, 22)])
def test_the_new_year_is_no_time_in_which_anybody_works(begins):
    regulation = load_regulation("hau_giang")
    route = draw_route(make_request(members=(make_leader(),)), regulation)
    calendar = working_calendar(regulation)

    last = last_day_to_submit(route.steps, begins, calendar, urgent=False)

    assert last is not None
    worked = sum(calendar.is_working(last + DAY * n) for n in range(1, (begins - last).days))
    # Unit 2, office 2, opinions 3, party 5 and 1, state 3 and 1.
    assert worked == 17
