"""Bodies and units with their seats on a day, who held them before, and who comes. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.regulation.parts import Text
from config.regulation.province import UNIT_SEATS, Regulation
from models.directory import is_for_one
from models.ids import BodyKey, SeatKey, body_of
from models.store.house.bodies import BodyPassed
from models.store.house.seats import SeatChange
from web.directory.people import when
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class HeldShown:
    """Somebody in a seat, from when to when; `when` is `over`, `now` or `ahead` on the day.

    It `is_coming` where two people have said so and its day has not come.
    """

    person: str
    name: str
    since: date
    until: date | None
    when: str
    is_coming: bool = False


@dataclass(frozen=True)
class SeatShown:
    """A seat with who holds it on the day, and who did before or will; `for_one`: one at a time."""

    seat: str
    title: str
    for_one: bool
    holders: tuple[HeldShown, ...]
    others: tuple[HeldShown, ...]


@dataclass(frozen=True)
class BodyShown:
    """A body of the regulation, or a unit that submits, with its seats in their order."""

    key: str
    name: str
    is_unit: bool
    seats: tuple[SeatShown, ...]

    @property
    def vacant(self) -> int:
        """Return how many of its seats nobody holds on the day."""
        return sum(not seat.holders for seat in self.seats)


@dataclass(frozen=True)
class PassingShown:
    """A body `is_gone` and its seats pass to another, or another's pass to it.

    `other` is empty for one without a successor, `counts_from` None until a second person confirms it.
    """

    is_gone: bool
    other: str
    since: date
    counts_from: date | None


def passing_shown(
    passed: Iterable[BodyPassed], body: BodyKey, names: NamesKnown
) -> tuple[PassingShown, ...]:
    """Return to whom a body passes on and what passes to it; nothing of what was turned down."""
    return tuple(
        PassingShown(
            is_gone=body == each.body,
            other=names.body(other) if (other := _other(each, body)) else "",
            since=each.since,
            counts_from=each.counts_from,
        )
        for each in passed
        if body in (each.body, each.successor) and not each.is_dropped
    )


def _other(passed: BodyPassed, body: BodyKey) -> BodyKey | None:
    return passed.successor if body == passed.body else passed.body


def bodies_shown(
    regulation: Regulation,
    units: Mapping[str, Text],
    held: Sequence[SeatChange],
    names: NamesKnown,
    on: date,
) -> tuple[BodyShown, ...]:
    """Return the bodies of the regulation in its order, then the units by their names.

    Bodies outside the province have no seats here.
    """
    inside = [key for key, body in regulation.bodies.items() if body.seats]
    by_body: dict[str, list[SeatChange]] = {}
    for each in held:
        by_body.setdefault(body_of(each.seat), []).append(each)
    known = (*inside, *sorted(set(units) - set(inside), key=names.body))
    return tuple(
        body_shown(BodyKey(key), regulation, by_body.get(key, ()), names, on) for key in known
    )


def body_shown(
    key: BodyKey, regulation: Regulation, held: Iterable[SeatChange], names: NamesKnown, on: date
) -> BodyShown:
    """Return a body or unit; `held` are its seats, whoever held them when."""
    body = regulation.bodies.get(key)
    foreseen = body.seats if body else sorted(UNIT_SEATS, reverse=True)
    by_seat: dict[SeatKey, list[SeatChange]] = {SeatKey(f"{key}/{seat}"): [] for seat in foreseen}
    for each in held:
        by_seat.setdefault(each.seat, []).append(each)
    return BodyShown(
        key, names.body(key), body is None, tuple(_seats(by_seat, regulation, names, on))
    )


def _seats(
    by_seat: Mapping[SeatKey, Sequence[SeatChange]],
    regulation: Regulation,
    names: NamesKnown,
    on: date,
) -> Iterator[SeatShown]:
    for seat, held in by_seat.items():
        shown = [
            HeldShown(
                each.person,
                names.person(each.person),
                each.since,
                each.until,
                when(each, on),
                each.is_coming,
            )
            for each in held
        ]
        yield SeatShown(
            seat=seat,
            title=names.seat(seat),
            for_one=is_for_one(seat, regulation),
            holders=tuple(each for each in shown if each.when == "now"),
            others=tuple(each for each in reversed(shown) if each.when != "now"),
        )
