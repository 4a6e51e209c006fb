"""From which day to which day statistics are asked for."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.words import Language, words
from models.errors import PeriodRefused
from models.figures.periods import DAYS, PARTS, REPORT_YEAR, FiguresPeriod, period_of

YEARS = st.integers(2001, 2099)
IN_YEAR = [part for part in PARTS if part not in (DAYS, REPORT_YEAR)]


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        ("year", date(2020, 1, 1), date(2020, 12, 31)),
        ("half_1", date(2020, 1, 1), date(2020, 6, 30)),
        ("half_2", date(2020, 7, 1), date(2020, 12, 31)),
        ("quarter_3", date(2020, 7, 1), date(2020, 9, 30)),
        ("month_2", date(2020, 2, 1), date(2020, 2, 29)),
        ("report_year", date(2019, 12, 15), date(2020, 12, 14)),
    ],
)
def test_a_part_of_a_year_has_its_days(part, first, last):
    assert period_of(part, 2020) == FiguresPeriod(first, last)


@given(YEARS, st.sampled_from(["half", "quarter", "month"]))
def test_the_parts_of_a_year_follow_each_other_and_are_the_year(year, kind):
    parts = [period_of(part, year) for part in IN_YEAR if part.startswith(kind)]
    whole = period_of("year", year)

    assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(parts))


@given(YEARS)
def test_report_years_follow_each_other(year):
    now, before = period_of(REPORT_YEAR, year), period_of(REPORT_YEAR, year - 1)

    assert now.first - before.last == timedelta(days=1)
    assert now.year_before == before


@given(YEARS, st.sampled_from(PARTS[:-1]))
def test_the_year_before_a_part_is_the_same_part_of_it(year, part):
    assert period_of(part, year).year_before == period_of(part, year - 1)


def test_the_end_of_february_stays_its_end():
    assert period_of("month_2", 2021).year_before == FiguresPeriod(
        date(2020, 2, 1), date(2020, 2, 29)
    )


def test_any_days_may_be_asked_for():
    first, last = date(2019, 12, 15), date(2020, 12, 14)

    assert period_of(DAYS, None, first, last) == FiguresPeriod(first, last)


@pytest.mark.parametrize(
    ("asked", "why", "field"),
    [
        (("fortnight", 2020), "part_unknown", "part"),
        (("year", None), "year_unknown", "year"),
        (("year", 20), "year_unknown", "year"),
        ((DAYS, None, None, date(2020, 1, 1)), "day_missing", "from"),
        ((DAYS, None, date(2020, 1, 1), None), "day_missing", "to"),
        ((DAYS, None, date(20, 1, 1), date(2020, 1, 1)), "year_unknown", "from"),
        ((DAYS, None, date(2020, 1, 2), date(2020, 1, 1)), "ends_before_it_begins", "to"),
        ((DAYS, None, date(2000, 1, 1), date(2020, 1, 1)), "too_long", "to"),
    ],
)
def test_what_is_no_period_is_refused_by_the_field_that_is_wrong(asked, why, field):
    with pytest.raises(PeriodRefused) as refused:
        period_of(*asked)

    assert (refused.value.why, refused.value.facts["field"]) == (why, field)
    assert all(refused.value.said(words(language)) != f"period.{why}" for language in Language)
