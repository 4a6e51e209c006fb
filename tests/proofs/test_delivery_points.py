"""Every letter arrives, and twice only where SMTP itself cannot tell: taken, and the answer lost.

The deliverer is broken at every call to the database and every word to the mail server, by an error and
by the end of its process, and the server hangs up at every word. Afterwards the leases run out, time
passes, and it delivers again.
"""

from functools import partial

import aiosmtplib
import pytest

from config.regulation.codes import Stage
from tests.proofs.delivering import amiss, delivers, is_tried_again, told
from tests.proofs.setting import sample
from tests.proofs.sink import Sink

AT_MOST = 12
UNDER_WAY_AT_ONCE = 4


@pytest.fixture(scope="module")
def sink():
    with Sink() as server:
        yield server


@pytest.fixture(scope="module")
def posted(bench, sink):
    """A Doan with the letters of a case's first days waiting, its words to the server on the fuse."""
    words = pytest.MonkeyPatch()
    for name in ("execute_command", "execute_data_command"):
        words.setattr(aiosmtplib.protocol.SMTPProtocol, name, _counted(bench.fuse, name))
    bench.office.submits()
    bench.office.goes_on_until(Stage.OPINIONS)
    yield bench.keep()
    words.undo()


def _counted(fuse, name):
    """Every word counts twice: before it is said, and before its answer is heard."""
    say = getattr(aiosmtplib.protocol.SMTPProtocol, name)

    async def said(self, *words, **options):
        fuse.call()
        answer = await say(self, *words, **options)
        fuse.call()
        return answer

    return said


@pytest.fixture(scope="module")
def calls(bench, sink, posted):
    """How many calls and words a delivery takes; four are under way at once, so it varies a little."""
    bench.restore(posted)
    sink.begin()
    return bench.calls_of(partial(delivers, bench, sink)), sink.words


def broken(bench, sink, posted, breaks, calls):
    """Break a delivery at many calls; return what is amiss in the end, and the letters at stake."""
    found, at_stake = {}, []
    for call in sample(range(1, calls + 1), AT_MOST):
        bench.restore(posted)
        sink.begin()
        if not breaks(partial(delivers, bench, sink), call):
            continue
        # What was half said as the delivery broke is taken by now or never.
        sink.hangs_up()
        sent, _ = told(bench)
        window = {m for m in sink.ids if m not in sent}
        is_tried_again(bench, sink)
        at_stake.append(len(window))
        if wrong := amiss(bench, sink, window):
            found[call] = wrong
    return found, at_stake


def test_a_delivery_that_breaks_by_an_error_loses_and_doubles_nothing(bench, sink, posted, calls):
    found, at_stake = broken(bench, sink, posted, bench.breaks, calls[0])

    assert found == {}
    assert len(at_stake) > AT_MOST / 2


# The server of this test listens in a thread, which the process that dies never touches.
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_delivery_that_dies_doubles_only_what_was_taken_and_not_noted(bench, sink, posted, calls):
    found, at_stake = broken(bench, sink, posted, bench.dies, calls[0])

    assert found == {}
    assert len(at_stake) > AT_MOST / 2
    assert max(at_stake) <= UNDER_WAY_AT_ONCE


def test_a_server_that_hangs_up_gets_again_only_what_it_did_not_answer(bench, sink, posted, calls):
    found = {}
    for word in sample(range(1, calls[1] + 1), 2 * AT_MOST):
        bench.restore(posted)
        sink.begin(word)
        delivers(bench, sink)
        is_tried_again(bench, sink)
        wrong = amiss(bench, sink, set(sink.unanswered))
        if len(sink.ids) - len(set(sink.ids)) != len(sink.unanswered):
            wrong.append("what had no answer was not sent again")
        if wrong:
            found[word] = wrong

    assert found == {}
