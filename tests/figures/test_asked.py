"""What the database answers is what the rule counts, case by case; on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.regulation.codes import Kind
from models.competence.reach import EVERY_CASE
from models.figures.periods import FiguresPeriod, period_of
from models.figures.tables import NONE, OF_JOURNEYS, CountedBy, astray, tabulate, year_on
from models.ids import CaseNo
from models.store.figures.asked import FiguresSought, counted, totals
from tests.factories.figures import SOME_CASES, keep_all, make_figures

YEAR = period_of("year", 2020)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some=SOME_CASES, first=st.dates(date(2019, 10, 1), date(2020, 12, 1)))
def test_each_table_is_what_the_rule_counts(store, some, first):
    period = FiguresPeriod(first, date(2020, 12, 20))
    with store.writing() as conn:
        keep_all(conn, some)
    for by in CountedBy:
        with store.reading() as conn:
            table = counted(conn, FiguresSought(Kind.OUTBOUND, period), by, EVERY_CASE)

        for which, days in (("now", period), ("before", period.year_before)):
            told = {line.key: getattr(line, which) for line in table.lines}
            on = year_on if by is CountedBy.MONTH and which == "before" else str
            ruled = {on(key): behind.cell for key, behind in tabulate(some, by, days).items()}
            if by in OF_JOURNEYS:
                # Of what the dossier wrote nobody is counted once.
                ruled = {key: replace(cell, persons=0) for key, cell in ruled.items()}
            assert {key: cell for key, cell in told.items() if cell != NONE} == ruled
        assert astray(table) == ()


def test_a_period_without_a_journey_has_empty_tables(store):
    with store.reading() as conn:
        asked = FiguresSought(Kind.OUTBOUND, YEAR)

        assert totals(conn, asked, EVERY_CASE) == (NONE, NONE)
        assert all(counted(conn, asked, by, EVERY_CASE).lines == () for by in CountedBy)


@pytest.mark.parametrize(
    ("asked", "found"), [({"unit": "long_my"}, 1), ({"nature": "private"}, 1), ({}, 2)]
)
def test_one_unit_or_one_nature_may_be_asked_for(store, asked, found):
    with store.writing() as conn:
        keep_all(
            conn,
            {
                CaseNo("DR-2020-0001"): make_figures(nature="private"),
                CaseNo("DR-2020-0002"): make_figures(unit="nga_bay"),
            },
        )
    with store.reading() as conn:
        now, before = totals(conn, FiguresSought(Kind.OUTBOUND, YEAR, **asked), EVERY_CASE)

    assert (now.delegations, before) == (found, NONE)
