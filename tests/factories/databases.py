"""On which databases a test runs: on both, or on one of the two where both would only take longer.

What stands on the store (flows, letters, operations) asks it the same on either database, and the
store's own tests and the proofs ask it on both. So of a test of those rooms `make test` takes one
database, by the test's name: the same one every time, and each database for about half of them.
`make test DATABASES=both`, and any file named to pytest, takes all.
"""

import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

BOTH = os.environ.get("TEST_DATABASES", "both") != "one"
KINDS = ("sqlite", "postgresql")
_ON_ONE = frozenset(("flows", "notifications", "operations"))
_TESTS = Path(__file__).parents[1]


def not_now(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that are left to the other database."""
    there = {(_test_of(item), _database_of(item)) for item in items}
    return [
        item
        for item in items
        if _room_of(item) in _ON_ONE
        and (database := _database_of(item))
        and database != _chosen(item)
        and (_test_of(item), _chosen(item)) in there
    ]


def _chosen(item: pytest.Item) -> str:
    return KINDS[zlib.crc32(_test_of(item).encode()) % len(KINDS)]


def _test_of(item: pytest.Item) -> str:
    """Return a test by its file and name, without its parameters."""
    return item.nodeid.partition("[")[0]


def _room_of(item: pytest.Item) -> str:
    return item.path.relative_to(_TESTS).parts[0] if item.path.is_relative_to(_TESTS) else ""


def _database_of(item: pytest.Item) -> str:
    params: Mapping[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    return str(params.get("store", ""))
