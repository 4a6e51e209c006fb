"""Bringing a database to the present shape: Alembic revisions, then the journal's guards."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from models.store.database.engine import Store
from models.store.database.guards import guard_journal

SCRIPTS = Path(__file__).parent


def migrate(store: Store) -> None:
    """Bring the database to the newest revision; safe to repeat, one process at a time.

    The guards that make the journal append-only are laid anew after every migration, because a
    revision that rebuilds a table drops its triggers.
    """
    # Whatever only reads asks `is_current` and does without Alembic, which takes long to import.
    from alembic import command
    from alembic.config import Config

    with store.writing() as conn:
        if not store.is_sqlite:
            # Two processes starting at once: the second waits here and finds nothing to do.
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(1112)")
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        guard_journal(conn)


def is_current(conn: Connection) -> bool:
    """Tell whether the database has the shape this release needs."""
    if not inspect(conn).has_table("alembic_version"):
        return False
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest()


def newest() -> str:
    """Return the newest revision: their files are named by their numbers."""
    return max(path.name for path in SCRIPTS.glob("versions/[0-9]*.py")).partition("_")[0]
