"""A province's office and its pages, on both databases: what is operated is operated on either."""

import pytest

from config.settings import Settings
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
