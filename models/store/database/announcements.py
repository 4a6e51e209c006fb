"""Announcements on PostgreSQL: what was said with NOTIFY reaches every machine that listens.

SQLite has nothing of the kind, and needs none: there everything runs on one machine.
"""

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, text

from models.store.database.engine import Store

if TYPE_CHECKING:
    from psycopg import Connection as DriverConnection

CHANNEL = "doan"
_ANNOUNCE = text(f"SELECT pg_notify('{CHANNEL}', :said)")
# How long it takes at most until a listener sees that it is to stop.
_LOOK_UP_SECONDS = 0.5


def announce(store: Store, said: str) -> None:
    """Say something to all who listen, at once; whoever does not listen now never hears it."""
    with store.writing(one_statement=True) as conn:
        announce_at_commit(conn, said)


def announce_at_commit(conn: Connection, said: str) -> None:
    """Say something to all who listen, at the moment from which they can read what is written."""
    if conn.dialect.name != "sqlite":
        conn.execute(_ANNOUNCE, {"said": said})


def announcements(store: Store, stopping: Event) -> Iterator[str]:
    """Yield what is said from now on until `stopping`, beginning with an empty one once heard.

    Raises `sqlalchemy.exc.DBAPIError` or `psycopg.Error` when the connection is lost.
    """
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text(f"LISTEN {CHANNEL}"))
        # What was said before is not heard: whoever listens looks around once.
        yield ""
        driver = cast("DriverConnection", conn.connection.dbapi_connection)
        try:
            while not stopping.is_set():
                for heard in driver.notifies(timeout=_LOOK_UP_SECONDS):
                    yield heard.payload
        finally:
            # Back in the pool it would go on listening.
            conn.invalidate()
