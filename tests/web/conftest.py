"""Doan's pages on SQLite with the sample province: the store has tests of its own on both databases."""

import shutil
from datetime import datetime

import pytest

from config.province_time import PROVINCE_TIME
from config.settings import Settings
from flows.acts.desk import Desk
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.office import Office
from tests.factories.prefect import free_port
from tests.factories.site import Site


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory):
    """A migrated SQLite database, made once and copied for every test."""
    path = tmp_path_factory.mktemp("empty") / "doan.sqlite"
    store = Store(f"sqlite:///{path}")
    migrate(store)
    store.close()
    return path


@pytest.fixture
def store(tmp_path, empty_database):
    """A new SQLite database, its clock on a Monday morning in July 2020."""
    copy = shutil.copy(empty_database, tmp_path / "doan.sqlite")
    opened = Store(f"sqlite:///{copy}")
    with opened.writing() as conn:
        make_clock_movable(conn, datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME))
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path):
    """The settings of an embedded Doan whose mail goes to a catcher of its own."""
    return Settings(folder=tmp_path, catcher_port=free_port())


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


@pytest.fixture
def site(desk: Desk, office: Office):
    """The pages of a desk, with a catcher that really takes mail."""
    opened = Site(desk, office)
    yield opened
    opened.mail_goes_down()


@pytest.fixture
def browser(site: Site):
    """A device that Doan has not seen before."""
    return site.browser()
