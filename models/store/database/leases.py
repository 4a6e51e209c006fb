"""Leases: who of several processes does a thing now, by the database's clock."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update

from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.tables import leases


def is_free(
    until: ColumnElement[datetime | None],
    at: datetime | ColumnElement[datetime],
    latest: datetime | ColumnElement[datetime],
) -> ColumnElement[bool]:
    """Match what nobody holds: what was never taken, is over, or ends later than any taken now would.

    The last was taken before the machine's clock was set back.
    """
    return or_(until.is_(None), until <= at, until > latest)


def is_to_be_had(conn: Connection, name: str, length: timedelta) -> bool:
    """Tell whether nobody holds a lease; whoever takes it asks again."""
    at = machine_time(conn)
    held = select(leases.c.name).where(
        leases.c.name == name, ~is_free(leases.c.until, at, at + length)
    )
    return conn.execute(held).first() is None


def take(conn: Connection, name: str, length: timedelta) -> bool:
    """Take a lease for a time; False when somebody holds it."""
    at = machine_time(conn)
    free = is_free(leases.c.until, at, at + length)
    taken = conn.execute(
        update(leases).where(leases.c.name == name, free).values(until=at + length)
    )
    return taken.rowcount == 1 or insert_once(conn, leases, name=name, until=at + length)


def note_once(conn: Connection, name: str) -> bool:
    """Note that something is so since now; False where it was noted before."""
    return insert_once(conn, leases, name=name, until=machine_time(conn))


def forget(conn: Connection, name: str) -> bool:
    """Forget what was noted; False where it was not."""
    return conn.execute(delete(leases).where(leases.c.name == name)).rowcount == 1
