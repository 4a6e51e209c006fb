"""Whatever breaks, wherever: once the command is given again, all is as if nothing had broken.

A scenario is cut into its commands, a command into its calls to the database (`fuse`). For every call
the command is begun on the database of that moment and broken there; then whoever had no answer gives
it again, the sweep comes by, the run walks. What the database holds must then be what it holds where
nothing broke: the same entries, steps, letters, moments, files, each exactly once, up to the hour of
a moment and the entries of the repair; and the auditor's checks must hold. As the next command finds
the same either way, what holds for every command holds for the whole way, however often it breaks.
"""

import pytest

from tests.proofs.points import points, turns, what_is_wrong
from tests.proofs.scenarios import SCENARIOS
from tests.proofs.setting import sample

AT_MOST = 5


@pytest.fixture(scope="module")
def empty(bench):
    return bench.keep()


@pytest.fixture(scope="module")
def known():
    """Points met so far: a way that several scenarios begin with is proved once."""
    return set()


@pytest.fixture(scope="module", params=SCENARIOS)
def unproved(request, bench, empty, known):
    """The points of a scenario that no scenario before it shares."""
    bench.restore(empty)
    new = [point for point in points(turns(bench, request.param)) if point.known_by not in known]
    known.update(point.known_by for point in new)
    return new


def prove(bench, of, breaks):
    """Break at every point and mend; return what is then wrong."""
    found = []
    for point in of:
        act = point.turn.command.act
        bench.restore(point.turn.before)
        assert breaks(act, point.call), f"nothing breaks at {point}"
        bench.recovers(act)
        if wrong := what_is_wrong(bench, point.turn):
            found.append(f"{point}: {wrong}")
    return found


def test_whatever_breaks_by_an_error_is_mended_by_giving_the_command_again(bench, unproved):
    def breaks_for_good(act, call):
        return bench.breaks(act, call, lasting=True)

    # An error that comes once, and a database that is away until somebody mends it.
    assert prove(bench, sample(unproved, AT_MOST), bench.breaks) == []
    assert prove(bench, sample(unproved[1:], AT_MOST), breaks_for_good) == []


def test_whatever_ends_with_its_process_is_mended_by_giving_the_command_again(bench, unproved):
    assert prove(bench, sample(unproved, AT_MOST), bench.dies) == []
