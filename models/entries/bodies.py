"""What the house's journal says of the bodies of the regulation: one is no more, another goes on."""

from datetime import date
from typing import ClassVar

from models.entries.base import OfHouse
from models.ids import BodyKey, SeatKey


class BodyPassesOn(OfHouse):
    """A body of the regulation is no more from a day on, and its seats pass to those of its successor.

    `seats` are pairs: a seat that is no more, and the one whose people sit in it from that day on; None
    where nobody does. What passed to this body before passes on along with it. `changes` are the numbers
    of the proposals by which people take and leave these seats, so that it counts when they do; without
    them they were entered at the console.
    """

    kind: ClassVar[str] = "body_passes_on"
    number: int
    body: BodyKey
    successor: BodyKey | None = None
    since: date
    seats: tuple[tuple[SeatKey, SeatKey | None], ...]
    changes: tuple[int, ...] = ()
