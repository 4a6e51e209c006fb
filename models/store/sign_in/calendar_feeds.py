"""Secret addresses of calendars: each rests on an entry of the house; a person has one at most.

Whoever has the address reads the calendar, so no more is kept of it than a digest.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, true

from models import entries as e
from models.directory import Person
from models.ids import PersonId
from models.journal.signing import Signer
from models.store import directory
from models.store.database.clock import machine_time
from models.store.house.journal import HouseJournal, resting_on, told_since
from models.store.sign_in.belonging import belongs, has_left
from models.store.tables import calendar_feeds as feeds


@dataclass(frozen=True)
class CalendarFeed:
    """The address of a person's calendar, by the digest of its secret; made at a moment (UTC)."""

    digest: str
    person: PersonId
    entry: int
    made_at: datetime


def make(house: HouseJournal, person: PersonId) -> str:
    """Give a person's calendar an address in place of any it has; return its secret, kept nowhere."""
    # Of two made at once the second takes the place of the first.
    house.wait()
    _withdraw(house, feeds.c.person == person, "renewed")
    secret, at = secrets.token_urlsafe(32), machine_time(house.conn)
    digest = _digest_of(secret)
    entry = house.record(e.CalendarFeedMade(person=person, feed=digest, made_at=at))
    row = {"digest": digest, "person": person, "entry": entry, "made_at": at}
    house.conn.execute(insert(feeds).values(**row))
    return secret


def feed_of(conn: Connection, person: PersonId) -> CalendarFeed | None:
    """Return the address a person's calendar has; None where it has none."""
    row = conn.execute(select(feeds).where(feeds.c.person == person)).first()
    return CalendarFeed(**row._mapping) if row else None


def feed_at(
    conn: Connection, secret: str, on: date, signer: Signer
) -> tuple[CalendarFeed, Person] | None:
    """Return the calendar a secret opens on a day, and whose it is; None where it opens none.

    Whoever owns the database can slip in a row, or put back one that was withdrawn; the entry by which
    it was made they cannot sign, nor take out the one by which it was withdrawn. It opens nothing of
    who belongs to the house no more.
    """
    row = conn.execute(select(feeds).where(feeds.c.digest == _digest_of(secret))).first()
    if row is None:
        return None
    found = CalendarFeed(**row._mapping)
    counts = _was_made(conn, found, signer) and not _was_withdrawn(conn, found)
    if not (counts and belongs(conn, found.person, on)):
        return None
    return found, directory.person(conn, found.person)


def _was_made(conn: Connection, feed: CalendarFeed, signer: Signer) -> bool:
    said = resting_on(conn, feed.entry, signer)
    told = (feed.digest, feed.person)
    return isinstance(said, e.CalendarFeedMade) and (said.feed, said.person) == told


def _was_withdrawn(conn: Connection, feed: CalendarFeed) -> bool:
    told = told_since(conn, e.CalendarFeedsWithdrawn, feed.entry)
    return any(feed.digest in each.feeds for each in told)


def withdraw(house: HouseJournal, person: PersonId, why: str = "withdrawn") -> bool:
    """Let the address of a person's calendar lead nowhere; tell whether it had one. Safe to repeat."""
    return _withdraw(house, feeds.c.person == person, why) > 0


def withdraw_of_leavers(house: HouseJournal, on: date) -> int:
    """Withdraw the addresses of those who do not belong on a day or after it; return how many."""
    return _withdraw(house, has_left(feeds.c.person, on), "left")


def are_of_leavers(conn: Connection, on: date) -> bool:
    """Tell whether anybody's calendar has an address who does not belong on a day or after it."""
    gone = select(feeds.c.digest).where(has_left(feeds.c.person, on))
    return conn.execute(gone.limit(1)).first() is not None


def withdraw_everybodys(house: HouseJournal, why: str) -> None:
    """Withdraw all addresses there are."""
    _withdraw(house, true(), why)


def _withdraw(house: HouseJournal, those: ColumnElement[bool], why: str) -> int:
    gone = house.conn.execute(delete(feeds).where(those).returning(feeds.c.digest))
    digests = tuple(sorted(gone.scalars()))
    if digests:
        house.record(e.CalendarFeedsWithdrawn(feeds=digests, why=why))
    return len(digests)


def _digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
