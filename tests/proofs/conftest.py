"""A room of its own: a Doan in memory that can be broken at any point and put back."""

import pytest

from tests.proofs.setting import FULLY
from tests.proofs.workbench import workbench

# Which checks found which planted fault, for the end of the run.
FOUND: list[tuple[str, list[str]]] = []


@pytest.fixture(scope="module")
def bench():
    with workbench() as made:
        yield made


@pytest.fixture(autouse=True)
def _broken_on_purpose(caplog):
    """The log of what is broken on purpose would hide what is not."""
    caplog.set_level("CRITICAL", logger="doan")


def pytest_terminal_summary(terminalreporter):
    """Print the planted faults with the checks that found them."""
    if not FOUND or not FULLY:
        return
    terminalreporter.section("planted faults, and what found them")
    for what, checks in FOUND:
        terminalreporter.write_line(f"{what:50} {', '.join(checks) or 'nothing'}")
