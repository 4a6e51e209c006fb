"""A room of its own: a Doan in memory that can be broken at any point and put back."""

import pytest

from tests.factories.office import Office
from tests.proofs.meeting import a_stage
from tests.proofs.setting import FULLY
from tests.proofs.workbench import workbench


@pytest.fixture(scope="module")
def bench():
    with workbench() as made:
        yield made


@pytest.fixture(scope="module")
def stage(request, postgres_url, tmp_path_factory):
    """A Doan on PostgreSQL that is put back as often as anything is played on it."""
    name = request.module.__name__.rpartition(".")[2].replace("test_", "proofs_")
    with a_stage(postgres_url, tmp_path_factory.mktemp("stage"), name) as made:
        yield made


@pytest.fixture
def saved(stage):
    return stage[1]


@pytest.fixture
def met(stage):
    """An office in which nothing has happened yet."""
    desk, saved = stage
    saved.put_back("empty")
    return Office(desk)


@pytest.fixture(autouse=True)
def _broken_on_purpose(caplog):
    """The log of what is broken on purpose would hide what is not."""
    caplog.set_level("CRITICAL", logger="doan")


def pytest_terminal_summary(terminalreporter):
    """Print how many edits were found, and the planted faults with the checks that found them."""
    # Whoever ran the test, the report of it comes here with what it recorded.
    told = [dict(report.user_properties) for report in _reports(terminalreporter)]
    for each in told:
        if "mutations" in each:
            terminalreporter.write_line(f"mutations: {each['mutations']}")
    planted = [each for each in told if "planted" in each]
    if not planted or not FULLY:
        return
    terminalreporter.section("planted faults, and what found them")
    for each in planted:
        terminalreporter.write_line(f"{each['planted']:50} {each['found by']}")


def _reports(terminalreporter):
    of_tests = (terminalreporter.stats.get(outcome, ()) for outcome in ("passed", "failed"))
    return (report for reports in of_tests for report in reports if report.when == "call")
