"""Bringing a database to the present shape: Alembic revisions, then the journal's guards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from models import entries as e
from models.errors import DatabaseAltered
from models.journal.signing import Signer
from models.store.auditing import lines
from models.store.database.engine import Store
from models.store.database.guards import lay_guards
from models.store.house.beginnings import begin
from models.store.house.journal import By, HouseJournal
from models.store.verify.guards import guards_difference
from models.store.verify.reading import Difference

SCRIPTS = Path(__file__).parent
# Since entries are signed their places and the checkpoints are guarded too; before, these were.
_GUARDED_SINCE = "0007"
# Since then a hash has no index of its own any more, and no guard by it.
_HASHES_UNINDEXED_SINCE = "0050"
# Since then the auditor's list of decisions is told with each entry's place.
_LINES_SINCE = "0031"
_FIRST_GUARDS = {
    "sqlite": ("journal_no_update", "journal_no_delete"),
    "postgresql": ("journal_no_change", "journal_no_truncate"),
}


def migrate(
    store: Store, signer: Signer, *, lay_missing: bool = False, by: By | None = None
) -> None:
    """Bring the database to the newest revision; safe to repeat, one process at a time.

    Raises what `bring_up` does.
    """
    with store.writing() as conn:
        wait_for_others(conn)
        bring_up(conn, signer, lay_missing=lay_missing, by=by)


def wait_for_others(conn: Connection) -> None:
    """Wait for whoever brings this database up just now: the second finds nothing left to do."""
    if conn.dialect.name != "sqlite":
        conn.exec_driver_sql("SELECT pg_advisory_xact_lock(1112)")


def bring_up(
    conn: Connection, signer: Signer, *, lay_missing: bool = False, by: By | None = None
) -> None:
    """Bring a database to the newest revision, in the transaction of whoever calls.

    The guards that make the journal append-only are laid after a migration, because a revision that
    rebuilds a table drops its triggers. Where nothing is migrated, those that are missing are laid only
    if `lay_missing`: whoever took them away must not have them put back in silence, so that is
    journaled as done `by` somebody, and `DatabaseAltered` raised where it does not help. Then the
    house's journal begins, where there is none yet; raises `JournalBeyondUs` when another key signs it.
    """
    revision = revision_of(conn)
    missing = guards_missing(conn, revision) if revision and lay_missing else None
    if revision != newest():
        upgrade(conn)
        lay_guards(conn)
        if revision and revision < _LINES_SINCE:
            lines.tell_all(conn)
    elif missing:
        lay_guards(conn)
    begin(conn, signer)
    if missing:
        # A trigger nobody laid is not put right by laying ours.
        if left := guards_difference(conn):
            raise altered(left)
        house = HouseJournal(conn, signer, by or By())
        house.record(e.GuardsRelaid(guards=missing.place))


def upgrade(conn: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, the newest if none is named; what guards them is not laid."""
    # Whatever only reads asks `is_current` and does without Alembic, which takes long to import.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def guards_missing(conn: Connection, revision: str) -> Difference | None:
    """Name the guards that a database of some revision should have and has not; None for none.

    Releases before entries were signed guarded the entries alone.
    """
    difference = guards_difference(conn, of_before=revision < _HASHES_UNINDEXED_SINCE)
    if difference is None or revision >= _GUARDED_SINCE:
        return difference
    lacking = [
        name for name in _FIRST_GUARDS[conn.dialect.name] if f"{name}," in _listed(difference)
    ]
    return replace(difference, place=f"triggers {', '.join(lacking)}") if lacking else None


def altered(difference: Difference) -> DatabaseAltered:
    """Return a difference of the database's own shape as what keeps Doan from working on it."""
    facts = {name: getattr(difference, name) for name in ("place", "found", "expected")}
    return DatabaseAltered(**facts)


def _listed(difference: Difference) -> str:
    """Return the names of a difference's triggers, each with a comma behind it."""
    return difference.place.removeprefix("triggers ") + ","


def is_current(conn: Connection) -> bool:
    """Tell whether the database has the shape this release needs."""
    return revision_of(conn) == newest()


def revision_of(conn: Connection) -> str:
    """Return the revision a database is of; empty where there is nothing in it yet."""
    if not inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def newest() -> str:
    """Return the newest revision: their files are named by their numbers."""
    return max(_revisions())


def revisions_after(revision: str) -> tuple[str, ...]:
    """Return the revisions that a database of one still has before it, in their order."""
    return tuple(each for each in sorted(_revisions()) if each > revision)


def _revisions() -> Iterator[str]:
    return (path.name.partition("_")[0] for path in SCRIPTS.glob("versions/[0-9]*.py"))
