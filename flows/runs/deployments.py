"""What Prefect's server must know of Doan: the work pool and the deployments."""

import logging
from pathlib import Path
from typing import Any

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectAlreadyExists
from prefect.flows import Flow
from prefect.schedules import Interval

from flows.runs.delegations import FLOWS
from flows.runs.housekeeping import housekeeping
from flows.runs.reconciler import DEPLOYMENT
from flows.sweeps.sweep import PERIOD

log = logging.getLogger("doan.deployments")

POOL = "doan"
HOUSEKEEPING_QUEUE = "housekeeping"


def register(client: SyncPrefectClient) -> None:
    """Make the work pool and the deployments; safe to repeat. Deployments are never deleted."""
    try:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
    except ObjectAlreadyExists:
        log.debug("the work pool stands already")
    for flow in FLOWS.values():
        _deploy(flow, tags=["delegation"])
    _deploy(housekeeping, tags=["housekeeping"], queue_name=HOUSEKEEPING_QUEUE, every=True)


def _deploy(
    flow: Flow[..., Any], *, tags: list[str], queue_name: str | None = None, every: bool = False
) -> None:
    deployment = RunnerDeployment.from_flow(
        flow,
        DEPLOYMENT,
        tags=tags,
        work_pool_name=POOL,
        work_queue_name=queue_name,
        schedule=Interval(PERIOD * 3) if every else None,
    )
    deployment._path = str(Path(__file__).resolve().parents[2])
    deployment.apply()
