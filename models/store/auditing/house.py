"""The house as it was on a day: who sat where, and by which regulation new cases went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select

from models import entries as e
from models.ids import PersonId, SeatKey
from models.store import journal
from models.store.house.journal import HOUSE
from models.store.tables import seats_held


@dataclass(frozen=True)
class SeatOn:
    """Somebody holds a seat on a day: since when, and until when as far as is known today."""

    seat: SeatKey
    person: PersonId
    since: date
    until: date | None


@dataclass(frozen=True)
class RegulationThen:
    """A regulation that came into force: its name, the digest of its text, and when (UTC)."""

    name: str
    digest: str
    since: datetime


def seats_on(conn: Connection, day: date) -> tuple[SeatOn, ...]:
    """Return who held which seat on a day, by seats."""
    held = seats_held.c
    on_it = (held.since <= day) & or_(held.until.is_(None), held.until >= day)
    rows = conn.execute(
        select(seats_held).where(on_it).order_by(held.seat, held.since, held.person)
    )
    return tuple(SeatOn(row.seat, row.person, row.since, row.until) for row in rows)


def regulations_known(conn: Connection) -> Iterator[RegulationThen]:
    """Yield the regulations in the order in which they came into force."""
    for entry in journal.all_of(conn, HOUSE, e.RegulationInForce.kind):
        if isinstance(entry.payload, e.RegulationInForce):
            yield RegulationThen(entry.payload.name, entry.payload.digest, entry.at)


def regulation_on(conn: Connection, before: datetime) -> RegulationThen | None:
    """Return the regulation that was in force last before a moment; None where there was none yet."""
    known = [each for each in regulations_known(conn) if each.since < before]
    return known[-1] if known else None
