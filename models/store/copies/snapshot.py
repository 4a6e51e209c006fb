"""A database is copied as it is at one moment, while others write; and its rows are put back.

A file of SQLite is copied by SQLite itself. Of PostgreSQL each table's rows are copied in its own text
form, all within one snapshot: that needs no program beside, whose version would have to be the server's,
and goes back into any server Doan runs on.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Integer, MetaData, Table, func, inspect, select, text

from models.errors import BackupRefused
from models.store.copies.manifest import Snapshot
from models.store.copies.quarantine import entries_here, name_of
from models.store.database.clock import machine_time
from models.store.database.engine import Store
from models.store.leaves import last_checkpoint
from models.store.migrations import revision_of
from models.store.tables import metadata

if TYPE_CHECKING:
    from psycopg import Connection as DriverConnection

SQLITE_FILE = "doan.sqlite"
_CHUNK = 1 << 20
_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, :column)")


def take_snapshot(store: Store, folder: Path) -> Snapshot:
    """Copy Doan's database into a folder; return what was copied, as of one moment."""
    if store.is_sqlite:
        target = folder / SQLITE_FILE
        copy_sqlite(Path(cast("str", store.engine.url.database)), target)
        return _of_file(target)
    with store.reading(one_moment=True) as conn:
        # The first question fixes the moment: all that follows is of it.
        taken = _taken(conn, {})
        columns = {table.name: _copied(conn, table, folder) for table in metadata.sorted_tables}
    return taken.model_copy(update={"columns": columns})


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database of SQLite in one step, as it is at that moment; nobody who writes waits.

    Raises `BackupRefused` for one that is damaged, or a disk that does not take the copy.
    """
    try:
        with (
            closing(sqlite3.connect(source, timeout=60)) as read,
            closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written)
            # One file alone: a copy has no log of writes beside it.
            written.execute("PRAGMA journal_mode=DELETE")
            (found,) = written.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as fault:
        raise BackupRefused("uncopied", file=source.name, reason=fault) from None
    if found != "ok":
        raise BackupRefused("database_damaged", file=source.name, found=str(found)[:200])


def put_rows_back(conn: Connection, folder: Path, columns: Mapping[str, Sequence[str]]) -> None:
    """Fill the empty tables of PostgreSQL with the rows of a snapshot; raises `BackupRefused`."""
    if unknown := set(columns) - set(inspect(conn).get_table_names()):
        raise BackupRefused("damaged", what=", ".join(sorted(unknown)))
    here = MetaData()
    here.reflect(conn)
    # What a revision puts into a new table is among the rows, as it has become since.
    for table in reversed(here.sorted_tables):
        if table.name in columns:
            conn.execute(table.delete())
    for table in here.sorted_tables:
        if table.name in columns:
            _filled(conn, table.name, columns[table.name], folder / f"{table.name}.rows")
            _count_on(conn, table)


def is_empty(conn: Connection) -> bool:
    """Tell whether a database of PostgreSQL has no table yet."""
    return not inspect(conn).get_table_names()


def _of_file(file: Path) -> Snapshot:
    copied = Store(f"sqlite:///{file}")
    try:
        with copied.reading() as conn:
            return _taken(conn, {})
    finally:
        copied.close()


def _taken(conn: Connection, columns: dict[str, tuple[str, ...]]) -> Snapshot:
    return Snapshot(
        at=machine_time(conn),
        database="sqlite" if conn.dialect.name == "sqlite" else "postgresql",
        revision=revision_of(conn),
        installation=name_of(conn),
        entries=entries_here(conn),
        covered=last_checkpoint(conn).size,
        columns=columns,
    )


def _copied(conn: Connection, table: Table, folder: Path) -> tuple[str, ...]:
    columns = tuple(column.name for column in table.columns)
    question = f"COPY {_quoted(conn, table.name)} ({_list(conn, columns)}) TO STDOUT"
    target = folder / f"{table.name}.rows"
    with target.open("wb") as file, _driver(conn).cursor() as ours, ours.copy(question) as rows:
        for some in rows:
            file.write(some)
    return columns


def _filled(conn: Connection, name: str, columns: Sequence[str], file: Path) -> None:
    question = f"COPY {_quoted(conn, name)} ({_list(conn, columns)}) FROM STDIN"
    with file.open("rb") as rows, _driver(conn).cursor() as cursor, cursor.copy(question) as copy:
        while some := rows.read(_CHUNK):
            copy.write(some)


def _count_on(conn: Connection, table: Table) -> None:
    """Let numbers that the database gives go on behind those that are there."""
    for column in (each for each in table.columns if isinstance(each.type, Integer)):
        asked = {"table": _quoted(conn, table.name), "column": column.name}
        counts = conn.execute(_SEQUENCE, asked).scalar()
        last = conn.execute(select(func.max(column))).scalar() if counts else None
        if last is not None:
            conn.execute(select(func.setval(counts, last)))


def _driver(conn: Connection) -> "DriverConnection[Any]":
    return cast("DriverConnection[Any]", conn.connection.dbapi_connection)


def _list(conn: Connection, columns: Sequence[str]) -> str:
    return ", ".join(_quoted(conn, column) for column in columns)


def _quoted(conn: Connection, name: str) -> str:
    return conn.dialect.identifier_preparer.quote(name)
