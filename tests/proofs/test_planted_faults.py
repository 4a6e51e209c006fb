"""The checks are checked: twenty faults and more, each planted in memory, each must be found.

Nothing is found by luck: the points at which things break are the same every time, and of the state
machine its told lives are asked, the ones in which its random weeks begin.

`make test` asks the check that is expected to find a fault, of the state machine the told life; `make
proofs` asks all of them, and prints which found what.
"""

from dataclasses import dataclass

import pytest

from config.regulation.codes import Stage
from tests.proofs import faults
from tests.proofs.commands import TIME_PASSES
from tests.proofs.delivering import amiss, delivers, is_tried_again
from tests.proofs.lives import LIVES
from tests.proofs.machine import Weeks
from tests.proofs.points import Point, points, turns, what_is_wrong
from tests.proofs.setting import FULLY, sample
from tests.proofs.sink import Sink
from tests.proofs.workbench import Snapshot


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


@dataclass(frozen=True)
class Parts:
    """What the checks begin with, made before anything is planted."""

    empty: Snapshot
    posted: Snapshot
    to_break: list[Point]


@pytest.fixture(scope="module")
def parts(empty, posted, to_break):
    return Parts(empty, posted, to_break)


def by_crash_points(bench, parts, lives):
    for point in sample(parts.to_break, 40):
        act = point.turn.command.act
        bench.restore(point.turn.before)
        bench.breaks(act, point.call)
        try:
            bench.recovers(act)
        except Exception:  # noqa: BLE001 - what cannot be mended is found, whatever it says.
            return True
        if what_is_wrong(bench, point.turn):
            return True
    return False


def by_state_machine(bench, parts, lives):
    class Here(Weeks):
        pass

    Here.bench, Here.empty = bench, parts.empty
    return any(_trips_over_something(Here(), life) for life in lives)


def _trips_over_something(machine, life):
    try:
        machine.lives(life)
    except Exception:  # noqa: BLE001 - whatever the machine trips over, it has found.
        return True
    return False


def by_delivery_points(bench, parts, lives):
    with Sink() as sink:
        for word in range(1, 30, 2):
            bench.restore(parts.posted)
            sink.begin(word)
            delivers(bench, sink)
            is_tried_again(bench, sink)
            if amiss(bench, sink, set(sink.unanswered)):
                return True
    return False


CHECKS = {
    faults.CRASH_POINTS: by_crash_points,
    faults.STATE_MACHINE: by_state_machine,
    faults.DELIVERY: by_delivery_points,
}


@pytest.mark.parametrize("fault", faults.PLANTED, ids=lambda fault: fault.what)
def test_a_planted_fault_is_found(bench, parts, monkeypatch, record_property, fault):
    asked = sorted(CHECKS) if FULLY else [fault.found_by]
    lives = LIVES if FULLY else fault.lives
    fault.plant(monkeypatch)

    found = [name for name in asked if CHECKS[name](bench, parts, lives)]

    bench.fuse.set(0)
    record_property("planted", fault.what)
    record_property("found by", ", ".join(found) or "nothing")
    assert fault.found_by in found


# That the machine finds nothing is what its own test is about.
@pytest.mark.parametrize("check", [faults.CRASH_POINTS, faults.DELIVERY])
def test_where_no_fault_is_planted_none_is_found(bench, parts, check):
    assert not CHECKS[check](bench, parts, LIVES)
