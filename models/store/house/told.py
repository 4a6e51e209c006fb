"""What the house's journal tells of the directory: of somebody, of a body or unit, of all of it."""

from collections.abc import Callable, Iterator
from itertools import islice

from sqlalchemy import Connection, Select, or_, select

from models import entries as e
from models.ids import BodyKey, PersonId, body_of
from models.journal.entry import Entry
from models.store import journal
from models.store.house.journal import HOUSE
from models.store.tables import authorities, mailbox_changes

_OF_SEATS = (e.SeatProposed, e.SeatTaken, e.SeatLeft)
_OF_UNITS = (e.UnitEntered, e.UnitRenamed)
_OF_BODIES = (e.BodyPassesOn,)
_OF_PERSONS = (e.PersonEntered, e.PersonChanged, e.PersonErased)
# What follows a proposal or an authority names it by its number alone.
_OF_CHANGES = (e.ChangeConfirmed, e.ChangeTurnedDown)
_OF_AUTHORITIES = (e.AuthorityConfirmed, e.AuthorityEnded)
_BEGINNINGS = (
    *_OF_PERSONS,
    *_OF_SEATS,
    *_OF_UNITS,
    *_OF_BODIES,
    e.MailboxProposed,
    e.AuthorityGiven,
)
OF_DIRECTORY = tuple(each.kind for each in (*_BEGINNINGS, *_OF_CHANGES, *_OF_AUTHORITIES))


def told_of_directory(conn: Connection, *, before: int | None, most: int) -> tuple[Entry, ...]:
    """Return the newest entries about the directory, from before a number on."""
    return tuple(islice(journal.told_backwards(conn, HOUSE, OF_DIRECTORY, before=before), most))


def told_of_person(
    conn: Connection, person: PersonId, *, before: int | None, most: int
) -> tuple[Entry, ...]:
    """Return the newest entries about somebody: themselves, their seats, who acts for whom."""
    changes = _numbers(
        conn, select(mailbox_changes.c.number).where(mailbox_changes.c.person == person)
    )
    given = authorities.c
    theirs = or_(given.giver == person, given.holder == person)
    numbers = _numbers(conn, select(given.number).where(theirs))

    def is_theirs(said: e.Payload) -> bool:
        if isinstance(said, _OF_CHANGES):
            return said.number in changes
        if isinstance(said, _OF_AUTHORITIES):
            return said.number in numbers
        named = (getattr(said, name, "") for name in ("person", "giver", "holder"))
        return person in named

    return _some(conn, f'"{person}"', is_theirs, before, most)


def told_of_body(
    conn: Connection, body: BodyKey, *, before: int | None, most: int
) -> tuple[Entry, ...]:
    """Return the newest entries about a body or unit: its names, and who took and left its seats."""

    def is_theirs(said: e.Payload) -> bool:
        if isinstance(said, _OF_UNITS):
            return said.unit == body
        if isinstance(said, _OF_BODIES):
            return body in (said.body, said.successor)
        return isinstance(said, _OF_SEATS) and body_of(said.seat) == body

    return _some(conn, f'"{body}', is_theirs, before, most)


def _some(
    conn: Connection,
    naming: str,
    is_theirs: Callable[[e.Payload], bool],
    before: int | None,
    most: int,
) -> tuple[Entry, ...]:
    by_number = [each.kind for each in (*_OF_CHANGES, *_OF_AUTHORITIES)]
    found: Iterator[Entry] = journal.told_backwards(
        conn, HOUSE, OF_DIRECTORY, naming=(naming,), always=by_number, before=before
    )
    return tuple(islice((entry for entry in found if is_theirs(entry.payload)), most))


def _numbers(conn: Connection, wanted: Select[tuple[int]]) -> frozenset[int]:
    return frozenset(conn.execute(wanted).scalars())
