"""Doan's pages on SQLite with the sample province: the store has tests of its own on both databases."""

import pytest

from config.settings import Settings
from flows.acts.desk import Desk
from tests.factories.office import Office
from tests.factories.prefect import free_port
from tests.factories.site import Site


@pytest.fixture
def store(tmp_path, on_sqlite):
    """A new SQLite database with the sample province, its clock on a Monday morning in July 2020."""
    opened = on_sqlite.copy(tmp_path, with_directory=True)
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
