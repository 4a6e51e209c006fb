"""Bringing a database to the present shape: Alembic revisions, then the journal's guards."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from models import entries as e
from models.journal.signing import Signer
from models.store.database.engine import Store
from models.store.database.guards import lay_guards
from models.store.house.beginnings import begin
from models.store.house.journal import HouseJournal
from models.store.verify.guards import guards_difference

SCRIPTS = Path(__file__).parent


def migrate(store: Store, signer: Signer) -> None:
    """Bring the database to the newest revision; safe to repeat, one process at a time.

    The guards that make the journal append-only are laid anew after every migration, because a
    revision that rebuilds a table drops its triggers. Then the house's journal begins, where there is
    none yet; raises `JournalBeyondUs` when it is signed by another key.
    """
    # Whatever only reads asks `is_current` and does without Alembic, which takes long to import.
    from alembic import command
    from alembic.config import Config

    with store.writing() as conn:
        if not store.is_sqlite:
            # Two processes starting at once: the second waits here and finds nothing to do.
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(1112)")
        was_current = is_current(conn)
        missing = guards_difference(conn) if was_current else None
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        lay_guards(conn)
        begin(conn, signer)
        if missing:
            # Whoever took them away must not have them put back in silence.
            HouseJournal(conn, signer).record(e.GuardsRelaid(guards=missing.place))


def is_current(conn: Connection) -> bool:
    """Tell whether the database has the shape this release needs."""
    if not inspect(conn).has_table("alembic_version"):
        return False
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest()


def newest() -> str:
    """Return the newest revision: their files are named by their numbers."""
    return max(path.name for path in SCRIPTS.glob("versions/[0-9]*.py")).partition("_")[0]
