"""Databases made once for a whole run and copied for each test: to make one takes far longer."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.province_time import PROVINCE_TIME
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.house import house, the_signer
from tests.factories.journeys import Journeys

MONDAY_MORNING = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)
# The province was set up before anybody came to the office.
_SET_UP = MONDAY_MORNING - timedelta(minutes=1)


class SqlitePrepared:
    """SQLite databases: migrated alone, or with the directory of the sample province."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._journeys = Journeys(self)
        self._numbers = count(1)

    def copy(self, folder: Path, *, with_directory: bool) -> Store:
        """Return a database of its own in a folder, its clock on a Monday morning in July 2020."""
        copied = shutil.copy(self._made(with_directory), folder / "doan.sqlite")
        store = _opened(f"sqlite:///{copied}")
        self._journeys.follow(store)
        return store

    def keep(self, store: Store) -> str:
        """Keep a database as it is; return where."""
        kept = self._folder / f"kept-{next(self._numbers)}.sqlite"
        there = sqlite3.connect(store.url.removeprefix("sqlite:///"))
        with closing(there), closing(sqlite3.connect(kept)) as copy:
            there.backup(copy)
        return str(kept)

    def lay(self, store: Store, kept: str) -> None:
        """Lay a database that was kept in the place of a test's own."""
        store.close()
        there = store.url.removeprefix("sqlite:///")
        for log in ("-wal", "-shm"):
            Path(there + log).unlink(missing_ok=True)
        shutil.copy(kept, there)

    @cache  # noqa: B019 - there is one for a run of tests.
    def _made(self, with_directory: bool) -> Path:
        path = self._folder / f"{with_directory}.sqlite"
        _prepare(f"sqlite:///{path}", with_directory)
        return path


class PostgresPrepared:
    """The same on a server, each test's database being made from such a one."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._journeys = Journeys(self)
        self._numbers = count(1)
        self._engine = create_engine(server, isolation_level="AUTOCOMMIT")

    def copy(self, *, with_directory: bool) -> Store:
        """Return a database of its own, its clock on a Monday morning in July 2020."""
        self._make("of_a_test", template=self._made(with_directory))
        store = _opened(self._url("of_a_test"))
        self._journeys.follow(store)
        return store

    def keep(self, store: Store) -> str:
        """Keep a database as it is; return its name."""
        store.close()
        name = f"kept_{next(self._numbers)}"
        self._make(name, template="of_a_test")
        return name

    def lay(self, store: Store, kept: str) -> None:
        """Lay a database that was kept in the place of a test's own."""
        store.close()
        self._make("of_a_test", template=kept)

    def empty(self) -> str:
        """Return the address of a database of its own in which there is nothing."""
        self._make("empty", template="template0")
        return self._url("empty")

    def copied_from(self, store: Store) -> str:
        """Return the address of a database made from that of a test, which nobody uses just now."""
        self._make("a_copy", template=str(store.engine.url.database))
        return self._url("a_copy")

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    @cache  # noqa: B019 - there is one for a run of tests.
    def _made(self, with_directory: bool) -> str:
        name = "with_directory" if with_directory else "without"
        self._make(name, template="template0")
        _prepare(self._url(name), with_directory)
        return name

    def _make(self, name: str, template: str) -> None:
        with self._engine.connect() as conn:
            conn.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            conn.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))

    def _url(self, name: str) -> str:
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)


def _prepare(url: str, with_directory: bool) -> None:
    store = Store(url)
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, _SET_UP)
    if with_directory:
        with store.writing() as conn:
            directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    store.close()


def _opened(url: str) -> Store:
    store = Store(url)
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
    return store
