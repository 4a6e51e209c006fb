"""What the page of one's own shows: seats, authorities in force, sessions, a mailbox on its way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.regulation.province import Regulation
from config.words import Language
from flows.acts.house.changes import changes_of
from models.directory import Person, seat_title
from models.store import authorities, directory
from models.store.database.clock import today
from models.store.mail.wishes import MailWishes, Telling, wishes_of
from models.store.sign_in.sessions import sessions_of
from models.store.sign_in.tokens import tokens_of


@dataclass(frozen=True)
class ActingShown:
    """An authority in force: who acts for whom, in which seats, until when; `given` by this person."""

    giver: str
    holder: str
    seats: tuple[str, ...]
    until: date
    given: bool


@dataclass(frozen=True)
class OwnPage:
    """Everything the page says of a person; `mailboxes` are changes on their way."""

    person: Person
    languages: tuple[Language, ...]
    seats: tuple[str, ...]
    acting: tuple[ActingShown, ...]
    devices: int
    tokens: int
    mailboxes: int
    wishes: MailWishes
    tells: tuple[Telling, ...]


def own_page(conn: Connection, regulation: Regulation, person: Person, language: str) -> OwnPage:
    """Return the page of a person's own."""
    on, units = today(conn), directory.unit_names(conn)
    held = directory.seats_of(conn, person.id, on)
    return OwnPage(
        person=person,
        languages=tuple(Language),
        seats=tuple(seat_title(seat, regulation, units).of(language) for seat in held),
        acting=tuple(_acting(conn, regulation, person, language, on)),
        wishes=wishes_of(conn, [person.id])[person.id],
        tells=tuple(Telling),
        devices=len(sessions_of(conn, person.id)),
        tokens=len(tokens_of(conn, person.id)),
        mailboxes=len(
            [c for c in changes_of(conn, regulation, person.id) if c.person == person.id]
        ),
    )


def _acting(
    conn: Connection, regulation: Regulation, person: Person, language: str, on: date
) -> Iterator[ActingShown]:
    """Yield who acts for this person today, and for whom they act."""
    people, units = directory.persons_by_id(conn), directory.unit_names(conn)
    for each in authorities.in_force(conn, on):
        if person.id in (each.giver, each.holder):
            yield ActingShown(
                giver=people[each.giver].name,
                holder=people[each.holder].name,
                seats=tuple(seat_title(s, regulation, units).of(language) for s in each.seats),
                until=each.until,
                given=each.giver == person.id,
            )
