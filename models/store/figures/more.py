"""What statistics ask beside the three counts: what it cost, how reports came, how long each had it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, case, func, select

from models.competence.reach import Reach
from models.ids import BodyKey
from models.store.figures.asked import FiguresSought, values_of, within
from models.store.tables import case_costs, case_figures, case_waits
from models.store.tables.base import Moment

_J, _C, _W = case_figures.c, case_costs.c, case_waits.c


@dataclass(frozen=True)
class CostLine:
    """What one payer bears in one currency, in hundredths: estimated, and spent of what is settled.

    `settled` is the estimate of those cases alone whose accounts are settled: against it stands what was
    spent. `dong` is what all comes to; `without_rate` how many cases told no rate.
    """

    payer: str
    currency: str
    cases: int
    estimated: int
    dong: int
    without_rate: int
    settled: int
    spent: int


@dataclass(frozen=True)
class ReportLine:
    """How the reports of a unit came: owed at all, in time, late, overdue still, not due yet."""

    unit: BodyKey
    owed: int
    in_time: int
    late: int
    overdue: int
    to_come: int


@dataclass(frozen=True)
class WaitDays:
    """How many steps stood with a body from a day to a day."""

    body: BodyKey
    of_unit: bool
    opened_on: date
    ended_on: date
    steps: int
    late: int


def costs(conn: Connection, asked: FiguresSought, reads: Reach) -> tuple[CostLine, ...]:
    """Return what each payer bears, by currency: amounts of two currencies are never added.

    A case stands there once, in the period in which its first journey begins.
    """
    rows = conn.execute(_costs(reads, bool(asked.unit), bool(asked.nature)), values_of(asked))
    return tuple(CostLine(**{k: _whole(v) for k, v in row._mapping.items()}) for row in rows)


def reports(
    conn: Connection, asked: FiguresSought, reads: Reach, now: datetime
) -> tuple[ReportLine, ...]:
    """Return how the reports on the journeys of a period came, unit by unit."""
    rows = conn.execute(_reports(reads, bool(asked.unit), bool(asked.nature)),
                        {**values_of(asked), "now": now})  # fmt: skip
    return tuple(ReportLine(**{k: _whole(v) for k, v in row._mapping.items()}) for row in rows)


def waits(conn: Connection, asked: FiguresSought, reads: Reach) -> tuple[WaitDays, ...]:
    """Return how long steps that ended in a period stood with whom, whatever the nature of the case."""
    rows = conn.execute(_waits(reads, bool(asked.unit)), values_of(asked))
    return tuple(WaitDays(**{k: _whole(v) for k, v in row._mapping.items()}) for row in rows)


def _whole(value: Any) -> Any:
    """Return a number as Python counts: a sum of PostgreSQL is a decimal."""
    return value if isinstance(value, str | date | bool | int) else int(value or 0)


@lru_cache(maxsize=64)
def _costs(reads: Reach, of_unit: bool, of_nature: bool) -> Select[Any]:
    settled = case((_C.spent.is_not(None), _C.hundredths), else_=0)
    query = select(
        _C.payer,
        _C.currency,
        func.count().label("cases"),
        func.sum(_C.hundredths).label("estimated"),
        func.coalesce(func.sum(_C.dong), 0).label("dong"),
        func.sum(case((_C.dong.is_(None), 1), else_=0)).label("without_rate"),
        func.sum(settled).label("settled"),
        func.coalesce(func.sum(_C.spent), 0).label("spent"),
    )
    found = within(query, case_costs, reads, of_unit=of_unit, of_nature=of_nature)
    found = found.group_by(_C.payer, _C.currency)
    return found.order_by(_C.payer, _C.currency)


@lru_cache(maxsize=64)
def _reports(reads: Reach, of_unit: bool, of_nature: bool) -> Select[Any]:
    states = report_states()

    def counts(name: str) -> Any:
        return func.sum(case((states[name], 1), else_=0)).label(name)

    query = select(
        _J.unit, func.count().label("owed"), *(counts(name) for name in REPORT_STATES)
    ).where(_J.report_due.is_not(None), _J.visit == 1)
    found = within(query, case_figures, reads, of_unit=of_unit, of_nature=of_nature)
    return found.group_by(_J.unit).order_by(_J.unit)


REPORT_STATES = ("in_time", "late", "overdue", "to_come")


def report_states() -> dict[str, Any]:
    """Return under which condition a report stands how, at the moment `now` is."""
    now = bindparam("now", type_=Moment())
    filed, due = _J.report_filed, _J.report_due
    return {
        "in_time": and_(filed.is_not(None), filed <= due),
        "late": and_(filed.is_not(None), filed > due),
        "overdue": and_(filed.is_(None), due < now),
        "to_come": and_(filed.is_(None), due >= now),
    }


@lru_cache(maxsize=64)
def _waits(reads: Reach, of_unit: bool) -> Select[Any]:
    key = (_W.body, _W.of_unit, _W.opened_on, _W.ended_on)
    late = func.sum(case((_W.late, 1), else_=0)).label("late")
    query = select(*key, func.count().label("steps"), late)
    found = within(query, case_waits, reads, of_unit=of_unit, day="ended_on")
    return found.group_by(*key)
