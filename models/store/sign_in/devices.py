"""The devices on which a person has signed in: of a new one they are told, a known one has own codes."""

import hashlib
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, select, update

from models.ids import PersonId
from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.tables import known_devices

# A device that nobody came from for so long is forgotten when its person signs in on another.
KNOWN_FOR = timedelta(days=400)


class Arrival(StrEnum):
    """How a device stands when a person signs in on it."""

    FIRST_EVER = "first_ever"
    NEW = "new"
    KNOWN = "known"


def is_known(conn: Connection, device: str, person: PersonId) -> bool:
    """Tell whether a person has signed in on a device before, and has not had it forgotten since."""
    this = _this(device, person) & known_devices.c.known
    return conn.execute(select(known_devices.c.person).where(this)).first() is not None


def arrive(conn: Connection, device: str, person: PersonId) -> Arrival:
    """Note that a person signs in on a device; return how it stood until now."""
    at = machine_time(conn)
    known = is_known(conn, device, person)
    of_person = select(known_devices.c.person).where(known_devices.c.person == person)
    before = conn.execute(of_person.limit(1)).first()
    insert_once(conn, known_devices, digest=_digest(device), person=person, known=True, seen_at=at)
    seen = {"known": True, "seen_at": at}
    conn.execute(update(known_devices).where(_this(device, person)).values(**seen))
    _forget_old(conn, person)
    if known:
        return Arrival.KNOWN
    return Arrival.NEW if before else Arrival.FIRST_EVER


def forget_all(conn: Connection, person: PersonId, *, but: str = "") -> None:
    """Let all devices of a person but one be new again.

    Their rows stay: that the person has signed in before is known still.
    """
    others = (known_devices.c.person == person) & (known_devices.c.digest != _digest(but))
    conn.execute(update(known_devices).where(others).values(known=False))


def _forget_old(conn: Connection, person: PersonId) -> None:
    before = machine_time(conn) - KNOWN_FOR
    old = (known_devices.c.person == person) & (known_devices.c.seen_at < before)
    conn.execute(delete(known_devices).where(old))


def _this(device: str, person: PersonId) -> ColumnElement[bool]:
    return (known_devices.c.digest == _digest(device)) & (known_devices.c.person == person)


def _digest(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()
