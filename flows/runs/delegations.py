"""The flow Prefect runs for a delegation: its run history.

It stands apart from the lifecycles, so that who decides or submits need not import Prefect (1.7 s).
"""

from functools import cache

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import OrchestrationResult, SetStateStatus
from prefect.context import FlowRunContext
from prefect.exceptions import Pause
from prefect.flows import Flow
from prefect.states import Completed, Suspended

from config.regulation.codes import Kind
from config.settings import SECRET, SecretUnusable, Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from flows.case.waiting import Walked
from flows.runs.states import keep_asked
from flows.runs.telling import progress_table, stage_of, waits_for
from models.ids import CaseNo
from models.store import histories
from models.store.database.engine import Store

OUTBOUND_FLOW = "outbound-delegation"
INBOUND_FLOW = "inbound-delegation"
CONTRIBUTION_FLOW = "plan-contribution"
ANNUAL_PLAN_FLOW = "annual-plan"


# Heartbeats and stored results are for long work; a segment here takes milliseconds.
@flow(name=OUTBOUND_FLOW, persist_result=False, validate_parameters=False)
def outbound_delegation(case_id: str) -> State[None]:
    """Walk an outbound delegation's case, tell what was found, rest until it is woken again."""
    return walk_and_rest(CaseNo(case_id))


@flow(name=INBOUND_FLOW, persist_result=False, validate_parameters=False)
def inbound_delegation(case_id: str) -> State[None]:
    """Walk an inbound delegation's case, tell what was found, rest until it is woken again."""
    return walk_and_rest(CaseNo(case_id))


@flow(name=CONTRIBUTION_FLOW, persist_result=False, validate_parameters=False)
def plan_contribution(case_id: str) -> State[None]:
    """Walk the case of what a unit registers, tell what was found, rest until it is woken again."""
    return walk_and_rest(CaseNo(case_id))


@flow(name=ANNUAL_PLAN_FLOW, persist_result=False, validate_parameters=False)
def annual_plan(case_id: str) -> State[None]:
    """Walk an annual plan's case, tell what was found, rest until it is woken again."""
    return walk_and_rest(CaseNo(case_id))


FLOWS: dict[Kind, Flow[..., State[None]]] = {
    Kind.OUTBOUND: outbound_delegation,
    Kind.INBOUND: inbound_delegation,
    Kind.PLAN_CONTRIBUTION: plan_contribution,
    Kind.ANNUAL_PLAN: annual_plan,
}


@cache
def process_desk() -> Desk:
    """Return the desk of this process, made from its environment: any Prefect worker has one.

    Raises `SecretUnusable` where the installation's secret is not there: a worker makes none.
    """
    settings = Settings()
    if not settings.has_secret:
        raise SecretUnusable(settings.folder / SECRET, "lost")
    store = Store(settings.store_url)
    return Desk(store, settings, tell_running(store, settings))


def walk_and_rest(case_no: CaseNo) -> State[None]:
    """Walk, write what was seen to the run's log, and rest; return Completed at the case's end.

    A decision that comes between the walk and the rest raises the case's sequence number: the run
    sees it and goes round again, so that no wake-up is lost.
    """
    desk = process_desk()
    if run := _this_run():
        keep_asked(desk, case_no, str(run.id), run.state)
    while True:
        walked = desk.walk(case_no)
        _tell(desk, walked)
        with desk.store.writing() as conn:
            if histories.told(conn, case_no, walked.case.seq, stage_of(walked)):
                break
    if walked.case.is_over:
        return Completed(message=str(walked.case.status))
    return _rest(desk, case_no, waits_for(walked))


def _this_run() -> FlowRun | None:
    """Return the run this is a segment of, as it stands; None outside of Prefect."""
    context = FlowRunContext.get()
    return context.flow_run if context else None


def _tell(desk: Desk, walked: Walked) -> None:
    """Write to the run's log what was found; at a change of stage its artifact too."""
    case = walked.case
    get_run_logger().info("entry %s: %s", case.seq, waits_for(walked))
    with desk.store.reading() as conn:
        known = histories.of(conn, case.no)
    if known.told_stage != stage_of(walked):
        create_markdown_artifact(
            key=case.no.lower(),
            markdown=progress_table(case),
            description=f"{case.no}: {waits_for(walked)}",
        )


def _rest(desk: Desk, case_no: CaseNo, message: str) -> State[None]:
    """Set the run Suspended with its message and leave the engine.

    The server refuses when another wake has rested the run already: that, too, is the end of this
    segment. `Pause` is how Prefect's engine lets go of a run without touching its state.
    """
    rest: State[None] = Suspended(message=message)
    run = _this_run()
    if run is None:
        return rest
    with get_client(sync_client=True) as client:
        answer: OrchestrationResult[None] = client.set_flow_run_state(run.id, rest)
    if answer.status is SetStateStatus.ACCEPT:
        keep_asked(desk, case_no, str(run.id), answer.state)
    raise Pause(state=answer.state or rest)
