"""The checks are checked: twenty faults and more, each planted in memory, each must be found.

`make test` asks the check that is expected to find a fault; `make proofs` asks every check of every
fault, and prints which found it.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from config.regulation import Stage
from models.errors import DoanError
from tests.proofs import faults
from tests.proofs.conftest import FOUND
from tests.proofs.delivering import amiss, delivers, is_tried_again
from tests.proofs.machine import Weeks
from tests.proofs.points import points, turns, what_is_wrong
from tests.proofs.scenarios import TIME_PASSES
from tests.proofs.setting import FULLY, sample
from tests.proofs.sink import Sink

# The first failure says it: nothing is looked for that is smaller.
UNTIL_FOUND = settings(
    max_examples=400 if FULLY else 150,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)


@pytest.fixture(scope="module")
def empty(bench):
    return bench.keep()


@pytest.fixture(scope="module")
def to_break(bench, empty):
    """Where a fault of the transactions shows: a submission, a decision, two deadlines at once."""
    bench.restore(empty)
    all_turns = turns(bench, "returned")
    by_name = {turn.command.name: turn for turn in reversed(all_turns)}
    return points([by_name[name] for name in ("submit", "sign sign", TIME_PASSES)])


@pytest.fixture(scope="module")
def posted(bench, empty):
    bench.restore(empty)
    bench.office.submits()
    bench.office.goes_on_until(Stage.OPINIONS)
    return bench.keep()


def by_crash_points(bench, of, **_more):
    for point in sample(of, 40):
        act = point.turn.command.act
        bench.restore(point.turn.before)
        bench.breaks(act, point.call)
        try:
            bench.recovers(act)
        except DoanError:
            return True
        if what_is_wrong(bench, point.turn):
            return True
    return False


def by_state_machine(bench, empty, **_more):
    class Here(Weeks):
        pass

    Here.bench, Here.empty = bench, empty
    try:
        run_state_machine_as_test(Here, settings=UNTIL_FOUND)
    except Exception:  # noqa: BLE001 - whatever the machine trips over, it has found.
        return True
    return False


def by_delivery_points(bench, posted, **_more):
    with Sink() as sink:
        for word in range(1, 30, 2):
            bench.restore(posted)
            sink.begin(word)
            delivers(bench, sink)
            is_tried_again(bench, sink)
            if amiss(bench, sink, set(sink.unanswered)):
                return True
    return False


CHECKS: dict[str, Callable] = {
    faults.CRASH_POINTS: by_crash_points,
    faults.STATE_MACHINE: by_state_machine,
    faults.DELIVERY: by_delivery_points,
}


@pytest.mark.parametrize("fault", faults.PLANTED, ids=lambda fault: fault.what)
def test_a_planted_fault_is_found(bench, empty, to_break, posted, monkeypatch, fault):
    with_parts = {"of": to_break, "empty": empty, "posted": posted}
    asked = CHECKS if FULLY else [fault.found_by]
    fault.plant(monkeypatch)

    found = [name for name in asked if CHECKS[name](bench, **with_parts)]

    bench.fuse.set(0)
    FOUND.append((fault.what, found))
    assert fault.found_by in found


@pytest.mark.parametrize("check", CHECKS)
def test_where_no_fault_is_planted_none_is_found(bench, empty, to_break, posted, check):
    parts = {"of": to_break, "empty": empty, "posted": posted}

    assert not CHECKS[check](bench, **parts)
