"""Whether the database can be read as what it is, and how far its journal reaches."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

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


def damage_of_file(file: Path) -> str:
    """Return what is damaged of another's SQLite file, such as Prefect's; empty where nothing is."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as conn:
            found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as fault:
        return str(fault)
    return "" if found == "ok" else found


def newest_entry_at(conn: Connection) -> datetime | None:
    """Return the latest moment at which an entry was recorded, by the machine's clock of then."""
    moment: datetime | None = conn.execute(
        select(func.max(journal.c.recorded_at, type_=journal.c.recorded_at.type))
    ).scalar()
    return moment
