"""`doan worker`: the warm worker as a process of its own."""

import logging
import signal

import anyio

from cli.running.logs import keep_log
from cli.running.one import RunningPart, folder_of, the_only_one
from cli.running.ports import Port, check_free
from cli.running.silence import recognised, released
from cli.setting_up import open_store, read_settings
from flows.runs.deployments import POOL
from flows.runs.worker import DoanWorker
from models.store.database.engine import Store

log = logging.getLogger("doan.worker")


def work() -> None:
    """Run until SIGTERM or SIGINT, then end after the wake-up in hand."""
    settings = read_settings()
    keep_log(settings, "worker")
    store = recognised(open_store(settings))
    folder, alone = folder_of(store, settings), store.is_sqlite
    with the_only_one(folder, RunningPart.WORKER, alone=alone):
        if alone:
            check_free(Port("DOAN_WORKER_PORT", settings.worker_port, datagrams=True))
        anyio.run(_serve, store)


async def _serve(store: Store) -> None:
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_end_on_signal, tasks.cancel_scope)
        await released(store)
        store.close()
        worker = DoanWorker(work_pool_name=POOL)
        await worker.start(with_healthcheck=True, printer=_note)


def _note(said: str) -> None:
    """Log what Prefect would print: that its worker began, or ended."""
    log.info("the worker %s", "began" if "started" in said else "ended")


async def _end_on_signal(scope: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            scope.cancel()
            return
