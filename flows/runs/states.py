"""What Prefect says of a case's run is kept as it comes, and whether Doan asked for it.

Whoever asks for a state keeps what the server answered, by its id. A run that stands in a state which
nobody kept was set there by somebody else: then, and only then, its states are read.
"""

from collections.abc import Collection, Iterable

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun, State, StateType

from flows.acts.desk import Desk
from models.case import OVER
from models.ids import CaseNo
from models.store.auditing import run_states
from models.store.auditing.run_states import RunState

_LATE = "Late"


def keep_asked(desk: Desk, case_no: CaseNo, run: str, *states: State | None) -> None:
    """Keep states that Doan asked for and Prefect's server has taken."""
    told = [_told(case_no, run, state, asked=True) for state in states if state is not None]
    with desk.store.writing() as conn:
        run_states.keep(conn, told)


def keep_ended(desk: Desk, case_no: CaseNo, run: str, ended: State | None) -> None:
    """Keep the state a segment ended in, unless it is one that was found: then nobody ran it."""
    if ended is None:
        return
    with desk.store.reading() as conn:
        is_known = run_states.known(conn, [str(ended.id)])
    if not is_known:
        keep_asked(desk, case_no, run, ended)


def keep_found(
    desk: Desk, client: SyncPrefectClient, found: Iterable[tuple[CaseNo, FlowRun]]
) -> None:
    """Keep the states of those runs that stand in one nobody has kept; one call for each such run."""
    runs = [(case_no, run) for case_no, run in found if run.state is not None]
    with desk.store.reading() as conn:
        known = run_states.known(conn, [str(run.state.id) for _, run in runs if run.state])
    for case_no, run in runs:
        if run.state and str(run.state.id) not in known:
            _keep_all(desk, case_no, str(run.id), client.read_flow_run_states(run.id))


def _keep_all(desk: Desk, case_no: CaseNo, run: str, states: Collection[State]) -> None:
    with desk.store.writing() as conn:
        since = run_states.kept_since(conn, case_no, run)
        told = [
            # Of what a run has been through before that nobody knows who set it.
            _told(
                case_no,
                run,
                state,
                asked=_is_prefects_own(state) if since and state.timestamp >= since else None,
            )
            for state in states
        ]
        run_states.keep(conn, told)


def _is_prefects_own(state: State) -> bool:
    """Tell whether Prefect sets a state by itself on the way to what Doan asked for.

    Its workers take a run as pending, its server calls one late that no worker takes, and where its
    stock workers run delegations their engine completes a run with the status the case has ended in.
    """
    if state.type is StateType.COMPLETED:
        return state.message in OVER
    return state.type is StateType.PENDING or state.name == _LATE


def _told(case_no: CaseNo, run: str, state: State, *, asked: bool | None) -> RunState:
    return RunState(
        id=str(state.id),
        case_no=case_no,
        run=run,
        at=state.timestamp,
        type=state.type.value,
        name=state.name or "",
        message=state.message or "",
        asked=asked,
    )
