"""Cases that are found: by number, words, unit, country, traveller; each as a list shows it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, case, exists, or_, select

from config.regulation.codes import Kind
from models.case import OVER, CaseStatus, StepState
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo
from models.store.lists.paged import Paged, counted, read_page
from models.store.lists.reach import Condition, in_reach
from models.store.tables import case_words, cases, steps, travellers


@dataclass(frozen=True)
class Term:
    """A word somebody looks for, in every form in which it may stand somewhere.

    `number` as it would stand in a case's number, `key` as names are compared, `units` and `countries`
    whose names have it.
    """

    number: str
    key: str
    units: tuple[BodyKey, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sought:
    """Which cases are wanted: those that have every one of the terms, and are of what is named.

    `tail` is the end of a number and `head` how it begins. `units` None: of any unit.
    """

    terms: tuple[Term, ...] = ()
    kind: Kind | None = None
    statuses: tuple[CaseStatus, ...] = ()
    units: tuple[BodyKey, ...] | None = None
    year: int | None = None
    head: str = ""
    tail: str = ""


@dataclass(frozen=True)
class CaseFound:
    """A case and where it stands: in which stages, since when. Without a title it is erased."""

    no: CaseNo
    kind: Kind
    unit: BodyKey
    status: CaseStatus
    begins: date | None
    ends: date | None
    has_fault: bool
    title: str
    urgent: bool
    stages: tuple[str, ...] = ()
    since: datetime | None = None

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
# Those that are over come last; of the others the newest first, and nothing is left to chance.
_ORDER = (
    case((cases.c.status.in_(OVER), 1), else_=0),
    cases.c.opened_at.desc(),
    cases.c.no.desc(),
)


def cases_found(
    conn: Connection, wanted: Sought, sees: Reach, reads: Reach, number: int = 1
) -> Paged[CaseFound]:
    """Return a page of the wanted cases that somebody `sees`; who travels, only where they `read` it."""
    found = read_page(conn, _page_of(wanted, sees, reads), number)
    standing = _standing(conn, [row.no for row in found.items])
    return found.of_readable(lambda row: _case(row, standing.get(row.no, [])), by="no")


def numbers_found(conn: Connection, wanted: Sought, sees: Reach, most: int) -> tuple[CaseNo, ...]:
    """Return the numbers of the wanted cases, no more than `most`."""
    query = _query(wanted, sees, sees).with_only_columns(cases.c.no).order_by(cases.c.no)
    return tuple(conn.execute(query.limit(most)).scalars())


def years_in_use(conn: Connection) -> tuple[int, ...]:
    """Return the years of which there are cases, the newest first."""
    return tuple(conn.execute(_YEARS).scalars())


_YEARS = select(cases.c.year).distinct().order_by(cases.c.year.desc())


# Somebody turns the pages of the same list: to put a query together costs more than to answer it.
@lru_cache(maxsize=128)
def _page_of(wanted: Sought, sees: Reach, reads: Reach) -> Select[Any]:
    return counted(_query(wanted, sees, reads).order_by(*_ORDER))


def _query(wanted: Sought, sees: Reach, reads: Reach) -> Select[Any]:
    described = cases.outerjoin(case_words, case_words.c.case_no == cases.c.no)
    query = select(*_COLUMNS).select_from(described).where(in_reach(sees))
    return query.where(*_conditions(wanted, reads))


def _conditions(wanted: Sought, reads: Reach) -> Iterator[Condition]:
    if wanted.kind:
        yield cases.c.kind == wanted.kind
    if wanted.statuses:
        yield cases.c.status.in_(wanted.statuses)
    if wanted.units is not None:
        yield cases.c.unit.in_(wanted.units)
    if wanted.year:
        yield cases.c.year == wanted.year
    if wanted.head:
        yield cases.c.no.startswith(wanted.head, autoescape=True)
    if wanted.tail:
        yield cases.c.no.endswith(wanted.tail, autoescape=True)
    for term in wanted.terms:
        yield or_(*_stands_in(term, reads))


def _stands_in(term: Term, reads: Reach) -> Iterator[Condition]:
    """Yield the places in which a term may stand; names and countries are the dossier's alone."""
    yield cases.c.no.contains(term.number, autoescape=True)
    if term.units:
        yield cases.c.unit.in_(term.units)
    if not term.key:
        return
    yield case_words.c.title_key.contains(term.key, autoescape=True)
    bears = travellers.c.name_key.contains(term.key, autoescape=True)
    travels = exists().where(travellers.c.case_no == cases.c.no, bears)
    goes = (case_words.c.countries.contains(f" {code} ") for code in term.countries)
    yield and_(in_reach(reads), or_(travels, *goes))


def _standing(conn: Connection, found: Iterable[str]) -> dict[str, list[Row[Any]]]:
    """Return how far the steps of some cases have come."""
    standing: dict[str, list[Row[Any]]] = {}
    for row in conn.execute(_STANDING, {"these": list(found)}):
        standing.setdefault(row.case_no, []).append(row)
    return standing


_STANDING = (
    select(steps.c.case_no, steps.c.stage, steps.c.state, steps.c.opened_at, steps.c.decided_at)
    .where(steps.c.case_no.in_(bindparam("these", expanding=True)))
    .order_by(steps.c.case_no, steps.c.number)
)


def _case(row: Row[Any], its_steps: list[Row[Any]]) -> CaseFound:
    waiting = [step for step in its_steps if step.state == StepState.OPEN]
    ended = [step.decided_at for step in its_steps if step.decided_at]
    opened = min((step.opened_at for step in waiting), default=None)
    return CaseFound(
        no=CaseNo(row.no),
        kind=Kind(row.kind),
        unit=BodyKey(row.unit),
        status=CaseStatus(row.status),
        begins=row.begins,
        ends=row.ends,
        has_fault=row.fault is not None,
        title=row.title or "",
        urgent=bool(row.urgent),
        stages=tuple(dict.fromkeys(step.stage for step in waiting)),
        since=opened or max(ended, default=row.opened_at),
    )
