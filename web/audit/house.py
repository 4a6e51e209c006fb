"""The house on a day in words: bodies with their seats and holders, authorities, regulation. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.authority import Authority
from models.directory import Person
from models.ids import body_of
from models.store.auditing.house import RegulationThen, SeatOn
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class HolderShown:
    """Who holds a seat on a day: by name, since when, until when as far as is known."""

    seat: str
    name: str
    since: date
    until: date | None


@dataclass(frozen=True)
class ActingThen:
    """Who may act for whom on a day, in which seats."""

    giver: str
    holder: str
    seats: tuple[str, ...]
    since: date
    until: date


@dataclass(frozen=True)
class HouseShown:
    """The house on a day; `in_force` None: no regulation was yet, and seats have today's names."""

    day: date
    title: str
    in_force: RegulationThen | None
    bodies: tuple[tuple[str, tuple[HolderShown, ...]], ...]
    acting: tuple[ActingThen, ...]


def house_shown(
    day: date,
    regulation: Regulation,
    in_force: RegulationThen | None,
    seats: Iterable[SeatOn],
    given: Iterable[Authority],
    units: Mapping[str, Text],
    people: Mapping[str, Person],
    language: str,
) -> HouseShown:
    """Return the house on a day in words; seats are called as the regulation of that day calls them."""
    names = NamesKnown(regulation, units, people, language)
    return HouseShown(
        day=day,
        title=regulation.title.of(language),
        in_force=in_force,
        bodies=tuple(_by_body(seats, names)),
        acting=tuple(_acting(each, names) for each in given),
    )


def _by_body(
    seats: Iterable[SeatOn], names: NamesKnown
) -> Iterator[tuple[str, tuple[HolderShown, ...]]]:
    bodies: dict[str, list[HolderShown]] = {}
    for held in seats:
        shown = HolderShown(
            names.seat(held.seat), names.person(held.person), held.since, held.until
        )
        bodies.setdefault(names.body(body_of(held.seat)), []).append(shown)
    for name in sorted(bodies):
        yield name, tuple(bodies[name])


def _acting(given: Authority, names: NamesKnown) -> ActingThen:
    return ActingThen(
        giver=names.person(given.giver),
        holder=names.person(given.holder),
        seats=tuple(map(names.seat, given.seats)),
        since=given.since,
        until=given.until,
    )
