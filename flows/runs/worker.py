"""The warm worker as a Prefect worker type: `prefect worker start --type doan --pool doan`.

Prefect's own loop polls the work pool for what is scheduled or was resumed by hand, and answers the
health check; what happened in Doan comes as a poke and is woken in a thread beside it.
"""

import threading
from typing import Any

import anyio
from anyio.abc import TaskStatus
from prefect.client.schemas.objects import FlowRun
from prefect.context import SyncClientContext
from prefect.workers.base import (
    BaseJobConfiguration,
    BaseVariables,
    BaseWorker,
    BaseWorkerResult,
)

from flows.case.poke import listener
from flows.runs.delegations import process_desk
from flows.runs.housekeeping import housekeeping
from flows.runs.waking import Waker, quick_engine, run_here
from models.ids import CaseNo


class DoanWorker(BaseWorker[BaseJobConfiguration, BaseVariables, BaseWorkerResult]):
    """Runs segments in its own process instead of starting one for each."""

    type = "doan"
    _description = "Runs the segments of delegations in one warm process."

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        desk = process_desk()
        self._waker = Waker(desk)
        self._waking = threading.Thread(target=self._waker.work, name="waker", daemon=True)
        self._listener = listener(desk.store, desk.settings.worker_port, self._waker.poke)

    async def setup(self) -> None:
        """Begin to listen and to wake; neither waits for Prefect's server."""
        self._listener.start()
        self._waking.start()
        await super().setup()

    async def teardown(self, *exc_info: Any) -> None:
        """Stop after the wake-up in hand, also when what runs the worker was cancelled."""
        self._waker.stop()
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._listener.close)
            await anyio.to_thread.run_sync(self._waking.join)
        await super().teardown(*exc_info)

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: TaskStatus[int] | None = None,
    ) -> BaseWorkerResult:
        """Run what the poll has found: a sweep at once, a delegation through the waker."""
        if task_status is not None:
            task_status.started(0)
        case_no = flow_run.parameters.get("case_id")
        if case_no:
            await anyio.to_thread.run_sync(self._waker.wake_as_asked, CaseNo(str(case_no)))
        else:
            await anyio.to_thread.run_sync(_sweep, flow_run)
        return BaseWorkerResult(identifier=str(flow_run.id), status_code=0)


def _sweep(run: FlowRun) -> None:
    with quick_engine(), SyncClientContext():
        run_here(housekeeping, run, {"wake": False})
