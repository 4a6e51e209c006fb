"""Finding runs that are not where their case is: deleted, failed, cancelled, or left Running.

Whatever is wrong with a run, the repair is the same: it is told everything again, and waking it puts
it right. Cases that were told everything and rest are the ones looked at; the others are woken anyway.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.client.schemas.objects import FlowRun, StateType

from models.store.histories import Level

# A segment takes well under a second: a run that is Running for longer has lost its worker.
LONGEST_SEGMENT = timedelta(seconds=60)
_PAGE = 200


def astray(client: SyncPrefectClient, level: Sequence[Level]) -> Iterator[str]:
    """Yield the open cases whose run is missing or does not rest as Suspended.

    `level` are the cases that were told everything. One call to Prefect for each 200 of them.
    """
    for first in range(0, len(level), _PAGE):
        page = level[first : first + _PAGE]
        wanted = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(case.run_id) for case in page]))
        found = client.read_flow_runs(flow_run_filter=wanted, limit=_PAGE)
        runs = {str(run.id): run for run in found}
        yield from (c.case_no for c in page if not _rests(runs.get(c.run_id)))


def _rests(run: FlowRun | None) -> bool:
    """Tell whether a run is where a waiting case's run must be, or on its way there."""
    if run is None or run.state is None:
        return False
    if run.state.type in (StateType.RUNNING, StateType.PENDING):
        return datetime.now(UTC) - run.state.timestamp < LONGEST_SEGMENT
    # A run somebody resumed in Prefect's own page is Scheduled: the worker finds it by itself.
    return run.state.type in (StateType.PAUSED, StateType.SCHEDULED)
