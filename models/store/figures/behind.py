"""The cases behind a number of the statistics: each journey, as a list shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, extract, func, select

from config.regulation.codes import Kind
from models.competence.reach import Reach
from models.figures.tables import IN_PLAN, CountedBy
from models.ids import BodyKey, CaseNo
from models.store.figures.asked import FiguresSought, bound, values_of, within
from models.store.figures.more import REPORT_STATES, report_states
from models.store.lists.paged import Paged, counted, read_page
from models.store.tables import case_costs, case_figures, case_turns, case_waits, case_words

_J, _T, _C, _W = case_figures.c, case_turns.c, case_costs.c, case_waits.c
REPORT, PAYER, BODY = "report", "payer", "body"
UNITS_TOGETHER = "units"
# By what else than a table's lines cases are looked for.
BESIDE = (REPORT, PAYER, BODY)


@dataclass(frozen=True)
class JourneyFound:
    """A journey behind a number: without a title its case is erased."""

    no: CaseNo
    kind: Kind
    visit: int
    title: str
    unit: BodyKey
    begins: date
    ends: date
    turns: int
    decider: str
    report_due: datetime | None
    report_filed: datetime | None


def journeys_behind(
    conn: Connection,
    asked: FiguresSought,
    reads: Reach,
    page: int,
    *,
    by: str = "",
    key: str = "",
    now: datetime | None = None,
) -> Paged[JourneyFound]:
    """Return a page of the journeys a number counts; by nothing, all of the period."""
    values = {**values_of(asked), **_values(by, key)}
    if by == REPORT:
        values["now"] = now
    which = key if by == REPORT and key in REPORT_STATES else ""
    which = UNITS_TOGETHER if by == BODY and not key else which
    query = _query(by, which, reads, bool(asked.unit), bool(asked.nature))
    found = read_page(conn, query, page, **values)
    return found.of_readable(_journey, by="no")


def _journey(row: Any) -> JourneyFound:
    said = {name: value for name, value in row._mapping.items() if name != "of_all"}
    return JourneyFound(**{**said, "kind": Kind(row.kind), "title": row.title or ""})


_SHOWN = (
    _J.case_no.label("no"), _J.kind, _J.visit, _J.unit, _J.begins, _J.ends, _J.turns, _J.decider,
    _J.report_due, _J.report_filed,
)  # fmt: skip


@lru_cache(maxsize=256)
def _query(by: str, which: str, reads: Reach, of_unit: bool, of_nature: bool) -> Select[Any]:
    if by == BODY:
        return _of_body(which, reads, of_unit)
    query = select(*_SHOWN, case_words.c.title)
    query = within(query, case_figures, reads, of_unit=of_unit, of_nature=of_nature)
    query = query.outerjoin(case_words, case_words.c.case_no == _J.case_no)
    if by == REPORT:
        query = query.where(_J.report_due.is_not(None), _J.visit == 1)
        query = query.where(report_states()[which]) if which else query
    elif by == PAYER:
        bears = select(_C.case_no).where(_C.payer == bound("key", _C.payer))
        bears = bears.where(_C.currency == bound("currency", _C.currency))
        query = query.where(_J.case_no.in_(bears), _J.visit == 1)
    elif by:
        query = query.where(_is_of(CountedBy(by)))
    return counted(query.order_by(_J.begins, _J.case_no, _J.visit))


def _of_body(which: str, reads: Reach, of_unit: bool) -> Select[Any]:
    """Return the query for the cases a body had, whose steps there ended in the period."""
    had = select(_W.case_no).where(_W.of_unit if which else _W.body == bound("key", _W.body))
    had = within(had, case_waits, reads, of_unit=of_unit, day="ended_on")
    query = select(*_SHOWN, case_words.c.title)
    query = query.outerjoin(case_words, case_words.c.case_no == _J.case_no)
    query = query.where(_J.visit == 1, _J.case_no.in_(had))
    return counted(query.order_by(_J.begins, _J.case_no, _J.visit))


def _is_of(by: CountedBy) -> Any:
    if by is CountedBy.MONTH:
        month = extract("year", _J.begins) * 100 + extract("month", _J.begins)
        return month == bound("month", _J.turns)
    if by is CountedBy.PLAN:
        return _J.in_plan == bound("in_plan", _J.in_plan)
    if by is CountedBy.PLAN_ENTRY:
        return func.coalesce(_J.plan_entry, "") == bound("key", _J.area)
    if by in (CountedBy.COUNTRY, CountedBy.RANK):
        # Of a rank are those whom a head of it leads, and those in whom somebody of it travels.
        column = _T.country if by is CountedBy.COUNTRY else _T.rank
        went = select(_T.case_no).where(
            _T.case_no == _J.case_no, _T.visit == _J.visit, column == bound("key", column)
        )
        if by is CountedBy.COUNTRY:
            return went.exists()
        return went.exists() | (_J.rank == bound("key", _J.rank))
    return _J[by] == bound("key", _J[by])


def _values(by: str, key: str) -> dict[str, Any]:
    if by == PAYER:
        payer, _, currency = key.partition(" ")
        return {"key": payer, "currency": currency}
    if by == CountedBy.MONTH:
        digits = key.replace("-", "")
        return {"month": int(digits) if digits.isdecimal() and len(digits) == 6 else 0}
    if by == CountedBy.PLAN:
        return {"in_plan": key == IN_PLAN}
    return {"key": key}
