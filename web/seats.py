"""The seats that an assignment can be given to, or that can owe what was agreed on."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.case_at_work import CaseAtWork
from models.store import directory
from web.names import Names


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


def seats_to_give(work: CaseAtWork, names: Names) -> tuple[BodyOffered, ...]:
    """Return who can be given something today: seats of bodies, and the officers of units."""
    held = directory.seats_held_on(work.conn, work.today)
    offered = (
        BodyOffered(
            names.body(body),
            tuple(SeatOffered(seat, names.seat(seat)) for seat in seats if seat in held),
        )
        for body, seats in _seats(work)
    )
    return tuple(each for each in offered if each.seats)


def _seats(work: CaseAtWork) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield bodies and units with their seats.

    Left out are a collective's members, who act together, and whoever runs or audits the system.
    """
    regulation = work.regulation
    apart = (regulation.administrator, regulation.auditor)
    for key, body in regulation.bodies.items():
        seats = (f"{key}/{name}" for name, seat in body.seats.items() if not seat.shared)
        yield key, tuple(seat for seat in seats if seat not in apart)
    for unit in work.unit_names:
        yield unit, (f"{unit}/officer",)
