"""Working days of Hậu Giang, and the moments at which time limits end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.province_time import (
    PROVINCE_TIME,
    MovedDays,
    WorkingCalendar,
    moved_since,
    office_closes,
    office_opens,
    working_calendar,
)
from config.regulation.codes import Direction, TimeUnit
from config.regulation.parts import MovedWorkday
from config.regulation.province import load_regulation
from tests.factories.regulation import make_limit, make_regulation, make_source

CALENDAR = WorkingCalendar()

days = st.dates(date(2019, 1, 1), date(2030, 12, 31))
moments = st.datetimes(
    datetime(2019, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001
)  # fmt: skip
counts = st.integers(1, 60)


def in_the_province(year, month, day, hour=0, minute=0):
    """Return a moment told by the province's clock."""
    return datetime(year, month, day, hour, minute, tzinfo=PROVINCE_TIME)


# --- which days are worked ---------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2020, 7, 4), date(2020, 7, 5)])
def test_saturdays_and_sundays_are_off(day):
    assert not CALENDAR.is_working(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 4, 2),  # Giỗ Tổ Hùng Vương
        date(2020, 4, 30),
        date(2020, 5, 1),
        date(2020, 9, 2),
        date(2021, 1, 1),
        date(2021, 5, 3),  # The first of May was a Saturday.
        date(2021, 9, 2),
    ],
)
def test_public_holidays_are_off(day):
    assert not CALENDAR.is_working(day)


def test_the_weekday_after_a_holiday_is_worked():
    assert CALENDAR.is_working(date(2020, 9, 3))


def test_a_weekend_day_worked_in_place_of_another_is_worked_and_the_other_is_off():
    # The public calendar knows that 29 April 2024 was moved to Saturday, 4 May.
    assert CALENDAR.is_working(date(2024, 5, 4))
    assert not CALENDAR.is_working(date(2024, 4, 29))


def test_a_regulation_may_move_a_workday():
    move = MovedWorkday(off=date(2020, 7, 6), worked=date(2020, 7, 11), source=make_source())

    calendar = working_calendar(make_regulation(moved_workdays=(move,)))

    assert not calendar.is_working(date(2020, 7, 6))
    assert calendar.is_working(date(2020, 7, 11))


def test_a_regulation_may_add_a_holiday():
    calendar = working_calendar(make_regulation(extra_holidays=(date(2020, 7, 1),)))

    assert calendar.add_working_days(date(2020, 6, 30), 1) == date(2020, 7, 2)


def test_the_swap_of_january_2026_is_known():
    calendar = working_calendar(load_regulation("hau_giang"))

    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))


# --- what ends on a day off ----------------------------------------------------------------------

RUNS_ON = WorkingCalendar(runs_on=True)
SEND_OFF = in_the_province(2020, 8, 14)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "ends"),
    [
        (SEND_OFF, 15, TimeUnit.DAYS, date(2020, 8, 31)),  # The 29th is a Saturday.
        (SEND_OFF, 14, TimeUnit.DAYS, date(2020, 8, 28)),
        (in_the_province(2021, 1, 27), 15, TimeUnit.DAYS, date(2021, 2, 17)),  # It ends in Tet.
        (in_the_province(2020, 7, 29), 1, TimeUnit.MONTHS, date(2020, 8, 31)),
        (SEND_OFF, 5, TimeUnit.WORKING_DAYS, date(2020, 8, 21)),
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(start, amount, unit, ends):
    limit = make_limit(amount=amount, unit=unit)

    assert RUNS_ON.moment_due(limit, start) == office_closes(ends)


def test_without_that_rule_it_ends_on_the_day_off():
    limit = make_limit(amount=15, unit=TimeUnit.DAYS)

    assert CALENDAR.moment_due(limit, SEND_OFF) == office_closes(date(2020, 8, 29))


def test_a_limit_before_something_runs_on_towards_nothing():
    limit = make_limit(amount=10, unit=TimeUnit.DAYS, direction=Direction.BEFORE)

    due = RUNS_ON.moment_due(limit, in_the_province(2020, 9, 1))

    assert due == office_closes(date(2020, 8, 22))


def test_how_long_something_is_valid_is_no_time_limit():
    limit = make_limit(amount=6, unit=TimeUnit.MONTHS)

    assert RUNS_ON.day_reached(limit, date(2020, 7, 29)) == date(2021, 1, 29)
    assert RUNS_ON.day_reached(limit, date(2020, 8, 28)) == date(2021, 2, 28)


def test_the_rule_is_one_that_nobody_has_confirmed():
    rule = load_regulation("hau_giang").last_day_off

    assert rule is not None
    assert rule.unconfirmed


# --- days that are moved late --------------------------------------------------------------------

HAD = MovedDays(off=(date(2020, 7, 3),), worked=(date(2020, 7, 11),))
TODAY = date(2020, 7, 6)


def moves(*pairs):
    return make_regulation(
        moved_workdays=tuple(MovedWorkday(off=o, worked=w, source=make_source()) for o, w in pairs)
    )


def test_a_later_list_moves_days_to_come():
    moved = moved_since(HAD, moves((date(2020, 7, 10), date(2020, 7, 18))), TODAY)

    assert moved == MovedDays(
        off=(date(2020, 7, 3), date(2020, 7, 10)), worked=(date(2020, 7, 18),)
    )


def test_what_is_past_stays_whatever_a_later_list_says():
    moved = moved_since(HAD, moves((date(2020, 7, 2), date(2020, 7, 4))), TODAY)

    assert moved == MovedDays(off=(date(2020, 7, 3),), worked=())


@given(days.filter(CALENDAR.is_working), st.integers(0, 20))
def test_who_has_so_many_working_days_left_keeps_them_when_days_are_moved(today, n):
    due_at = office_closes(CALENDAR.add_working_days(today, n))
    moved = WorkingCalendar(off=frozenset({CALENDAR.add_working_days(today, 1)}))

    now_due = moved.same_time(due_at, today, CALENDAR)

    later = n + (n > 0)
    assert now_due == office_closes(CALENDAR.add_working_days(today, later))


# --- counting working days ---------------------------------------------------------------------


def test_counting_starts_on_the_day_after():
    monday, friday = date(2020, 7, 6), date(2020, 7, 10)

    assert CALENDAR.add_working_days(monday, 4) == friday


def test_tet_is_passed_over_in_2021():
    # Off from Wednesday the 10th to Tuesday the 16th of February.
    assert CALENDAR.add_working_days(date(2021, 2, 9), 1) == date(2021, 2, 17)


def test_the_holidays_about_the_first_of_may_are_passed_over_in_2020():
    assert CALENDAR.add_working_days(date(2020, 4, 29), 1) == date(2020, 5, 4)


def test_national_day_is_passed_over_backwards():
    assert CALENDAR.add_working_days(date(2020, 9, 3), -1) == date(2020, 9, 1)


@given(days, counts)
def test_any_number_of_working_days_ends_on_a_working_day(day, n):
    assert CALENDAR.is_working(CALENDAR.add_working_days(day, n))


@given(days, counts)
def test_more_working_days_end_later(day, n):
    assert CALENDAR.add_working_days(day, n) < CALENDAR.add_working_days(day, n + 1)


@given(days, days, counts)
def test_who_starts_later_is_not_due_earlier(one, other, n):
    first, second = sorted((one, other))

    assert CALENDAR.add_working_days(first, n) <= CALENDAR.add_working_days(second, n)


@given(days.filter(CALENDAR.is_working), counts)
def test_from_a_working_day_there_and_back_is_the_same_day(day, n):
    there = CALENDAR.add_working_days(day, n)

    assert CALENDAR.add_working_days(there, -n) == day


@given(days, counts)
def test_exactly_as_many_working_days_lie_between(day, n):
    end = CALENDAR.add_working_days(day, n)

    after = (day + timedelta(days=i) for i in range(1, (end - day).days + 1))
    assert sum(CALENDAR.is_working(d) for d in after) == n


# --- office hours ------------------------------------------------------------------------------


def test_offices_open_at_seven_in_the_province():
    assert office_opens(date(2020, 7, 6)) == in_the_province(2020, 7, 6, 7)


def test_offices_close_at_five_in_the_province():
    assert office_closes(date(2020, 7, 6)) == in_the_province(2020, 7, 6, 17)


@pytest.mark.parametrize("moment", [office_opens, office_closes])
def test_office_hours_are_told_in_utc(moment):
    assert moment(date(2020, 7, 6)).tzinfo is UTC


# --- when a limit ends -------------------------------------------------------------------------


def test_working_days_end_when_offices_close_on_the_last_of_them():
    monday_morning = in_the_province(2020, 7, 6, 8)

    due = CALENDAR.moment_due(make_limit(2), monday_morning)

    assert due == in_the_province(2020, 7, 8, 17)


def test_a_limit_that_opens_on_friday_evening_is_counted_from_monday():
    friday_evening = in_the_province(2020, 7, 3, 20)

    due = CALENDAR.moment_due(make_limit(1), friday_evening)

    assert due == in_the_province(2020, 7, 6, 17)


def test_the_day_a_limit_opens_on_is_that_of_the_province():
    # In UTC it is Friday still, in the province half past midnight on Saturday.
    night = datetime(2020, 7, 3, 17, 30, tzinfo=UTC)

    due = CALENDAR.moment_due(make_limit(1, TimeUnit.DAYS), night)

    assert due == in_the_province(2020, 7, 5, 17)


def test_days_are_calendar_days():
    due = CALENDAR.moment_due(make_limit(15, TimeUnit.DAYS), in_the_province(2020, 7, 10))

    assert due == in_the_province(2020, 7, 25, 17)


def test_hours_are_exact():
    start = in_the_province(2020, 7, 3, 20, 15)

    due = CALENDAR.moment_due(make_limit(48, TimeUnit.HOURS), start)

    assert due == start + timedelta(hours=48)


def test_a_month_ends_on_the_same_day_of_the_next():
    due = CALENDAR.moment_due(make_limit(1, TimeUnit.MONTHS), in_the_province(2020, 12, 14))

    assert due == in_the_province(2021, 1, 14, 17)


def test_a_month_from_the_thirty_first_ends_on_the_last_day_there_is():
    due = CALENDAR.moment_due(make_limit(1, TimeUnit.MONTHS), in_the_province(2020, 1, 31))

    assert due == in_the_province(2020, 2, 29, 17)


def test_a_limit_before_departure_is_counted_back():
    limit = make_limit(5, direction=Direction.BEFORE)
    departure = in_the_province(2020, 9, 7)

    assert CALENDAR.moment_due(limit, departure) == in_the_province(2020, 8, 28, 17)


def test_months_before_are_counted_back_across_the_year():
    limit = make_limit(6, TimeUnit.MONTHS, direction=Direction.BEFORE)

    due = CALENDAR.moment_due(limit, in_the_province(2020, 3, 31))

    assert due == in_the_province(2019, 9, 30, 17)


@given(moments, st.integers(0, 400), st.sampled_from(TimeUnit), st.sampled_from(Direction))
def test_a_moment_due_is_told_in_utc(start, amount, unit, direction):
    due = CALENDAR.moment_due(make_limit(amount, unit, direction=direction), start)

    assert due.tzinfo is UTC


@given(moments, counts, st.sampled_from(TimeUnit))
def test_a_limit_ends_after_its_start_or_before_it_as_it_says(start, amount, unit):
    after = CALENDAR.moment_due(make_limit(amount, unit), start)
    before = CALENDAR.moment_due(make_limit(amount, unit, direction=Direction.BEFORE), start)

    assert before < start < after
