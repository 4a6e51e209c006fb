"""Each case's run: found or made, and held against where its case is.

A run may have been deleted, have failed, been cancelled, or been left Running by a worker that died.

Whatever is wrong with it, the repair is the same: that is journaled, and waking it puts it right. Cases
that were told everything are the ones looked at; the others are woken anyway.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound, PrefectException

from flows.acts.desk import Desk
from flows.runs.delegations import FLOWS
from flows.runs.states import keep_asked, keep_found
from flows.sweeps.troubles import note_amiss
from models.ids import CaseNo
from models.store import cases, histories
from models.store.histories import LevelHistory

DEPLOYMENT = "doan"

# What says something of Prefect's server, not of a case. A client that cannot reach the server when it
# starts says so by a RuntimeError.
PREFECT_IS_AWAY = (httpx.HTTPError, PrefectException, OSError, RuntimeError)
# A segment takes well under a second: a run that is Running for longer has lost its worker.
LONGEST_SEGMENT = timedelta(seconds=60)
_PAGE = 200
MISSING = "MISSING"
_ENDED = (StateType.FAILED, StateType.CRASHED, StateType.COMPLETED, StateType.CANCELLED)


def astray(
    desk: Desk, client: SyncPrefectClient, level: Sequence[LevelHistory]
) -> Iterator[tuple[LevelHistory, str]]:
    """Yield the cases whose run is not where it must be, and what is amiss.

    `level` are the cases that were told everything. One call to Prefect for each 200 of them; what it
    says of them is kept.
    """
    for first in range(0, len(level), _PAGE):
        page = level[first : first + _PAGE]
        wanted = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(case.run_id) for case in page]))
        found = client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE)
        runs = {str(run.id): run for run in found}
        theirs = ((case.case_no, runs[case.run_id]) for case in page if case.run_id in runs)
        keep_found(desk, client, theirs)
        for case in page:
            if what := amiss(runs.get(case.run_id), is_over=case.is_over):
                yield case, what


def amiss(run: FlowRun | None, *, is_over: bool = False) -> str:
    """Return what is wrong with the run of a case, in Prefect's words; empty if nothing is.

    A run that rests is Suspended; one that is Scheduled or was begun just now is on its way there.
    The run of a case that is over is Completed, and may be deleted by whoever keeps that house.
    """
    if run is None or run.state is None:
        return "" if is_over else MISSING
    state = run.state
    if is_over and state.type is StateType.COMPLETED:
        return ""
    if state.type in _ENDED or (is_over and state.type is StateType.PAUSED):
        return state.type.value
    under_way = state.type in (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
    # One of a time to come began while the clock stood ahead: it is not waited for.
    if under_way and abs(datetime.now(UTC) - state.timestamp) > LONGEST_SEGMENT:
        return state.type.value
    return ""


def run_of(desk: Desk, client: SyncPrefectClient, case_no: CaseNo) -> FlowRun:
    """Return the run of a case; make it on the first wake-up and after it was deleted.

    What is amiss with it is journaled. Safe to repeat: a run is made once for each case.
    """
    with desk.store.reading() as conn:
        run_id = histories.of(conn, case_no).run_id
    run = _known_run(client, run_id) if run_id else None
    if run:
        keep_found(desk, client, [(case_no, run)])
    if run_id and (found := amiss(run)):
        # Of a case that is over nothing is noted: its journal has ended.
        note_amiss(desk, case_no, run_id, found)
    return run or _make_run(desk, client, case_no)


def _known_run(client: SyncPrefectClient, run_id: str) -> FlowRun | None:
    try:
        return client.read_flow_run(UUID(run_id))
    except ObjectNotFound:
        return None


def _make_run(desk: Desk, client: SyncPrefectClient, case_no: CaseNo) -> FlowRun:
    with desk.store.reading() as conn:
        case = cases.read_case(conn, case_no)
    deployment = client.read_deployment_by_name(f"{FLOWS[case.kind].name}/{DEPLOYMENT}")
    run = client.create_flow_run_from_deployment(
        deployment.id,
        name=case_no,
        parameters={"case_id": case_no},
        tags=[f"case:{case_no}", f"kind:{case.kind}", f"year:{case.year}"],
        idempotency_key=f"case:{case_no}",
    )
    with desk.store.writing() as conn:
        histories.keep_run(conn, case_no, str(run.id))
    keep_asked(desk, case_no, str(run.id), run.state)
    return run
