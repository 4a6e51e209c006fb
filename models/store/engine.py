"""The database and its clock. SQLite (one folder) and PostgreSQL behave alike from here on up."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, cast

import orjson
from psycopg import Connection as DriverConnection
from psycopg import Error as PsycopgError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from config.words import day_of
from models.errors import SetupError
from models.store.tables import Moment, movable_clock

# How long a writer waits for another one before SQLite gives up.
BUSY_TIMEOUT_MS = 10_000
# A connection to PostgreSQL that rested no longer is used without asking whether it still works.
TRUSTED_FOR_SECONDS = 5.0


class Store:
    """One database. Threads share it; a connection belongs to one `with` block."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The connection used last is used next: it has its statements prepared and its pages read.
        self.engine = create_engine(url, pool_use_lifo=True, json_deserializer=orjson.loads)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        if self.is_sqlite:
            _make_sqlite_transactional(self.engine)
        else:
            _replace_broken_connections(self.engine)

    @contextmanager
    def reading(self, *, one_moment: bool = False) -> Iterator[Connection]:
        """Read without taking a write lock; nothing is committed.

        With `one_moment` everything is read as it was at one moment, whoever writes meanwhile; on
        SQLite a transaction always is.
        """
        with self.engine.connect() as conn:
            if not self.is_sqlite:
                # Without a transaction PostgreSQL reads the same, and is not told of its two ends.
                isolation = "REPEATABLE READ" if one_moment else "AUTOCOMMIT"
                conn.execution_options(isolation_level=isolation)
            yield conn

    @contextmanager
    def writing(self, *, one_statement: bool = False) -> Iterator[Connection]:
        """Write in one transaction, committed at the end and rolled back on any exception.

        SQLite takes its only write lock at once (BEGIN IMMEDIATE): a transaction that reads first
        and writes later would find its snapshot stale. With `one_statement` no other is written, and
        PostgreSQL is not told of the two ends of a transaction that one statement is by itself.
        """
        with self.engine.connect() as plain:
            if one_statement and not self.is_sqlite:
                yield plain.execution_options(isolation_level="AUTOCOMMIT")
                return
            conn = plain.execution_options(doan_writes=True)
            with conn.begin():
                yield conn

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


@contextmanager
def in_one_go(conn: Connection) -> Iterator[None]:
    """Send what is written within to PostgreSQL as one question; no answer to it may be needed.

    What goes wrong is raised at the end, as psycopg tells it.
    """
    if conn.dialect.name == "sqlite":
        yield
        return
    driver = cast("DriverConnection[Any]", conn.connection.dbapi_connection)
    with driver.pipeline():
        yield


def now(conn: Connection) -> datetime:
    """Return the database's time in UTC, moved by the clock of a demo folder if it has one."""
    return both_times(conn)[1]


def both_times(conn: Connection) -> tuple[datetime, datetime]:
    """Return the machine's time and, for the same moment, the one people go by (`now`)."""
    moved = select(movable_clock.c.offset_seconds).scalar_subquery()
    if conn.dialect.name == "sqlite":
        moment, offset = datetime.now(UTC), conn.execute(select(moved)).scalar()
    else:
        # Asked for in one breath: every question to the server is a journey there and back.
        moment, offset = conn.execute(select(func.clock_timestamp(), moved)).one()
    machine: datetime = moment.astimezone(UTC)
    return machine, machine + timedelta(seconds=offset or 0)


def today(conn: Connection) -> date:
    """Return the day it is in the province by the database's time."""
    return day_of(now(conn))


def machine_time(conn: Connection) -> datetime:
    """Return the database machine's own time in UTC, whatever clock the folder plays by."""
    if conn.dialect.name == "sqlite":
        return datetime.now(UTC)
    moment: datetime = conn.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def machine_clock(conn: Connection) -> ColumnElement[datetime]:
    """Return the machine's time as part of a statement: it spares asking for it first."""
    if conn.dialect.name == "sqlite":
        return literal(machine_time(conn), Moment)
    return func.clock_timestamp(type_=Moment)


def insert_once(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless its key is there already; tell whether it was inserted.

    Two processes that do so at once agree: the second waits for the first and inserts nothing.
    """
    insert = _insert(conn.dialect.name, table).values(**values).on_conflict_do_nothing()
    # The row itself is asked for: how many were inserted, not every driver tells.
    return conn.execute(insert.returning(*table.primary_key)).first() is not None


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert those of the rows whose key is not there yet; the ones there stand as they are."""
    if rows:
        conn.execute(_insert_new(conn.dialect.name, table), rows)


def insert_or_change(
    conn: Connection, table: Table, rows: Sequence[Mapping[str, object]], columns: Sequence[str]
) -> None:
    """Insert rows; of those whose key is there already, change the named columns."""
    conn.execute(_insert_or_change(conn.dialect.name, table, tuple(columns)), rows)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


# Put together once: that costs more than the database needs to answer them. Inline: what key the
# database made for a row is not asked for.
@cache
def _insert_new(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect, table).on_conflict_do_nothing().inline()


@cache
def _insert_or_change(
    dialect: str, table: Table, columns: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    insert = _insert(dialect, table)
    changed = {name: insert.excluded[name] for name in columns}
    keys = list(table.primary_key)
    return insert.on_conflict_do_update(index_elements=keys, set_=changed).inline()


def make_clock_movable(conn: Connection, at: datetime) -> None:
    """Give this database a clock of its own, set to `at`. For folders made for it only."""
    conn.execute(movable_clock.delete())
    conn.execute(movable_clock.insert().values(id=1, offset_seconds=_offset(conn, at)))


def move_clock(conn: Connection, at: datetime) -> None:
    """Move the clock of a demo folder forward to `at`.

    Raises `SetupError` where the clock is the real one: nobody moves that.
    """
    moved = conn.execute(movable_clock.update().values(offset_seconds=_offset(conn, at)))
    if moved.rowcount == 0:
        raise SetupError(what="this database has no movable clock; only `--demo` makes one")


def _offset(conn: Connection, at: datetime) -> int:
    return round((at - machine_time(conn)).total_seconds())


def _replace_broken_connections(engine: Engine) -> None:
    """Ask a connection that has rested whether its server is still there; if not, make a new one.

    SQLAlchemy's own `pool_pre_ping` asks every time: a journey to the server before each transaction.
    """

    @event.listens_for(engine, "checkin")
    def _rests(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _is_there(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        since = record.info.get("rests_since")
        if since is None or time.monotonic() - since < TRUSTED_FOR_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except PsycopgError as gone:
            # The others were connected to the same server.
            raise InvalidatePoolError from gone


def _make_sqlite_transactional(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi_connection: Any, _record: Any) -> None:
        # The driver must not open transactions by itself; BEGIN is ours, below.
        dbapi_connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            dbapi_connection.execute(f"PRAGMA {pragma}")
        dbapi_connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        writes = conn.get_execution_options().get("doan_writes", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
