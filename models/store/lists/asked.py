"""Steps over all cases that wait for somebody or are owed by a unit, and what bears on taking them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    or_,
    select,
    text,
    tuple_,
)

from config.regulation.codes import Act, Stage
from models.case import Case, Step
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.amiss.unreadable import each_readable
from models.store.case_rows import case_of, step_of, vote_of
from models.store.lists.paged import Paged, counted, read_page
from models.store.lists.reach import named, names_whom, of_bodies
from models.store.tables import (
    IS_OPEN,
    UNDER_WAY,
    case_words,
    cases,
    persons,
    steps,
    travellers,
    votes,
)


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
    these = {"named": named(person), "people": people}
    waits = _steps(conn, _WAITS, these)
    if not waits:
        return ()
    took_part = _steps(conn, _PART_TAKEN, these)
    ballots: dict[tuple[str, int], list[Any]] = {}
    cast_by_them = conn.execute(_BALLOTS, these)
    for key, vote in each_readable(cast_by_them, lambda v: ((v.case_no, v.step), vote_of(v))):
        ballots.setdefault(key, []).append(vote)
    found = conn.execute(_ASKING_CASES, these).all()
    travelled = frozenset(conn.execute(_TRAVELLED, these).scalars())
    asked = each_readable(
        found, lambda row: _asked(row, person, waits, took_part, ballots, travelled), by="no"
    )
    return tuple(asked)


def titles_of(conn: Connection, found: Collection[CaseNo]) -> dict[CaseNo, tuple[str, bool]]:
    """Return what some cases are called, and whether they are urgent; an erased one is not there."""
    if not found:
        return {}
    rows = conn.execute(_TITLES, {"these": list(found)})
    return {CaseNo(row.case_no): (row.title, row.urgent) for row in rows}


def steps_of_units(
    conn: Connection, units: Collection[BodyKey], acts: Collection[Act], number: int
) -> Paged[StepListed]:
    """Return a page of the open steps of some acts in cases of these units, what is due first before
    the rest; whoever is asked to record that it is done.
    """
    if not units:
        return Paged()
    these = {"units": sorted(units), "acts": list(acts)}
    return read_page(conn, _OF_UNITS, number, **these).of_readable(_listed)


def waiting_collectively(
    conn: Connection, body: BodyKey, act: Act
) -> tuple[tuple[CaseNo, Step], ...]:
    """Return the open steps of an act that a body is asked as a whole, the longest waiting first."""
    under_way = select(cases.c.no).where(text(UNDER_WAY))
    query = select(steps).where(text(f"steps.{IS_OPEN}"), steps.c.collective)
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
    under_way = select(cases.c.no).where(text(UNDER_WAY))
    query = select(func.count(), func.min(steps.c.due_at))
    query = query.where(text(f"steps.{IS_OPEN}"), steps.c.overdue)
    count, since = conn.execute(query.where(steps.c.case_no.in_(under_way))).one()
    return OverdueNow(count, since)


_LISTED = (
    "case_no", "number", "stage", "act", "seat", "holders", "due_at", "paused_at", "overdue",
)  # fmt: skip


# Put together once, for whoever is `named` and for some `people`: that costs more than the database
# needs to answer them.
_PEOPLE: BindParameter[PersonId] = bindparam("people", expanding=True)
_WAIT_FOR = text(f"steps.{IS_OPEN}") & names_whom(steps.c.holders)
_ASKING = select(steps.c.case_no).where(_WAIT_FOR)
_IN_ORDER = (steps.c.case_no, steps.c.number)
_WAITS = select(steps).where(_WAIT_FOR).order_by(*_IN_ORDER)
_VOTED = select(votes.c.case_no, votes.c.step).where(
    votes.c.case_no.in_(_ASKING), votes.c.person.in_(_PEOPLE)
)
# The steps of these cases in which one of the people took part.
_PART_TAKEN = (
    select(steps)
    .where(
        steps.c.case_no.in_(_ASKING),
        or_(
            steps.c.decided_by.in_(_PEOPLE),
            steps.c.on_behalf_of.in_(_PEOPLE),
            tuple_(*_IN_ORDER).in_(_VOTED),
        ),
    )
    .order_by(*_IN_ORDER)
)
_BALLOTS = (
    select(votes)
    .where(votes.c.case_no.in_(_ASKING), votes.c.person.in_(_PEOPLE))
    .order_by(votes.c.at)
)
_ASKING_CASES = select(cases).where(cases.c.no.in_(_ASKING)).order_by(cases.c.no)
# The cases in which one of the people travels, or somebody who bears the name of one.
_BORNE = select(persons.c.name_key).where(persons.c.id.in_(_PEOPLE))
_TRAVELLED = (
    select(travellers.c.case_no)
    .where(
        travellers.c.case_no.in_(_ASKING),
        or_(travellers.c.person.in_(_PEOPLE), travellers.c.name_key.in_(_BORNE)),
    )
    .distinct()
)
_TITLES = select(case_words).where(case_words.c.case_no.in_(bindparam("these", expanding=True)))
_OF_UNITS = counted(
    select(*(steps.c[name] for name in _LISTED), case_words.c.title)
    .select_from(
        steps.join(cases, cases.c.no == steps.c.case_no).outerjoin(
            case_words, case_words.c.case_no == steps.c.case_no
        )
    )
    .where(text(f"steps.{IS_OPEN}"), steps.c.act.in_(bindparam("acts", expanding=True)))
    .where(cases.c.unit.in_(bindparam("units", expanding=True)))
    .order_by(steps.c.due_at.is_(None), steps.c.due_at, *_IN_ORDER)
)


def _steps(
    conn: Connection, query: Select[Any], these: Mapping[str, object]
) -> dict[str, dict[int, Step]]:
    found: dict[str, dict[int, Step]] = {}
    rows = conn.execute(query, these)
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
