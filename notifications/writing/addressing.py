"""How a letter speaks to its reader: by the seat they have it in, and as their body's people do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.directory import seat_title
from models.ids import SeatKey, body_of


@dataclass(frozen=True)
class Addressed:
    """The seat a reader is written to in, where that is sure, and whether they are a comrade."""

    seat: Text | None = None
    comrade: bool = False

    @property
    def as_whom(self) -> str:
        """Return the code of how they are spoken to; the word is `you.<code>`."""
        return "comrade" if self.comrade else "citizen"


# Whoever holds no seat, or whose letter is about none of several.
PLAINLY = Addressed()


def addressed(
    seats: Sequence[SeatKey],
    units: dict[str, Text],
    regulation: Regulation,
    *,
    asked: Text | None,
) -> Addressed:
    """Return how whoever sits in some seats is addressed, in a letter that may be about an `asked` one.

    Of several seats it is the one that is asked, else none is named; whoever sits in bodies of the party
    alone is a comrade all the same.
    """
    if not seats:
        return PLAINLY
    titles = {seat: seat_title(seat, regulation, units) for seat in seats}
    meant = [seat for seat in seats if titles[seat] == asked] or list(seats)
    comrade = _comrades(meant, regulation)
    return Addressed(titles[meant[0]] if len(meant) == 1 else None, comrade)


def _comrades(seats: Iterable[SeatKey], regulation: Regulation) -> bool:
    """Tell whether all of some seats are of bodies whose people are called comrades."""
    units = {
        unit for branch in regulation.branches.values() if branch.comrades for unit in branch.units
    }
    bodies = {key for key, body in regulation.bodies.items() if body.comrades}
    return {body_of(seat) for seat in seats} <= units | bodies
