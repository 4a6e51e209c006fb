"""What passes on where a body of the regulation is no more, and which seats somebody has to hold. Pure.

A case keeps the regulation it was submitted under, and with it the seats of a body that is no more. So
the people of the successor sit in these seats, too, each in the one that a seat of theirs stands for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from config.regulation.codes import Act
from config.regulation.parts import RouteStep
from config.regulation.province import Regulation
from models.ids import BodyKey, PersonId, SeatKey, body_of

# Without whom no decision comes about; an opinion that nobody gives is recorded as silence.
DECIDING = frozenset((Act.DECIDE, Act.RECORD, Act.ISSUE))
# Each seat that is no more, with the one whose people sit in it; None where nobody does.
Pairs = Mapping[SeatKey, SeatKey | None]


def seats_of_body(body: BodyKey, regulations: Iterable[Regulation]) -> tuple[SeatKey, ...]:
    """Return the seats a body has by some regulations, in their order; none of one they do not know."""
    known = (each.bodies[body].seats for each in regulations if body in each.bodies)
    return tuple(dict.fromkeys(SeatKey(f"{body}/{name}") for seats in known for name in seats))


def paired(seats: Iterable[SeatKey], others: Collection[SeatKey], said: Pairs) -> Pairs:
    """Return whose people come to sit in each seat: as was `said`, else those of its namesake."""
    by_name = {seat.partition("/")[2]: seat for seat in others}
    return {
        seat: said[seat] if seat in said else by_name.get(seat.partition("/")[2]) for seat in seats
    }


def with_those_before(pairs: Pairs, before: Iterable[Pairs]) -> Pairs:
    """Return the pairs with the seats that passed to one of these before: they pass on along with it.

    `before` is in the order in which it came about; what was said last of a seat counts.
    """
    found: dict[SeatKey, SeatKey | None] = {}
    for earlier in before:
        found |= earlier
    along = {
        seat: pairs[to]
        for seat, to in found.items()
        if to is not None and to in pairs and seat not in pairs
    }
    return {**pairs, **along}


def deciding_seats(regulation: Regulation) -> frozenset[SeatKey]:
    """Return the seats by which decisions come about: taken, recorded, given their number."""
    return frozenset(SeatKey(seat) for step in _steps(regulation) for seat in _deciding(step))


def _steps(regulation: Regulation) -> Iterator[RouteStep]:
    for route in regulation.routes:
        yield from route.steps
    for amendment in regulation.amendments:
        yield from amendment.steps


def _deciding(step: RouteStep) -> Iterator[str]:
    if step.act in DECIDING:
        yield step.seat
    if step.issued_by:
        yield step.issued_by


def standing_seats(regulation: Regulation) -> frozenset[SeatKey]:
    """Return the seats somebody has to hold: who runs Doan, the focal office, the auditor."""
    named = (regulation.administrator, regulation.focal_office, regulation.auditor)
    return frozenset(map(SeatKey, named))


def voting_bodies(regulations: Iterable[Regulation]) -> frozenset[BodyKey]:
    """Return the bodies that decide together by any of some regulations."""
    return frozenset(
        BodyKey(key) for each in regulations for key, body in each.bodies.items() if body.voting
    )


def left_without(
    pairs: Pairs,
    heirs: Mapping[SeatKey, Collection[PersonId]],
    needed: Collection[SeatKey],
    voting: Collection[BodyKey],
) -> tuple[SeatKey, ...]:
    """Return in which needed seats nobody would sit; `heirs` are the people of the seats passed to.

    A body that votes decides as long as anybody sits in it.
    """
    sitting = {seat: bool(to and heirs.get(to)) for seat, to in pairs.items()}
    bodies = {body_of(seat) for seat, sits in sitting.items() if sits}
    return tuple(
        seat
        for seat, sits in sitting.items()
        if seat in needed and not sits and not (body_of(seat) in voting and body_of(seat) in bodies)
    )
