"""The province's office with its people, for every test of a lifecycle."""

import pytest

from tests.factories.office import Office


@pytest.fixture
def office(desk):
    return Office(desk)
