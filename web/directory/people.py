"""The people of the directory as a list and each on a page of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from models.authority import Authority
from models.directory import Person, ProposedChange
from models.ids import PersonId
from models.names import words_in
from models.store import authorities, directory
from models.store.house import proposed, seats
from models.store.house.proposed import as_it_will_be
from models.store.house.seats import SeatChange
from models.store.lists.paged import Paged, page_of
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class PersonListed:
    """A person, with the seats they hold on the day."""

    person: Person
    seats: tuple["SeatOfPerson", ...]


@dataclass(frozen=True)
class SeatOfPerson:
    """A seat somebody held, holds or comes to hold: `when` is `over`, `now` or `ahead` on the day.

    It `is_coming` where two people have said so and its day has not come.
    """

    seat: str
    title: str
    since: date
    until: date | None
    when: str
    is_coming: bool = False


@dataclass(frozen=True)
class ActingListed:
    """An authority somebody gave or holds."""

    giver: str
    holder: str
    seats: tuple[str, ...]
    since: date
    until: date
    standing: str


@dataclass(frozen=True)
class PersonShown:
    """All that the directory knows of a person but their history."""

    person: Person
    seats: tuple[SeatOfPerson, ...]
    acting: tuple[ActingListed, ...]
    changes: tuple[ProposedChange, ...]


def people_listed(
    conn: Connection, names: NamesKnown, looked: str, on: date, number: int
) -> Paged[PersonListed]:
    """Return a page of the people whose name or id has each of the words, by their names."""
    wanted = words_in(looked)
    found = [
        each
        for each in directory.persons_by_id(conn).values()
        if all(any(word in known for known in _words_of(each)) for word in wanted)
    ]
    page = page_of(sorted(found, key=lambda each: (words_in(each.name), each.id)), number)
    listed = [PersonId(each.id) for each in page.items]
    held = as_it_will_be(seats.ever_held(conn, people=listed), proposed.under_way(conn))

    def seats_on(person: str) -> tuple[SeatOfPerson, ...]:
        theirs = [each for each in held if each.person == person and each.holds_on(on)]
        return seats_shown(theirs, names, on)

    return page.of(lambda each: PersonListed(each, seats_on(each.id)))


def _words_of(person: Person) -> tuple[str, ...]:
    return (*words_in(person.name), *words_in(person.id))


def person_shown(conn: Connection, names: NamesKnown, person: PersonId, on: date) -> PersonShown:
    """Return what the directory knows of a person; raises `PersonUnknown`."""
    given = [a for a in authorities.everything(conn) if person in (a.giver, a.holder)]
    changes = tuple(each for each in proposed.under_way(conn) if each.person == person)
    held = as_it_will_be(seats.ever_held(conn, people=(person,)), changes)
    return PersonShown(
        person=directory.person(conn, person),
        seats=seats_shown(held, names, on),
        acting=acting_shown(given, names, on),
        changes=changes,
    )


def seats_shown(
    held: Sequence[SeatChange], names: NamesKnown, on: date
) -> tuple[SeatOfPerson, ...]:
    """Return seats in words: what is held on the day first, then what is to come, then what is over."""
    shown = [
        SeatOfPerson(
            each.seat,
            names.seat(each.seat),
            each.since,
            each.until,
            when(each, on),
            each.is_coming,
        )
        for each in held
    ]
    return tuple(sorted(shown, key=lambda each: ("now", "ahead", "over").index(each.when)))


def when(held: SeatChange, on: date) -> str:
    """Return as a code how a day lies to the days on which a seat is held."""
    if held.holds_on(on):
        return "now"
    return "ahead" if held.since > on else "over"


def acting_shown(
    given: Sequence[Authority], names: NamesKnown, on: date
) -> tuple[ActingListed, ...]:
    """Return authorities in words, the newest first; what is over on the day comes last."""
    shown = [
        ActingListed(
            giver=names.person(each.giver),
            holder=names.person(each.holder),
            seats=tuple(map(names.seat, each.seats)),
            since=each.since,
            until=each.until,
            standing=each.standing(on),
        )
        for each in reversed(given)
    ]
    return tuple(sorted(shown, key=lambda each: each.standing == "over"))
