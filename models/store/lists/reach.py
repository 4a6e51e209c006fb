"""Of which cases somebody is shown something, as a condition of a query."""

from collections.abc import Iterable, Iterator

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    exists,
    false,
    not_,
    or_,
    select,
    true,
)

from models.case import StepState
from models.competence.reach import Reach, ReachUnder
from models.ids import HEAD_OF_DELEGATION, BodyKey, PersonId
from models.store.tables import cases, regulations, steps, votes

Condition = ColumnElement[bool]


# Put together once: that costs more than the database needs to answer it.
_IN_USE = (
    select(regulations.c.digest)
    .where(exists().where(cases.c.regulation_digest == regulations.c.digest))
    .order_by(regulations.c.digest)
)


def digests_in_use(conn: Connection) -> tuple[str, ...]:
    """Return the regulations that any case goes by."""
    return tuple(conn.execute(_IN_USE).scalars())


def in_reach(reach: Reach) -> Condition:
    """Return the condition under which a case is one somebody is shown something of."""
    if reach.is_all:
        return true()
    found: list[Condition] = []
    if reach.of_units:
        found.append(cases.c.unit.in_(sorted(reach.bodies)))
    found += [_of_some(reach, under) for under in reach.under]
    return or_(false(), *found)


def names(column: ColumnElement[object], person: PersonId) -> Condition:
    """Return the condition under which a list of ids names a person."""
    return cast(column, Text).contains(f'"{person}"', autoescape=True)


def names_whom(column: ColumnElement[object]) -> Condition:
    """Return the same condition for whomever the parameter `named` is: that is `named(person)`."""
    return cast(column, Text).contains(bindparam("named"), escape="/")


def named(person: PersonId) -> str:
    """Return how a list of ids names a person, without a letter that would stand for others."""
    said = f'"{person}"'
    for sign in "/%_":
        said = said.replace(sign, f"/{sign}")
    return said


def of_bodies(bodies: Iterable[BodyKey]) -> Condition:
    """Return the condition under which a step is asked of a seat of some bodies."""
    return or_(
        false(), *(steps.c.seat.startswith(f"{body}/", autoescape=True) for body in sorted(bodies))
    )


def _of_some(reach: Reach, under: ReachUnder) -> Condition:
    these = cases.c.regulation_digest.in_(sorted(under.digests))
    if under.every:
        return these
    shown = [cases.c.kind.in_(sorted(under.kinds))] if under.kinds else []
    acts = steps.c.act.in_(sorted(reach.acts))
    mine = exists().where(steps.c.case_no == cases.c.no, acts, or_(*_has_part(reach, under)))
    return and_(these, or_(*shown, mine))


def _has_part(reach: Reach, under: ReachUnder) -> Iterator[Condition]:
    """Yield under which conditions they have a part in a step, or keep its body's papers."""
    s, person, of_body = steps.c, reach.person, of_bodies(reach.bodies)
    voted = exists().where(
        votes.c.case_no == s.case_no, votes.c.step == s.number, votes.c.person == person
    )
    yield and_(of_body, or_(s.decided_by == person, voted))
    yield and_(not_(s.collective), s.seat.in_(sorted(reach.seats)))
    yield and_(s.collective, of_bodies(under.votes_in), names(s.holders, person), of_body)
    given = or_(s.act.not_in(sorted(reach.alone)), s.seat.in_(sorted(under.deputizes)))
    yield and_(of_body, names(s.reassigned, person), given)
    yield and_(not_(s.collective), s.seat.in_(sorted(under.acts_alone)))
    yield and_(s.collective, s.seat.in_(sorted(under.acts_among)))
    if reach.bodies:
        leads = s.seat.endswith(f"/{HEAD_OF_DELEGATION}", autoescape=True)
        yield and_(leads, or_(s.decided_by == person, names(s.holders, person)))
    yield of_bodies(under.keeps)
    if under.prepares:
        waits = and_(s.state == StepState.OPEN, not_(s.collective))
        yield and_(waits, s.seat.in_(sorted(under.prepares)))
    if under.keeps_rest:
        yield not_(of_bodies(under.apart))
