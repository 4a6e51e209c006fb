"""How many working days bodies had what was asked of them; the units apart."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from config.province_time import WorkingCalendar
from models.figures.waiting import UNITS, body_times, median_of
from models.store.figures.more import WaitDays

CALENDAR = WorkingCalendar()
MONDAY, FRIDAY, NEXT_MONDAY = date(2020, 7, 6), date(2020, 7, 10), date(2020, 7, 13)


def waited(opened, ended, steps=1, body="police", *, of_unit=False, late=0):
    return WaitDays(body, of_unit, opened, ended, steps, late)


def test_days_off_are_not_counted_and_the_same_day_is_none():
    (police,) = body_times([waited(FRIDAY, NEXT_MONDAY), waited(MONDAY, MONDAY)], CALENDAR)

    assert (police.median, police.longest, police.total, police.mean_tenths) == (0, 1, 1, 5)


def test_all_units_are_one_line_behind_those_who_decide():
    times = body_times(
        [
            waited(MONDAY, FRIDAY, body="long_my", of_unit=True),
            waited(MONDAY, MONDAY, body="nga_bay", of_unit=True, late=1),
            waited(MONDAY, MONDAY),
        ],
        CALENDAR,
    )

    assert [(t.body, t.steps, t.late) for t in times] == [("police", 1, 0), (UNITS, 2, 1)]


def test_where_nothing_ended_there_is_no_line():
    assert body_times([], CALENDAR) == ()


@given(st.lists(st.integers(0, 30), min_size=1))
def test_the_median_stands_in_the_middle(values):
    assert median_of(Counter(values)) == sorted(values)[(len(values) - 1) // 2]
