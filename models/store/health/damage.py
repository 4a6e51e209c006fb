"""Whether the database can be read as what it is, and how far its journal reaches."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from models.store.tables import journal


def damage(conn: Connection) -> str:
    """Return what is damaged of the database's file, in the database's words; empty where nothing is.

    PostgreSQL looks after its own files; there a table that can be read is all that is asked.
    """
    try:
        if conn.dialect.name == "sqlite":
            found = str(conn.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
            return "" if found == "ok" else found
        conn.exec_driver_sql("SELECT 1").scalar_one()
    except DBAPIError as fault:
        return str(fault.orig).strip().partition("\n")[0]
    return ""


def newest_entry_at(conn: Connection) -> datetime | None:
    """Return the latest moment at which an entry was recorded, by the machine's clock of then."""
    moment: datetime | None = conn.execute(
        select(func.max(journal.c.recorded_at, type_=journal.c.recorded_at.type))
    ).scalar()
    return moment
