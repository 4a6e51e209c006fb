"""Cases that are found: by number, words, unit, country, traveller; each as a list shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, distinct, func, literal_column, select

from config.regulation.codes import Kind
from models.case import OVER, CaseStatus, StepState
from models.competence.reach import Reach
from models.errors import CaseUnknown
from models.ids import BodyKey, CaseNo
from models.kinds import KINDS
from models.store.lists.keyset import (
    START,
    ListPlace,
    Order,
    Slice,
    count_of,
    read_slice,
    written_of,
)
from models.store.lists.paged import PAGE_SIZE
from models.store.lists.reach import in_reach
from models.store.lists.sought import NO_STAGE, Sought, conditions_of
from models.store.tables import IS_OPEN, case_numbers, case_words, cases, steps


class CaseOrder(StrEnum):
    """In which order cases stand: the newest first, or by their first day."""

    NEWEST = "newest"
    SOONEST = "soonest"
    LATEST = "latest"


@dataclass(frozen=True)
class CaseFound:
    """A case and where it stands: in which stages, since when. Without a title it is erased.

    `due_at` is the nearest limit of its open steps, `is_late` whether one of them has passed.
    """

    no: CaseNo
    kind: Kind
    unit: BodyKey
    status: CaseStatus
    begins: date | None
    ends: date | None
    fault: str | None
    title: str
    urgent: bool
    stages: tuple[str, ...] = ()
    since: datetime | None = None
    due_at: datetime | None = None
    is_late: bool = False

    @property
    def has_fault(self) -> bool:
        """Tell whether its last walk failed."""
        return self.fault is not None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is asked in it any more."""
        return self.status in OVER


_COLUMNS = (
    cases.c.no,
    cases.c.kind,
    cases.c.unit,
    cases.c.status,
    cases.c.begins,
    cases.c.ends,
    cases.c.fault,
    cases.c.opened_at,
    case_words.c.title,
    case_words.c.urgent,
)
_ORDERS = {
    CaseOrder.NEWEST: Order(cases.c.opened_at, cases.c.no, descending=True),
    CaseOrder.SOONEST: Order(cases.c.begins, cases.c.no),
    CaseOrder.LATEST: Order(cases.c.begins, cases.c.no, descending=True),
}


def cases_found(
    conn: Connection,
    wanted: Sought,
    sees: Reach,
    reads: Reach,
    place: ListPlace = START,
    *,
    sort: CaseOrder = CaseOrder.NEWEST,
    now: datetime | None = None,
) -> Slice[CaseFound]:
    """Return a page of the wanted cases that somebody `sees`; by what a dossier says, if they `read` it.

    `now` tells what is late. In three queries, however many cases there are.
    """
    order = _ORDERS[sort]
    query = _query(wanted, sees, reads).add_columns(order.by.label("ordered_by"))

    def make(rows: list[Row[Any]]) -> Any:
        standing = _standing(conn, [row.no for row in rows])
        return lambda row: _case(row, standing.get(row.no, []), now)

    return read_slice(conn, query, order, make, place)


def place_after(conn: Connection, no: CaseNo, *, size: int = PAGE_SIZE) -> ListPlace:
    """Return the place behind a case in the list that has the newest first; raises `CaseUnknown`."""
    query = select(cases.c.no, cases.c.opened_at.label("ordered_by")).where(cases.c.no == no)
    row = conn.execute(query).one_or_none()
    if row is None or row.ordered_by is None:
        raise CaseUnknown(case=no)
    return ListPlace(after=written_of(row), size=size, counts=False)


def numbers_found(conn: Connection, wanted: Sought, sees: Reach, most: int) -> tuple[CaseNo, ...]:
    """Return the numbers of the wanted cases, no more than `most`."""
    query = _query(wanted, sees, sees).with_only_columns(cases.c.no).order_by(cases.c.no)
    return tuple(conn.execute(query.limit(most)).scalars())


def count_by_stage(conn: Connection, wanted: Sought, sees: Reach, reads: Reach) -> dict[str, int]:
    """Return how many of the wanted cases have an open step in which stage, and `NO_STAGE` of none.

    A case with steps in two stages counts in both of them.
    """
    asked, found = steps.alias("counted"), _query(wanted, sees, reads)
    query = select(asked.c.stage, func.count(distinct(asked.c.case_no)).label("cases"))
    query = query.where(literal_column(f"counted.{IS_OPEN}"))
    query = query.where(asked.c.case_no.in_(found.with_only_columns(cases.c.no)))
    counted = {row.stage: row.cases for row in conn.execute(query.group_by(asked.c.stage))}
    waiting = count_of(conn, found.where(*conditions_of(Sought(stage=NO_STAGE), reads)))
    return counted | ({NO_STAGE: waiting} if waiting else {})


def years_in_use(conn: Connection) -> tuple[int, ...]:
    """Return the years of which there are cases, the newest first."""
    return tuple(conn.execute(_YEARS).scalars())


_YEARS = select(case_numbers.c.year).distinct().order_by(case_numbers.c.year.desc())


def numbers_given(
    conn: Connection, last: int, prefix: str = "", year: int | None = None
) -> tuple[CaseNo, ...]:
    """Return the numbers that end so, of every series in which one was given out."""
    series = select(case_numbers.c.kind, case_numbers.c.year).where(case_numbers.c.last >= last)
    if year is not None:
        series = series.where(case_numbers.c.year == year)
    rows = conn.execute(series.order_by(case_numbers.c.kind, case_numbers.c.year))
    given = [(KINDS[Kind(row.kind)].prefix, row.year) for row in rows if row.kind in KINDS]
    return tuple(CaseNo(f"{its}-{of}-{last:04d}") for its, of in given if prefix in ("", its))


# Somebody turns the pages of the same list: to put a query together costs more than to answer it.
@lru_cache(maxsize=128)
def _query(wanted: Sought, sees: Reach, reads: Reach) -> Select[Any]:
    described = cases.outerjoin(case_words, case_words.c.case_no == cases.c.no)
    query = select(*_COLUMNS).select_from(described).where(in_reach(sees))
    return query.where(*conditions_of(wanted, reads))


def _standing(conn: Connection, found: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return how far the steps of some cases have come."""
    standing: dict[str, list[Row[Any]]] = {}
    for row in conn.execute(_STANDING, {"these": list(found)}):
        standing.setdefault(row.case_no, []).append(row)
    return standing


_HOW_FAR = "case_no", "stage", "state", "opened_at", "decided_at", "due_at", "overdue", "paused_at"
# Put together once: that costs more than the database needs to answer it.
_STANDING = (
    select(*(steps.c[name] for name in _HOW_FAR))
    .where(steps.c.case_no.in_(bindparam("these", expanding=True)))
    .order_by(steps.c.case_no, steps.c.number)
)


def _case(row: Row[Any], its_steps: list[Row[Any]], now: datetime | None) -> CaseFound:
    waiting = [step for step in its_steps if step.state == StepState.OPEN]
    ended = [step.decided_at for step in its_steps if step.decided_at]
    opened = min((step.opened_at for step in waiting), default=None)
    limits = [step.due_at for step in waiting if step.due_at and not step.paused_at]
    due = min(limits, default=None)
    has_passed = now is not None and due is not None and due < now
    return CaseFound(
        no=CaseNo(row.no),
        kind=Kind(row.kind),
        unit=BodyKey(row.unit),
        status=CaseStatus(row.status),
        begins=row.begins,
        ends=row.ends,
        fault=row.fault,
        title=row.title or "",
        urgent=bool(row.urgent),
        stages=tuple(dict.fromkeys(step.stage for step in waiting)),
        since=opened or max(ended, default=row.opened_at),
        due_at=due,
        is_late=has_passed or any(step.overdue for step in waiting),
    )
