"""The seats that an assignment can be given to, or that can owe what was agreed on."""

from dataclasses import dataclass

from flows.case.open_choices import seats_to_give
from flows.case.read import CaseRead
from web.ground.names import Names


@dataclass(frozen=True)
class SeatOffered:
    """A seat by its key, and what people call it."""

    seat: str
    title: str


@dataclass(frozen=True)
class BodyOffered:
    """A body or a unit with those of its seats that somebody holds."""

    name: str
    seats: tuple[SeatOffered, ...]


def seats_offered(work: CaseRead, names: Names) -> tuple[BodyOffered, ...]:
    """Return who can be given something today: seats of bodies, and the officers of units."""
    return tuple(
        BodyOffered(names.body(body), tuple(SeatOffered(s, names.seat(s)) for s in seats))
        for body, seats in seats_to_give(work).items()
    )
