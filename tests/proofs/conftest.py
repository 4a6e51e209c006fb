"""A room of its own: a Doan in memory that can be broken at any point and put back."""

import pytest

from tests.proofs.workbench import workbench


@pytest.fixture(scope="module")
def bench():
    with workbench() as made:
        yield made


@pytest.fixture(autouse=True)
def _broken_on_purpose(caplog):
    """The log of what is broken on purpose would hide what is not."""
    caplog.set_level("CRITICAL", logger="doan")
