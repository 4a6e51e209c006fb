"""What somebody decided, the newest first, with the paper by which it was issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    union,
)

from config.regulation.codes import Act, Stage
from models.case import StepState
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.lists.paged import Paged, counted, read_page
from models.store.lists.reach import of_bodies
from models.store.tables import case_words, cases, steps, votes


@dataclass(frozen=True)
class Decided:
    """A step somebody answered or voted in: `choice` is theirs, `counts` whether it still does.

    The paper is the step's own, or the one by which its outcome was issued.
    """

    case_no: CaseNo
    title: str
    kind: str
    number: int
    stage: Stage
    act: Act
    choice: str
    voted: bool
    at: datetime
    counts: bool
    paper_number: str | None
    paper_date: date | None
    issued_number: str | None
    issued_date: date | None


def decided_by(
    conn: Connection,
    person: PersonId,
    bodies: Collection[BodyKey],
    seats: Collection[SeatKey],
    number: int = 1,
) -> Paged[Decided]:
    """Return a page of what a person decided in these bodies or seats, be it for somebody else."""
    if not bodies and not seats:
        return Paged()
    query = _query(frozenset(bodies))
    found = read_page(conn, query, number, person=person, seats=sorted(seats))
    issued = issued_in(conn, {row.case_no for row in found.items})
    return found.of_readable(lambda row: _decided(row, issued))


# Put together once for who sits in the same bodies: that costs more than the database needs to answer.
@lru_cache(maxsize=256)
def _query(bodies: frozenset[BodyKey]) -> Select[Any]:
    person: BindParameter[str] = bindparam("person")
    took = union(
        select(steps.c.case_no, steps.c.number).where(steps.c.decided_by == person),
        select(steps.c.case_no, steps.c.number).where(steps.c.on_behalf_of == person),
        select(votes.c.case_no, votes.c.step).where(votes.c.person == person),
    )
    cast = and_(
        votes.c.case_no == steps.c.case_no,
        votes.c.step == steps.c.number,
        votes.c.person == person,
    )
    at = func.coalesce(votes.c.at, steps.c.decided_at, type_=steps.c.decided_at.type)
    joined = steps.join(cases, cases.c.no == steps.c.case_no)
    joined = joined.outerjoin(case_words, case_words.c.case_no == steps.c.case_no)
    joined = joined.outerjoin(votes, cast)
    columns = (*(steps.c[name] for name in _COLUMNS), cases.c.kind, case_words.c.title)
    query = select(*columns, votes.c.choice.label("ballot"), at.label("at")).select_from(joined)
    acted_in = steps.c.seat.in_(bindparam("seats", expanding=True))
    theirs = or_(of_bodies(bodies), acted_in)
    query = query.where(tuple_(steps.c.case_no, steps.c.number).in_(took), theirs, at.is_not(None))
    return counted(query.order_by(at.desc(), steps.c.case_no.desc(), steps.c.number.desc()))


_COLUMNS = (
    "case_no", "number", "stage", "act", "key", "state", "choice", "paper_number", "paper_date",
)  # fmt: skip


def issued_in(conn: Connection, found: Collection[str]) -> list[Row[Any]]:
    """Return the papers that were issued in some cases, in their order."""
    return list(conn.execute(_ISSUED, {"these": sorted(found)})) if found else []


_OF_PAPER = ("case_no", "number", "stage", "key", "paper_number", "paper_date")
_ISSUED = (
    select(*(steps.c[name] for name in _OF_PAPER))
    .where(steps.c.case_no.in_(bindparam("these", expanding=True)))
    .where(steps.c.act == Act.ISSUE, steps.c.state == StepState.DECIDED)
    .order_by(steps.c.case_no, steps.c.number)
)


def issued_after(row: Row[Any], issued: list[Row[Any]]) -> Row[Any] | None:
    """Return the paper by which what a step decided was issued; None where none was (yet)."""
    after = (
        paper
        for paper in issued
        if (paper.case_no, paper.stage) == (row.case_no, row.stage) and paper.number > row.number
        if row.stage != Stage.AMENDMENT or paper.key == row.key
    )
    counts = row.state != StepState.VOID
    return next(after, None) if row.act == Act.DECIDE and counts else None


def _decided(row: Row[Any], issued: list[Row[Any]]) -> Decided:
    paper = issued_after(row, issued)
    return Decided(
        case_no=CaseNo(row.case_no),
        title=row.title or "",
        kind=row.kind,
        number=row.number,
        stage=Stage(row.stage),
        act=Act(row.act),
        choice=row.ballot or row.choice or "",
        voted=row.ballot is not None,
        at=row.at,
        counts=row.state != StepState.VOID,
        paper_number=row.paper_number,
        paper_date=row.paper_date,
        issued_number=paper.paper_number if paper else None,
        issued_date=paper.paper_date if paper else None,
    )
