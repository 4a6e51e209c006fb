"""Authorities as a person sees them (given, held, waiting for their word), and giving one."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.authority import give_authority, seats_of_bodies
from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.authority import Authority, Capacity, last_day
from models.directory import seat_title
from models.errors import DecisionIncomplete
from models.ids import PersonId, SeatKey
from models.store import authorities, directory
from models.store.database.clock import today
from web.ground.form import Sent
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class AuthorityShown:
    """An authority in words. `state` is a code; `may_end` and `may_confirm` are this person's."""

    authority: Authority
    giver: str
    holder: str
    set_by: str
    seats: tuple[str, ...]
    state: str
    may_confirm: bool
    may_end: bool


@dataclass(frozen=True)
class SeatToLend:
    """A seat somebody sits in, which its holder may let another act in."""

    value: str
    title: str
    giver: str
    is_own: bool


@dataclass(frozen=True)
class AuthoritiesPage:
    """Everything the page shows one person; `last_day` is that of the longest span from today on."""

    to_confirm: tuple[AuthorityShown, ...]
    given: tuple[AuthorityShown, ...]
    held: tuple[AuthorityShown, ...]
    seats: tuple[SeatToLend, ...]
    people: tuple[tuple[str, str], ...]
    today: date
    longest_days: int
    last_day: date
    capacities: tuple[Capacity, ...] = tuple(Capacity)


def authorities_page(
    conn: Connection, regulation: Regulation, person: PersonId, language: str
) -> AuthoritiesPage:
    """Return what concerns a person: what is over is not listed."""
    on, people = today(conn), directory.persons_by_id(conn)
    units = directory.unit_names(conn)
    shown = partial(_shown, NamesKnown(regulation, units, people, language), person, on)
    listed = [a for a in authorities.everything(conn) if a.standing(on) != "over"]
    seats = tuple(
        SeatToLend(
            value=f"{giver} {seat}",
            title=seat_title(seat, regulation, units).of(language),
            giver=people[giver].name,
            is_own=giver == person,
        )
        for giver, seat in sorted(
            seats_of_bodies(conn, regulation, person), key=lambda pair: (pair[0] != person, pair)
        )
    )
    others = ((p.id, p.name) for p in people.values() if p.id != person)
    return AuthoritiesPage(
        to_confirm=tuple(shown(a) for a in listed if a.waits_for(person)),
        given=tuple(
            shown(a) for a in listed if person in (a.giver, a.set_by) and not a.waits_for(person)
        ),
        held=tuple(shown(a) for a in listed if a.holder == person and a.confirmed),
        seats=seats,
        people=tuple(sorted(others, key=lambda other: other[1])),
        today=on,
        longest_days=regulation.longest_authority_days,
        last_day=last_day(on, regulation.longest_authority_days),
    )


def authorities_to_confirm(
    conn: Connection, names: NamesKnown, person: PersonId, on: date
) -> tuple[AuthorityShown, ...]:
    """Return the authorities that wait for somebody's word, for their desk."""
    waiting = (each for each in authorities.everything(conn) if each.waits_for(person))
    return tuple(_shown(names, person, on, each) for each in waiting if each.standing(on) != "over")


def _shown(names: NamesKnown, person: PersonId, on: date, each: Authority) -> AuthorityShown:
    return AuthorityShown(
        authority=each,
        giver=names.person(each.giver),
        holder=names.person(each.holder),
        set_by=names.person(each.set_by),
        seats=tuple(map(names.seat, each.seats)),
        state=each.standing(on),
        may_confirm=each.waits_for(person),
        may_end=each.giver == person,
    )


def give(desk: Desk, who: Identified, sent: Sent) -> Authority:
    """Give the authority a form asks for; raises what `flows.acts.authority` refuses."""
    chosen = [value.partition(" ") for value in sent.all("seats") if value]
    givers = {giver for giver, _, _ in chosen}
    if not chosen:
        raise DecisionIncomplete("seats")
    if len(givers) > 1:
        raise DecisionIncomplete("one_giver")
    holder, capacity = sent["holder"], sent["capacity"]
    since, until = sent.day("since"), sent.day("until")
    if since is None or until is None:
        raise DecisionIncomplete("authority_days")
    if not holder:
        raise DecisionIncomplete("person")
    if capacity not in set(Capacity):
        raise DecisionIncomplete("capacity")
    return give_authority(
        desk,
        giver=PersonId(givers.pop()),
        holder=PersonId(holder),
        seats=tuple(SeatKey(seat) for _, _, seat in chosen),
        since=since,
        until=until,
        capacity=Capacity(capacity),
        set_by=who,
    )
