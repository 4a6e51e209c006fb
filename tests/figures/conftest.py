"""The province at work and its pages, on either database."""

import pytest

from config.settings import Settings
from flows.acts.desk import Desk
from tests.factories.office import Office
from tests.factories.prefect import free_port
from tests.factories.site import Site


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
