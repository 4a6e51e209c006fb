"""The province's office with its people; where backups lie, and the empty places they come back into."""

import pytest

from tests.factories.copies import Place, Safe, here
from tests.factories.office import Office


@pytest.fixture
def office(desk):
    return Office(desk)


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
