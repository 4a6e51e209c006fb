"""What statistics ask: how many delegations, turns and persons, by something, in a period.

What `models.figures.tables` counts one by one, asked of rows that need no other. Of cases whose dossier
somebody may read: a number of few says what their dossiers say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    case,
    extract,
    func,
    literal,
    select,
)

from config.regulation.codes import Kind
from models.competence.reach import Reach
from models.figures.periods import FiguresPeriod
from models.figures.tables import IN_PLAN, NONE, OFF_PLAN, Cell, CountedBy, table_of
from models.figures.tables import Table as Tabled
from models.store.lists.reach import Condition, in_reach
from models.store.tables import case_figures, case_turns, cases

_J, _T = case_figures.c, case_turns.c
_PLAIN = (CountedBy.NATURE, CountedBy.AREA, CountedBy.RANK, CountedBy.UNIT, CountedBy.DECIDER)


@dataclass(frozen=True)
class FiguresSought:
    """Of what statistics are asked: of one kind, in a period; of one unit, of one nature where said."""

    kind: Kind
    period: FiguresPeriod
    unit: str = ""
    nature: str = ""

    @property
    def year_before(self) -> "FiguresSought":
        """Return the same of the year before."""
        return FiguresSought(self.kind, self.period.year_before, self.unit, self.nature)


def counted(conn: Connection, asked: FiguresSought, by: CountedBy, reads: Reach) -> Tabled:
    """Return the table by something, beside the year before."""
    now, before = (_cells(conn, each, by, reads) for each in (asked, asked.year_before))
    return table_of(by, now, before, totals(conn, asked, reads))


def totals(conn: Connection, asked: FiguresSought, reads: Reach) -> tuple[Cell, Cell]:
    """Return how many there are of all, and how many there were the year before."""
    found = (_cells(conn, each, None, reads) for each in (asked, asked.year_before))
    now, before = (cells.get("", NONE) for cells in found)
    return now, before


def _cells(
    conn: Connection, asked: FiguresSought, by: CountedBy | None, reads: Reach
) -> Mapping[str, Cell]:
    counts: dict[str, dict[str, int]] = {}
    for query in _queries(by, reads, bool(asked.unit), bool(asked.nature)):
        for row in conn.execute(query, values_of(asked)):
            told = {name: value for name, value in row._mapping.items() if name != "key"}
            counts.setdefault(_written(by, row.key), {}).update(told)
    return {key: Cell(**told) for key, told in counts.items() if any(told.values())}


def _written(by: CountedBy | None, key: Any) -> str:
    if by is CountedBy.MONTH:
        year, month = divmod(int(key), 100)
        return f"{year:04d}-{month:02d}"
    return str(key)


# Put together once for each table and reach: that costs more than a database needs for a few cases.
@lru_cache(maxsize=256)
def _queries(
    by: CountedBy | None, reads: Reach, of_unit: bool, of_nature: bool
) -> tuple[Select[Any], ...]:
    def among(table: Table, *columns: Any) -> Select[Any]:
        return within(select(*columns), table, reads, of_unit=of_unit, of_nature=of_nature)

    if by is CountedBy.COUNTRY:
        of_each = among(case_turns, _T.country, _T.case_no, _T.visit, func.count().label("turns"))
        each = of_each.group_by(_T.country, _T.case_no, _T.visit).subquery()
        key = each.c.country.label("key")
        went = select(key, func.count().label("delegations"), func.sum(each.c.turns).label("turns"))
        return went.group_by(key), _persons(among, by)
    of_journeys = key_of(by, case_figures).label("key")
    summed = func.coalesce(func.sum(_J.turns), 0).label("turns")
    some = [func.count().label("delegations")] + ([] if by is CountedBy.RANK else [summed])
    journeys = among(case_figures, of_journeys, *some).group_by(of_journeys)
    if by is CountedBy.PLAN_ENTRY:
        return (journeys,)
    if by is not CountedBy.RANK:
        return journeys, _persons(among, by)
    rank = _T.rank.label("key")
    turns = among(case_turns, rank, func.count().label("turns")).where(_T.place == 0)
    return journeys, turns.group_by(rank), _persons(among, by)


def _persons(among: Any, by: CountedBy | None) -> Select[Any]:
    """Return how many persons there are by something: each once, however often they travel."""
    key = key_of(by, case_turns).label("key")
    of_each = among(case_turns, key, _T.person)
    # A turn stands there once for each country; by anything else its first row is as good.
    each = (
        (of_each if by is CountedBy.COUNTRY else of_each.where(_T.place == 0)).distinct().subquery()
    )
    return select(each.c.key, func.count().label("persons")).group_by(each.c.key)


def key_of(by: CountedBy | None, table: Table) -> ColumnElement[Any]:
    """Return by what a table counts, as its rows say it."""
    columns = table.c
    if by is CountedBy.MONTH:
        return extract("year", columns.begins) * 100 + extract("month", columns.begins)
    if by is CountedBy.PLAN:
        return case((columns.in_plan, IN_PLAN), else_=OFF_PLAN)
    if by is CountedBy.PLAN_ENTRY:
        return func.coalesce(columns.plan_entry, "")
    if by is CountedBy.COUNTRY or by in _PLAIN:
        found: Column[Any] = columns[by]
        return found
    return literal("")


def within(
    query: Select[Any],
    table: Table,
    reads: Reach,
    *,
    of_unit: bool = False,
    of_nature: bool = False,
    day: str = "begins",
) -> Select[Any]:
    """Return a query for the rows of a kind, of a period, in somebody's reach: see `values_of`."""
    if not reads.is_all:
        query = query.join_from(table, cases, cases.c.no == table.c.case_no).where(in_reach(reads))
    return query.where(*_which(table, of_unit, of_nature, day))


def _which(table: Table, of_unit: bool, of_nature: bool, day: str) -> Iterator[Condition]:
    yield table.c.kind == bound("kind", table.c.kind)
    yield table.c[day] >= bound("first", table.c[day])
    yield table.c[day] <= bound("last", table.c[day])
    if of_unit:
        yield table.c.unit == bound("unit", table.c.unit)
    if of_nature:
        yield table.c.nature == bound("nature", table.c.nature)


def bound(name: str, like: Column[Any]) -> ColumnElement[Any]:
    """Return a parameter of the form of a column."""
    return bindparam(name, type_=like.type)


def values_of(asked: FiguresSought) -> dict[str, Any]:
    """Return the values of what `within` asks for."""
    told: dict[str, Any] = {
        "kind": str(asked.kind), "first": asked.period.first, "last": asked.period.last,
    }  # fmt: skip
    return {**told, "unit": asked.unit, "nature": asked.nature}
