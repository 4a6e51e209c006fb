"""A restored or copied Doan stays silent until somebody says that it is the one.

Two that go on from the same journal, with the same key, would write to the same people and sign two
histories of which no auditor could tell which is true. So one in quarantine sends nothing, signs nothing
and lets no moment fire. It begins before anything runs, and ends by `doan quarantine end` alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, update

from models.errors import InQuarantine
from models.store.copies.place import place_of
from models.store.database.clock import machine_time
from models.store.database.engine import Store
from models.store.tables import installation, journal

Why = Literal["restored", "copied"]


@dataclass(frozen=True)
class Quarantine:
    """Why a Doan is in quarantine, and since when (UTC, by the machine's clock)."""

    why: str
    since: datetime


def quarantine(conn: Connection) -> Quarantine | None:
    """Return the quarantine a database is in; None where it works as it should."""
    row = conn.execute(select(installation)).one_or_none()
    return Quarantine(row.why, row.quarantined_at) if row and row.quarantined_at else None


def is_quarantined(store: Store) -> bool:
    """Tell whether a database is in quarantine; where it is not, it is not asked again."""
    return _found(store, None) is not None


def in_quarantine(store: Store) -> InQuarantine | None:
    """Return what is said to whoever looks at a database in quarantine; None at any other."""
    found = _found(store, None)
    return InQuarantine(found.why, found.since) if found else None


def demand_released(store: Store, conn: Connection) -> None:
    """Raise `InQuarantine` where nothing may be signed."""
    if found := _found(store, conn):
        raise InQuarantine(found.why, found.since)


def recognise(conn: Connection) -> Quarantine | None:
    """See whether a database is where it was; a copy of it goes into quarantine. Safe to repeat.

    For whatever starts, before it does anything. The first one gives the installation its name.
    """
    row, here = conn.execute(select(installation)).one_or_none(), place_of(conn)
    if row is None:
        conn.execute(insert(installation).values(id=1, name=str(uuid4()), place=here))
    elif row.quarantined_at is None and row.place != here:
        begin(conn, "copied")
    return quarantine(conn)


def is_at_home(conn: Connection) -> bool:
    """Tell whether nothing is to be recognised: a database is where it was, or in quarantine already."""
    row = conn.execute(select(installation)).one_or_none()
    return row is not None and (row.quarantined_at is not None or row.place == place_of(conn))


def begin(conn: Connection, why: Why) -> None:
    """Put a database into quarantine: nothing of it may run yet."""
    said = {"quarantined_at": machine_time(conn), "why": why}
    if conn.execute(update(installation).values(said)).rowcount == 0:
        conn.execute(insert(installation).values(id=1, name=str(uuid4()), place=None, **said))


def end(conn: Connection) -> None:
    """Let a database work where it is now; whoever does so has it journaled."""
    released = {"quarantined_at": None, "why": None, "place": place_of(conn)}
    conn.execute(update(installation).values(released))


def name_of(conn: Connection) -> str:
    """Return the installation's name; empty before its first start."""
    return conn.execute(select(installation.c.name)).scalar() or ""


def entries_here(conn: Connection) -> int:
    """Return how many entries the journal has, in all chains."""
    return conn.execute(select(func.count()).select_from(journal)).scalar_one()


def _found(store: Store, conn: Connection | None) -> Quarantine | None:
    if store.is_released:
        return None
    if conn is None:
        with store.reading() as reading:
            found = quarantine(reading)
    else:
        found = quarantine(conn)
    store.is_released = found is None
    return found
