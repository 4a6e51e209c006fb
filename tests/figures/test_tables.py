"""Delegations, turns and persons are counted apart, and the tables add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.figures.periods import FiguresPeriod, period_of
from models.figures.tables import NONE, Astray, Cell, CountedBy, astray, change, table_of, tabulate
from tests.factories.figures import SOME_CASES, make_figures

YEAR = period_of("year", 2020)
SUMMED = ("delegations", "turns")


def cells(counted, by, period):
    return {key: behind.cell for key, behind in tabulate(counted, by, period).items()}


def table(counted, by, period=YEAR):
    whole = [cells(counted, None, p).get("", NONE) for p in (period, period.year_before)]
    now, before = (cells(counted, by, p) for p in (period, period.year_before))
    return table_of(by, now, before, (whole[0], whole[1]))


def test_one_who_travels_three_times_is_one_person_and_three_turns():
    counted = {no: make_figures(persons=(7,)) for no in ("DR-2020-0001", "DR-2020-0002")}
    counted["DR-2020-0003"] = make_figures(persons=(7, 8))

    assert cells(counted, None, YEAR) == {"": Cell(delegations=3, turns=4, persons=2)}


def test_a_delegation_to_two_countries_stands_in_both_lines_and_once_in_the_total():
    found = table({"DR-2020-0001": make_figures(countries=("KR", "LA"))}, CountedBy.COUNTRY)

    assert {line.key: line.now for line in found.lines} == {
        "KR": Cell(1, 2, 2),
        "LA": Cell(1, 2, 2),
    }
    assert found.total.now == Cell(1, 2, 2)


def test_a_journey_is_of_the_period_its_first_day_lies_in():
    over_new_year = {"DR-2020-0001": make_figures(begins=date(2019, 12, 30))}

    assert cells(over_new_year, None, YEAR) == {}
    assert cells(over_new_year, None, YEAR.year_before)[""].delegations == 1


def test_by_rank_stand_the_delegations_whose_head_has_it_and_the_turns_of_all_who_have_it():
    found = cells({"DR-2020-0001": make_figures(rank="leader")}, CountedBy.RANK, YEAR)

    assert found == {"leader": Cell(delegations=1), "official": Cell(turns=2, persons=2)}


def test_a_year_without_a_journey_has_no_line():
    found = table({}, CountedBy.UNIT)

    assert (found.lines, found.total.now, found.most) == ((), NONE, 0)


@given(SOME_CASES, st.sampled_from(CountedBy))
def test_every_table_adds_up(counted, by):
    assert astray(table(counted, by)) == ()


@given(SOME_CASES, st.sampled_from(CountedBy))
def test_the_cases_behind_the_lines_are_those_behind_the_total(counted, by):
    lines, whole = tabulate(counted, by, YEAR), tabulate(counted, None, YEAR)
    behind = {no for line in lines.values() for no in line.cases}

    # Who goes to no country by nobody's turn is behind no line of countries.
    empty = {no for no, each in counted.items() if by is CountedBy.COUNTRY and not each.turns}
    assert behind | empty >= {no for each in whole.values() for no in each.cases}


@given(SOME_CASES)
def test_the_months_of_a_year_add_up_to_it(counted):
    months = [
        cells(counted, None, period_of(f"month_{n}", 2020)).get("", NONE) for n in range(1, 13)
    ]
    year = cells(counted, None, YEAR).get("", NONE)

    for what in SUMMED:
        assert sum(getattr(month, what) for month in months) == getattr(year, what)
    assert year.persons <= sum(month.persons for month in months)


@pytest.mark.parametrize(
    ("line", "total", "what"),
    [
        (Cell(2, 4, 4), Cell(3, 4, 4), Astray.DELEGATIONS),
        (Cell(3, 5, 4), Cell(3, 4, 4), Astray.TURNS),
        (Cell(3, 4, 5), Cell(3, 4, 4), Astray.PERSONS),
        (Cell(3, 4, 2), Cell(3, 4, 4), Astray.PERSONS),
    ],
)
def test_a_table_that_does_not_add_up_is_said_to(line, total, what):
    found = table_of(CountedBy.UNIT, {"long_my": line}, {}, (total, NONE))

    assert astray(found) == (what,)


def test_growth_is_told_against_the_year_before_where_there_was_something():
    assert (change(3, 2), change(1, 2), change(3, 0)) == (50, -50, None)


def test_the_most_stand_first_but_months_in_their_order():
    some = {"b": Cell(1, 1, 1), "a": Cell(1, 1, 1), "c": Cell(4, 4, 4)}
    months = {"2020-02": Cell(4, 4, 4), "2020-01": Cell(1, 1, 1)}
    total = (Cell(6, 6, 6), NONE)

    assert [line.key for line in table_of(CountedBy.AREA, some, {}, total).lines] == ["c", "a", "b"]
    assert [line.key for line in table_of(CountedBy.MONTH, months, {}, total).lines] == sorted(
        months
    )


def test_a_period_holds_its_first_and_its_last_day():
    period = FiguresPeriod(date(2019, 12, 15), date(2020, 12, 14))

    assert date(2019, 12, 15) in period
    assert date(2020, 12, 14) in period
    assert date(2020, 12, 15) not in period
