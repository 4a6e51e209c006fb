"""The province's office with its people, on both databases."""

import pytest

from tests.factories.office import Office


@pytest.fixture
def office(desk):
    return Office(desk)
