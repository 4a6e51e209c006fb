"""The scheduled flow: what time brings, what no worker was poked about, and its own old runs."""

from datetime import UTC, datetime, timedelta

from prefect import flow, get_run_logger
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterEndTime,
)
from prefect.client.schemas.responses import OrchestrationResult
from prefect.states import Scheduled

from flows.acts.desk import Desk
from flows.apart import case_named, one_by_one
from flows.runs.delegations import process_desk
from flows.runs.reconciler import PREFECT_IS_AWAY, run_of
from flows.runs.states import keep_asked
from flows.sweeps.sweep import sweep_if_due
from models.ids import CaseNo
from models.store import histories
from models.store.amiss.aside import Chore

HOUSEKEEPING_FLOW = "housekeeping"
# The history page is for delegations: of the sweeps only the last hour is kept.
KEPT = timedelta(hours=1)
_AT_A_TIME = 20


@flow(name=HOUSEKEEPING_FLOW, persist_result=False)
def housekeeping(*, wake: bool = True) -> None:
    """Fire what is due, unless that was done within the period; prune; schedule what is left over.

    Stock workers are poked by nobody: with them (`wake`) the runs that know less than their case's
    journal are scheduled here. The warm worker wakes them itself.
    """
    desk = process_desk()
    log = get_run_logger()
    try:
        log.info("swept" if sweep_if_due(desk) else "swept already")
    finally:
        # Whatever became of the sweep, the history goes on.
        with get_client(sync_client=True) as client:
            left_over = _left_over(desk) if wake else ()
            one_by_one(
                desk.store,
                Chore.RUN,
                left_over,
                lambda case_no: schedule(desk, client, case_no),
                case_named,
                of_none=PREFECT_IS_AWAY,
            )
            log.info("%s looked after, %s old runs pruned", len(left_over), prune(client))


def schedule(desk: Desk, client: SyncPrefectClient, case_no: CaseNo) -> None:
    """Let any worker of the pool pick the run of a case up, whatever state it is in."""
    run = run_of(desk, client, case_no)
    if run.state is None or not run.state.is_scheduled():
        answer: OrchestrationResult[None] = client.set_flow_run_state(
            run.id, Scheduled(), force=True
        )
        keep_asked(desk, case_no, str(run.id), answer.state)


def prune(client: SyncPrefectClient) -> int:
    """Delete the runs of this flow that ended long ago; return how many."""
    before = FlowRunFilterEndTime.model_validate({"before_": datetime.now(UTC) - KEPT})
    old = client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=[HOUSEKEEPING_FLOW])),
        flow_run_filter=FlowRunFilter(end_time=before),
        limit=_AT_A_TIME,
    )
    for run in old:
        client.delete_flow_run(run.id)
    return len(old)


def _left_over(desk: Desk) -> tuple[CaseNo, ...]:
    with desk.store.reading() as conn:
        return histories.left_over(conn)[:_AT_A_TIME]
