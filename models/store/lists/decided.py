"""What somebody decided, the newest first, with the paper by which it was issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from config.regulation.codes import Act, Stage
from models.case import StepState
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.lists.keyset import MOST_COUNTED
from models.store.lists.paged import PAGE_SIZE, Paged, read_page
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
    """Select a page of it, of whatever length the whole is: each way of taking part has an index in the
    order of time, and no more of each is read than could stand on the pages up to this one.
    """
    taken = _taken(bodies, _SKIPPED + PAGE_SIZE).subquery("taken")
    total = select(func.count()).select_from(_taken(bodies, literal(MOST_COUNTED)).subquery())
    this = (steps.c.case_no == taken.c.case_no) & (steps.c.number == taken.c.number)
    joined = taken.join(steps, this).join(cases, cases.c.no == steps.c.case_no)
    joined = joined.outerjoin(case_words, case_words.c.case_no == steps.c.case_no)
    joined = joined.outerjoin(votes, _THEIR_VOTE)
    columns = (*(steps.c[name] for name in _COLUMNS), cases.c.kind, case_words.c.title)
    query = select(*columns, votes.c.choice.label("ballot"), taken.c.at).select_from(joined)
    query = query.add_columns(total.scalar_subquery().label("of_all"))
    newest_first = (taken.c.at.desc(), steps.c.case_no.desc(), steps.c.number.desc())
    return query.order_by(*newest_first).limit(PAGE_SIZE).offset(_SKIPPED)


def _taken(bodies: frozenset[BodyKey], most: ColumnElement[int]) -> CompoundSelect[Any]:
    """Select the newest steps in which somebody took part, so many of each way; none is there twice."""
    s, v = steps.c, votes.c
    theirs = or_(of_bodies(bodies), s.seat.in_(bindparam("seats", expanding=True)))
    decided = select(s.case_no, s.number, s.decided_at.label("at")).where(
        theirs, s.decided_at.is_not(None), ~exists().where(_THEIR_VOTE)
    )
    by_another = or_(s.decided_by.is_(None), s.decided_by != _PERSON)
    voted = select(v.case_no, v.step.label("number"), v.at).where(v.person == _PERSON)
    of_step = (s.case_no == v.case_no) & (s.number == v.step)
    ways = (
        (decided.where(s.decided_by == _PERSON), s.decided_at, s.case_no, s.number),
        (decided.where(s.on_behalf_of == _PERSON, by_another), s.decided_at, s.case_no, s.number),
        (voted.join(steps, of_step).where(theirs), v.at, v.case_no, v.step),
    )
    newest = (way.order_by(*(each.desc() for each in by)).limit(most) for way, *by in ways)
    return union_all(*(select(each.subquery()) for each in newest))


_PERSON: BindParameter[str] = bindparam("person")
_SKIPPED: BindParameter[int] = bindparam("skipped", type_=BigInteger)
_THEIR_VOTE = and_(
    votes.c.case_no == steps.c.case_no,
    votes.c.step == steps.c.number,
    votes.c.person == _PERSON,
)
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
