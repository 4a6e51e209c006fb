"""The database. SQLite (one folder) and PostgreSQL behave alike from here on up."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any, cast

import orjson
from psycopg import Connection as DriverConnection
from psycopg import Error as PsycopgError
from sqlalchemy import (
    Connection,
    Dialect,
    Engine,
    Executable,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from models.store.database.clock import stored_moment
from models.store.tables.base import DAMAGED

# How long a writer waits for another one before SQLite gives up.
BUSY_TIMEOUT_MS = 10_000
# So long who clears the log of writes waits for those who read, and others wait for them.
_TRACES_WAIT_MS = 1_000
# A connection to PostgreSQL that rested no longer is used without asking whether it still works.
TRUSTED_FOR_SECONDS = 5.0
_AS_TEXT = partial(str, encoding="utf-8", errors="replace")
_SAVEPOINT = text("SAVEPOINT doan")
_BACK_TO_SAVEPOINT = text("ROLLBACK TO SAVEPOINT doan")
_RELEASE = text("RELEASE SAVEPOINT doan")


class Store:
    """One database. Threads share it; a connection belongs to one `with` block."""

    def __init__(self, url: str) -> None:
        self.url = url
        # The connection used last is used next: it has its statements prepared and its pages read.
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # Seen not to be in quarantine (`models.store.copies.quarantine`), which begins only at a start.
        self.is_released = False
        # Whoever reads has connections of their own, on which the database refuses to write.
        self.reader = _engine(url, reads_only=True)

    @contextmanager
    def reading(self, *, one_moment: bool = False) -> Iterator[Connection]:
        """Read without taking a write lock; the database refuses whatever would write.

        With `one_moment` everything is read as it was at one moment, whoever writes meanwhile; on
        SQLite a transaction always is.
        """
        with self.reader.connect() as conn:
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

    def leave_no_trace(self) -> None:
        """Let nothing that was erased stay in SQLite's log of writes, unless somebody reads just now.

        PostgreSQL's own housekeeping (autovacuum, archived WAL) is its administrator's.
        """
        if not self.is_sqlite:
            return
        raw = self.engine.raw_connection()
        try:
            driver = cast("Any", raw.dbapi_connection)
            driver.execute(f"PRAGMA busy_timeout={_TRACES_WAIT_MS}")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        finally:
            raw.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()
        self.reader.dispose()


def _engine(url: str, *, reads_only: bool = False) -> Engine:
    """Return the connections to a database; on those of `reads_only` it refuses to write."""
    named = make_url(url)
    is_sqlite = named.get_backend_name() == "sqlite"
    options = f"{named.query.get('options', '')} -c default_transaction_read_only=on"
    asked = {"options": options} if reads_only and not is_sqlite else {}
    engine = create_engine(
        url,
        pool_use_lifo=True,
        json_deserializer=_from_json,
        json_serializer=_as_json,
        connect_args=asked,
        # What people wrote stands in the parameters, and an error goes into a log.
        hide_parameters=True,
    )
    if is_sqlite:
        changes = "immutable" not in named.query
        _make_sqlite_transactional(engine, reads_only=reads_only, changes=changes)
    else:
        _replace_broken_connections(engine)
    return engine


def _from_json(said: str | bytes) -> object:
    """Read what a column of JSON holds: one damaged row keeps nobody from reading those beside it."""
    try:
        return orjson.loads(said)
    except orjson.JSONDecodeError:
        return DAMAGED


def _as_json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


@contextmanager
def savepoint(conn: Connection) -> Iterator[None]:
    """Undo what is written within on any exception, and leave the transaction as it was before.

    By plain words: SQLAlchemy compiles its own anew each time, which costs more than the database needs.
    """
    conn.execute(_SAVEPOINT)
    try:
        yield
    except BaseException:
        conn.execute(_BACK_TO_SAVEPOINT)
        raise
    conn.execute(_RELEASE)


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


def insert_once(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless its key is there already; tell whether it was inserted.

    Two processes that do so at once agree: the second waits for the first and inserts nothing.
    """
    insert = _insert(conn.dialect.name, table).values(**values).on_conflict_do_nothing()
    # The row itself is asked for: how many were inserted, not every driver tells.
    return conn.execute(insert.returning(*table.primary_key)).first() is not None


def count_up(
    conn: Connection,
    table: Table,
    counter: str,
    key: Mapping[str, object],
    *,
    add: int = 1,
    **values: object,
) -> int:
    """Add to the counter of a row, which is made if it is not there; return what it says.

    The values are those of the last time.
    """
    insert = _insert(conn.dialect.name, table).values({**key, counter: add, **values})
    changed = {counter: table.c[counter] + add, **{name: insert.excluded[name] for name in values}}
    upsert = insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)
    found: int = conn.execute(upsert.returning(table.c[counter])).scalar_one()
    return found


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert those of the rows whose key is not there yet; the ones there stand as they are."""
    if rows:
        conn.execute(_insert_new(conn.dialect, table, tuple(rows[0])), rows)


def insert_or_change(
    conn: Connection, table: Table, rows: Sequence[Mapping[str, object]], columns: Sequence[str]
) -> None:
    """Insert rows; of those whose key is there already, change the named columns."""
    named = tuple(rows[0])
    conn.execute(_insert_or_change(conn.dialect, table, named, tuple(columns)), rows)


def _insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


# Compiled once, for the columns that are `named`: SQLAlchemy 2.0 keeps no compiled statement that has an
# ON CONFLICT, and to compile one costs more than the database needs to answer it. Inline: what key the
# database made for a row is not asked for.
@lru_cache(maxsize=64)
def _insert_new(dialect: Dialect, table: Table, named: tuple[str, ...]) -> Executable:
    insert = _insert(dialect.name, table).on_conflict_do_nothing()
    return _compiled(insert, dialect, named)


@lru_cache(maxsize=64)
def _insert_or_change(
    dialect: Dialect, table: Table, named: tuple[str, ...], columns: tuple[str, ...]
) -> Executable:
    insert = _insert(dialect.name, table)
    changed = {name: insert.excluded[name] for name in columns}
    keys = list(table.primary_key)
    upsert = insert.on_conflict_do_update(index_elements=keys, set_=changed)
    return _compiled(upsert, dialect, named)


def _compiled(
    insert: sqlite.Insert | postgresql.Insert, dialect: Dialect, named: tuple[str, ...]
) -> Executable:
    # A compiled statement is executed as any other, which its type does not tell.
    return cast("Executable", insert.inline().compile(dialect=dialect, column_keys=list(named)))


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


def _make_sqlite_transactional(engine: Engine, *, reads_only: bool, changes: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi_connection: Any, _record: Any) -> None:
        # The driver must not open transactions by itself; BEGIN is ours, below.
        dbapi_connection.isolation_level = None
        # A damaged byte of a text shows in its digest; it keeps nobody from reading the rows beside it.
        dbapi_connection.text_factory = _AS_TEXT
        # A copy that nobody writes to stays as it is.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")[not changes :]:
            dbapi_connection.execute(f"PRAGMA {pragma}")
        dbapi_connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        # What is deleted is overwritten: nothing erased stays in a page that nobody uses.
        dbapi_connection.execute("PRAGMA secure_delete=ON")
        if reads_only:
            dbapi_connection.execute("PRAGMA query_only=ON")
        dbapi_connection.create_function("machine_clock", 1, stored_moment)

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        writes = conn.get_execution_options().get("doan_writes", False)
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
