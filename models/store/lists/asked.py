"""Steps over all cases that wait for somebody or are owed by a unit, and what bears on taking them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, Select, func, or_, select, tuple_

from config.regulation.codes import Act, Stage
from models.case import OVER, Case, Step, StepState
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.amiss.unreadable import each_readable
from models.store.case_rows import case_of, step_of, vote_of
from models.store.lists.paged import Paged, read_page
from models.store.lists.reach import names, of_bodies
from models.store.tables import case_words, cases, persons, steps, travellers, votes


@dataclass(frozen=True)
class CaseAsked:
    """A case with an open step that somebody was given, and all that its `people` have done in it.

    Of the case's steps there are those alone that wait for the person or in which one of them took
    part, and of votes theirs. `may_travel`: one of them travels, or somebody who bears the name.
    """

    case: Case
    waiting: tuple[Step, ...]
    may_travel: bool


@dataclass(frozen=True)
class StepListed:
    """An open step as a list shows it, with the title of its case."""

    case_no: CaseNo
    title: str
    number: int
    stage: Stage
    act: Act
    seat: SeatKey
    holders: tuple[PersonId, ...]
    due_at: datetime | None
    paused_at: datetime | None
    overdue: bool


def asked_of(
    conn: Connection, person: PersonId, people: Collection[PersonId]
) -> tuple[CaseAsked, ...]:
    """Return the cases with an open step that was given to a person, for whom and for `people` it says
    what they did there. In five queries, however many cases there are; not those nobody can read.
    """
    asking = select(steps.c.case_no).where(_waits_for(person))
    waits = _steps(conn, select(steps).where(_waits_for(person)))
    took_part = _steps(conn, _part_taken(asking.scalar_subquery(), people))
    cast = votes.c.case_no.in_(asking) & votes.c.person.in_(people)
    ballots: dict[tuple[str, int], list[Any]] = {}
    cast_by_them = conn.execute(select(votes).where(cast).order_by(votes.c.at))
    for key, vote in each_readable(cast_by_them, lambda v: ((v.case_no, v.step), vote_of(v))):
        ballots.setdefault(key, []).append(vote)
    found = conn.execute(select(cases).where(cases.c.no.in_(asking)).order_by(cases.c.no)).all()
    travelled = frozenset(conn.execute(_travelled(asking, people)).scalars())
    asked = each_readable(
        found, lambda row: _asked(row, person, waits, took_part, ballots, travelled), by="no"
    )
    return tuple(asked)


def titles_of(conn: Connection, found: Collection[CaseNo]) -> dict[CaseNo, tuple[str, bool]]:
    """Return what some cases are called, and whether they are urgent; an erased one is not there."""
    these = select(case_words).where(case_words.c.case_no.in_(found))
    return {CaseNo(row.case_no): (row.title, row.urgent) for row in conn.execute(these)}


def steps_of_units(
    conn: Connection, units: Collection[BodyKey], acts: Collection[Act], number: int
) -> Paged[StepListed]:
    """Return a page of the open steps of some acts in cases of these units, what is due first before
    the rest; whoever is asked to record that it is done.
    """
    columns = (*(steps.c[name] for name in _LISTED), case_words.c.title)
    described = steps.join(cases, cases.c.no == steps.c.case_no)
    described = described.outerjoin(case_words, case_words.c.case_no == steps.c.case_no)
    query = select(*columns).select_from(described)
    query = query.where(steps.c.state == StepState.OPEN, steps.c.act.in_(acts))
    query = query.where(cases.c.unit.in_(sorted(units)))
    query = query.order_by(
        steps.c.due_at.is_(None), steps.c.due_at, steps.c.case_no, steps.c.number
    )
    return read_page(conn, query, number).of_readable(_listed)


def waiting_collectively(
    conn: Connection, body: BodyKey, act: Act
) -> tuple[tuple[CaseNo, Step], ...]:
    """Return the open steps of an act that a body is asked as a whole, the longest waiting first."""
    under_way = select(cases.c.no).where(cases.c.status.not_in(OVER))
    query = select(steps).where(steps.c.state == StepState.OPEN, steps.c.collective)
    query = query.where(steps.c.act == act, of_bodies({body}), steps.c.case_no.in_(under_way))
    rows = conn.execute(query.order_by(steps.c.opened_at, steps.c.case_no))
    return tuple(each_readable(rows, lambda row: (CaseNo(row.case_no), step_of(row, ()))))


@dataclass(frozen=True)
class OverdueNow:
    """How many open steps are overdue, and since when the oldest of them is (UTC; None: none is)."""

    steps: int
    since: datetime | None


def overdue_now(conn: Connection) -> OverdueNow:
    """Return what is overdue in all cases under way, be anybody still reminded of it or not."""
    under_way = select(cases.c.no).where(cases.c.status.not_in(OVER))
    query = select(func.count(), func.min(steps.c.due_at))
    query = query.where(steps.c.state == StepState.OPEN, steps.c.overdue)
    count, since = conn.execute(query.where(steps.c.case_no.in_(under_way))).one()
    return OverdueNow(count, since)


_LISTED = (
    "case_no", "number", "stage", "act", "seat", "holders", "due_at", "paused_at", "overdue",
)  # fmt: skip


def _waits_for(person: PersonId) -> Any:
    return (steps.c.state == StepState.OPEN) & names(steps.c.holders, person)


def _part_taken(asking: ScalarSelect[Any], people: Collection[PersonId]) -> Select[Any]:
    """Select the steps of these cases in which one of some people took part."""
    voted = select(votes.c.case_no, votes.c.step)
    voted = voted.where(votes.c.case_no.in_(asking), votes.c.person.in_(people))
    took_part = or_(
        steps.c.decided_by.in_(people),
        steps.c.on_behalf_of.in_(people),
        tuple_(steps.c.case_no, steps.c.number).in_(voted),
    )
    return select(steps).where(steps.c.case_no.in_(asking), took_part)


def _travelled(asking: Select[Any], people: Collection[PersonId]) -> Select[Any]:
    """Select the cases in which one of some people travels, or somebody who bears the name of one."""
    borne = select(persons.c.name_key).where(persons.c.id.in_(people))
    they = or_(travellers.c.person.in_(people), travellers.c.name_key.in_(borne))
    return select(travellers.c.case_no).where(travellers.c.case_no.in_(asking), they).distinct()


def _steps(conn: Connection, query: Select[Any]) -> dict[str, dict[int, Step]]:
    found: dict[str, dict[int, Step]] = {}
    rows = conn.execute(query.order_by(steps.c.case_no, steps.c.number))
    for case_no, step in each_readable(rows, lambda row: (row.case_no, step_of(row, ()))):
        found.setdefault(case_no, {})[step.number] = step
    return found


def _asked(
    row: Row[Any],
    person: PersonId,
    waits: dict[str, dict[int, Step]],
    took_part: dict[str, dict[int, Step]],
    ballots: dict[tuple[str, int], list[Any]],
    travelled: frozenset[str],
) -> CaseAsked:
    theirs = {**took_part.get(row.no, {}), **waits.get(row.no, {})}
    known = {n: _with(step, ballots.get((row.no, n), ())) for n, step in sorted(theirs.items())}
    # The condition of the query lets through whose id is part of another's; a list of ids does not.
    waiting = (known[n] for n, s in waits.get(row.no, {}).items() if person in s.holders)
    case = case_of(row, (), tuple(known.values()))
    return CaseAsked(case, tuple(waiting), row.no in travelled)


def _with(step: Step, cast: Collection[Any]) -> Step:
    return replace(step, votes=tuple(cast)) if cast else step


def _listed(row: Row[Any]) -> StepListed:
    values: Iterator[tuple[str, Any]] = ((name, getattr(row, name)) for name in _LISTED)
    said = dict(values)
    said |= {
        "title": row.title or "",
        "stage": Stage(row.stage),
        "act": Act(row.act),
        "holders": tuple(row.holders),
    }
    return StepListed(**said)
