"""Waking: each delegation's Prefect run is kept level with its journal, in one warm process.

It wakes runs one at a time, poked after a commit, and looks for what is left over when nobody pokes.
Prefect's server may be away as long as it likes: decisions go on, and here one wake-up waits.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import SyncClientContext
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import run_flow_sync
from prefect.flows import Flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from config.regulation.codes import Kind
from flows.acts.desk import Desk
from flows.apart import case_named, forget, one_by_one, put_aside
from flows.runs.delegations import FLOWS
from flows.runs.deployments import register
from flows.runs.reconciler import PREFECT_IS_AWAY, astray, run_of
from flows.runs.states import keep_ended
from flows.sweeps.troubles import note_amiss
from models.ids import NO_CASE, CaseNo
from models.store import cases, histories
from models.store.amiss.aside import Chore
from models.store.amiss.unreadable import is_the_databases
from models.store.histories import LevelHistory

log = logging.getLogger("doan.waking")

# How long the worker rests at most before it looks for what nobody poked it about.
LOOK_AGAIN_SECONDS = 2.0
TRY_AGAIN_SECONDS = 1.0
LEFT_OVER_AT_A_TIME = 4
# A poke is held back a little: the decision's letters go first, and several pokes become one wake-up.
HELD_BACK_SECONDS = 0.05
HELD_AFTER_FAILURE = timedelta(seconds=10)


class Waker:
    """Wakes runs until it is stopped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._poked: queue.SimpleQueue[CaseNo] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._aside: set[CaseNo] = set()

    def poke(self, case_no: str) -> None:
        """Take note that a case has gone on; from any thread."""
        self._poked.put(CaseNo(case_no))

    def stop(self) -> None:
        """Let `work` end after the wake-up in hand."""
        self._stopping.set()
        self._poked.put(NO_CASE)

    def work(self) -> None:
        """Wake runs until stopped. A server that is away is waited for, not complained about."""
        said = False
        with quick_engine():
            while not self._stopping.is_set():
                try:
                    with SyncClientContext() as context:
                        register(context.client)
                        said = False
                        self._serve(context.client)
                except PREFECT_IS_AWAY as trouble:
                    if not said:
                        log.warning("Prefect is not answering; waiting for it: %r", trouble)
                    said = True
                    self._stopping.wait(TRY_AGAIN_SECONDS)
                except Exception:
                    # A database that is away, or a fault of ours: the history waits, but never ends.
                    log.exception("waking failed and is tried again")
                    self._stopping.wait(TRY_AGAIN_SECONDS)

    def _serve(self, client: SyncPrefectClient) -> None:
        """Wake what is poked first, then a few of what is left over, so that recovery never leads."""
        every = self._desk.settings.reconcile_seconds
        reconciled_at = -every
        while not self._stopping.is_set():
            left_over = self._left_over()
            for case_no in self._next_pokes(wait=not left_over):
                self.wake(client, case_no)
            for case_no in left_over[:LEFT_OVER_AT_A_TIME]:
                self.wake(client, case_no)
            if time.monotonic() - reconciled_at >= every:
                self.reconcile(client)
                reconciled_at = time.monotonic()

    def reconcile(self, client: SyncPrefectClient) -> None:
        """Note every run that is not where its case is; by the entry its case is behind, and woken."""
        with self._desk.store.reading() as conn:
            level = histories.level(conn)
        one_by_one(
            self._desk.store,
            Chore.RUN,
            astray(self._desk, client, level),
            lambda each: self._note(*each),
            lambda each: case_named(each[0].case_no),
            of_none=PREFECT_IS_AWAY,
        )

    def _note(self, case: LevelHistory, found: str) -> None:
        note_amiss(self._desk, case.case_no, case.run_id, found)
        if case.is_over:
            with self._desk.store.writing() as conn:
                histories.forget(conn, case.case_no)

    def wake(self, client: SyncPrefectClient, case_no: CaseNo) -> None:
        """Wake a case's run unless it knows everything already or somebody else wakes it.

        Whatever state the run is in, waking it walks and puts it right; a missing one is made anew.
        """
        if self._stopping.is_set() or not self._claim(case_no):
            return
        held = HELD_AFTER_FAILURE
        try:
            held = self._woken(client, case_no)
        finally:
            # A run that fails is not tried again and again while others wait.
            with self._desk.store.writing() as conn:
                histories.release(conn, case_no, held=held)

    def _woken(self, client: SyncPrefectClient, case_no: CaseNo) -> timedelta:
        """Wake a case's run; return for how long it is left alone. A case that breaks is set aside.

        What says something of Prefect's server or of the database is raised: there no run can be woken.
        """
        try:
            run = run_of(self._desk, client, case_no)
            ended = run_here(FLOWS[self._kind_of(case_no)], run, {"case_id": case_no})
            keep_ended(self._desk, case_no, str(run.id), ended)
        except PREFECT_IS_AWAY:
            raise
        except Exception as fault:
            if is_the_databases(fault):
                raise
            return self._set_aside(case_no, fault)
        rests = ended is None or ended.is_completed()
        if rests and case_no in self._aside:
            self._aside.discard(case_no)
            forget(self._desk.store, Chore.RUN, [case_no])
        return timedelta() if rests else HELD_AFTER_FAILURE

    def _set_aside(self, case_no: CaseNo, fault: Exception) -> timedelta:
        """Set a case aside whose run cannot be woken; return for how long, within a claim's bounds."""
        told = put_aside(self._desk.store, Chore.RUN, case_named(case_no), fault)
        self._aside.add(case_no)
        return min(max(told.next_try_at - told.last_at, HELD_AFTER_FAILURE), histories.CLAIM)

    def _claim(self, case_no: CaseNo) -> bool:
        with self._desk.store.writing() as conn:
            return histories.is_behind(conn, case_no) and histories.claim(conn, case_no)

    def _kind_of(self, case_no: CaseNo) -> Kind:
        with self._desk.store.reading() as conn:
            return cases.kind_of(conn, case_no)

    def _left_over(self) -> tuple[CaseNo, ...]:
        with self._desk.store.reading() as conn:
            return histories.left_over(conn)

    def _next_pokes(self, *, wait: bool) -> list[CaseNo]:
        """Return the pokes that have come, each case once; wait for the first one if asked to."""
        try:
            poked = [self._poked.get(block=wait, timeout=LOOK_AGAIN_SECONDS)]
        except queue.Empty:
            return []
        self._stopping.wait(HELD_BACK_SECONDS)
        while not self._poked.empty():
            poked.append(self._poked.get())
        return [case_no for case_no in dict.fromkeys(poked) if case_no]

    def wake_as_asked(self, case_no: CaseNo) -> None:
        """Have a case woken although its run may know everything: somebody resumed it by hand."""
        with self._desk.store.writing() as conn:
            histories.forget(conn, case_no)
        self.poke(case_no)


def run_here(
    flow: Flow[..., Any], run: FlowRun, parameters: dict[str, object]
) -> State[Any] | None:
    """Run a segment in this process; return the state it ended in, None where it came to rest.

    Without its deployment id the engine starts no observer for it (170 ms); on the server the run
    keeps its deployment, so it may still be suspended.
    """
    try:
        ended: State[Any] | None = run_flow_sync(
            flow,
            flow_run=run.model_copy(update={"deployment_id": None}),
            parameters=parameters,
            return_type="state",
        )
    except (Pause, Abort):
        return None
    return ended


@contextmanager
def quick_engine() -> Iterator[None]:
    """Keep Prefect's heartbeat away: leaving it costs a second, and a segment takes milliseconds."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
