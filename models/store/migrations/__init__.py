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

    Raises what `bring_up` does.
    """
    with store.writing() as conn:
        wait_for_others(conn)
        bring_up(conn, signer)


def wait_for_others(conn: Connection) -> None:
    """Wait for whoever brings this database up just now: the second finds nothing left to do."""
    if conn.dialect.name != "sqlite":
        conn.exec_driver_sql("SELECT pg_advisory_xact_lock(1112)")


def bring_up(conn: Connection, signer: Signer) -> None:
    """Bring a database to the newest revision, in the transaction of whoever calls.

    The guards that make the journal append-only are laid anew after every migration, because a
    revision that rebuilds a table drops its triggers. Then the house's journal begins, where there is
    none yet; raises `JournalBeyondUs` when it is signed by another key.
    """
    missing = guards_difference(conn) if is_current(conn) else None
    upgrade(conn)
    lay_guards(conn)
    begin(conn, signer)
    if missing:
        # Whoever took them away must not have them put back in silence.
        HouseJournal(conn, signer).record(e.GuardsRelaid(guards=missing.place))


def upgrade(conn: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, the newest if none is named; what guards them is not laid."""
    # Whatever only reads asks `is_current` and does without Alembic, which takes long to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def is_current(conn: Connection) -> bool:
    """Tell whether the database has the shape this release needs."""
    return revision_of(conn) == newest()


def revision_of(conn: Connection) -> str:
    """Return the revision a database has; empty where it has none of our tables."""
    if not inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar())


def newest() -> str:
    """Return the newest revision: their files are named by their numbers."""
    return max(path.name for path in SCRIPTS.glob("versions/[0-9]*.py")).partition("_")[0]
