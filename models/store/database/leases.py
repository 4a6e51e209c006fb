"""Leases: who of several processes does a thing now, by the database's clock."""

from datetime import timedelta

from sqlalchemy import Connection, or_, update

from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.tables import leases


def take(conn: Connection, name: str, length: timedelta) -> bool:
    """Take a lease for a time; False when somebody holds it.

    One that ends later than any taken now would was taken before the machine's clock was set back.
    """
    at = machine_time(conn)
    is_free = or_(leases.c.until <= at, leases.c.until > at + length)
    taken = conn.execute(
        update(leases).where(leases.c.name == name, is_free).values(until=at + length)
    )
    return taken.rowcount == 1 or insert_once(conn, leases, name=name, until=at + length)
