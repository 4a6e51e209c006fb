"""A province's office and its pages, and where backups lie, on both databases."""

import pytest

from config.settings import Settings
from tests.factories.copies import Place, Safe, here
from tests.factories.office import Office
from tests.factories.prefect import free_port
from tests.factories.site import Site


@pytest.fixture
def settings(tmp_path):
    """The settings of an embedded Doan whose mail goes to a catcher of its own."""
    return Settings(folder=tmp_path, catcher_port=free_port())


@pytest.fixture
def office(desk):
    return Office(desk)


@pytest.fixture
def site(desk, office):
    opened = Site(desk, office)
    yield opened
    opened.mail_goes_down()


@pytest.fixture
def browser(site):
    return site.browser()


@pytest.fixture
def safe(tmp_path_factory):
    return Safe(tmp_path_factory.mktemp("safe"))


@pytest.fixture
def place(store, tmp_path):
    """Where the Doan of a test is."""
    return here(store, tmp_path)


@pytest.fixture
def elsewhere(request, store, tmp_path_factory):
    """An empty place for the same kind of database."""
    folder = tmp_path_factory.mktemp("elsewhere") / "doan"
    url = "" if store.is_sqlite else request.getfixturevalue("on_postgresql").empty()
    return Place(folder, url)
