"""`doan up`: the whole of Doan from one folder, with one command."""

import asyncio
import signal
import sys
from contextlib import ExitStack
from datetime import datetime

import httpx
import uvicorn

from cli.lacks import SetupLacks
from cli.running.children import Child, keep_running_in_ranks
from cli.running.pauses import keep_pauses_short
from cli.running.ports import check_free, ports_of
from cli.running.prefect_server import prefect_api, prefect_environment, server_command
from cli.screen import out
from cli.setting_up import local_url, prepare, read_settings
from config.province_time import PROVINCE_TIME
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from notifications.sending.catcher import Catcher
from web.app import create_app

DOAN = (sys.executable, "-m", "cli.main")

DEMO_BEGINS = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)


def up(*, demo: bool) -> None:
    """Start everything and serve until SIGTERM or SIGINT. Starting again loses nothing."""
    settings = read_settings()
    store = prepare(settings, demo_from=DEMO_BEGINS if demo else None)
    desk = Desk(store, settings, tell_running(store, settings))
    desk.regulation()
    check_free(*ports_of(settings, pokes=store.is_sqlite))
    try:
        asyncio.run(_serve(desk))
    finally:
        store.close()
    out.print("Doan has stopped.")


async def _serve(desk: Desk) -> None:
    settings = desk.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, stop.set)
    with ExitStack() as parts:
        catcher = None if settings.has_mail_server else parts.enter_context(_catcher(settings))
        server = _web_server(desk, catcher)
        keep_pauses_short()
        await asyncio.gather(
            server.serve(),
            _stop_with(server, stop),
            keep_running_in_ranks(_children(settings), stop),
            _say_when_ready(settings, server, stop),
        )


def _catcher(settings: Settings) -> Catcher:
    """Return the local mail catcher; sign-in codes are shown in this terminal and nowhere else."""

    def show_code(address: str, code: str) -> None:
        out.print(f"sign-in code for {address}: [bold]{code}[/] (no mail server is set)")

    return Catcher(settings.folder / "mail", settings.catcher_port, on_code=show_code)


def _web_server(desk: Desk, catcher: Catcher | None) -> uvicorn.Server:
    app = create_app(desk, catcher=catcher)
    config = uvicorn.Config(
        app,
        host=desk.settings.host,
        port=desk.settings.port,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    server = uvicorn.Server(config)
    # Signals are handled here, so that all parts stop in order.
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    return server


async def _stop_with(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


def _children(settings: Settings) -> list[list[Child]]:
    """Return the processes beside: deliverer and worker, then Prefect's server unless one is set.

    The worker is told to stop before the server: it would wait for an answer of one that has gone.
    """
    logs = settings.folder / "log"
    logs.mkdir(exist_ok=True)
    environment = prefect_environment(settings)
    deliver, work, serve = (*DOAN, "deliver"), (*DOAN, "worker"), server_command(settings)
    ours = [
        Child("deliverer", deliver, {}, logs / "deliverer.log", _is_ours),
        # Nobody waits for the history; whoever decides waits for the page and the letter.
        Child("worker", work, environment, logs / "worker.log", _is_the_workers, gives_way=True),
    ]
    if settings.prefect_api_url:
        return [ours]
    # Of Doan it needs nothing: neither the secret nor the database nor the mail server.
    server = Child(
        "prefect", serve, environment, logs / "prefect.log", _is_prefects, gives_way=True
    )
    return [ours, [server]]


def _is_ours(variable: str) -> bool:
    return variable.startswith("DOAN_")


def _is_the_workers(variable: str) -> bool:
    """Tell whether the worker needs a variable: it sends no mail."""
    sends_mail = variable.startswith("DOAN_SMTP_PASSWORD")
    return (_is_ours(variable) and not sends_mail) or _is_prefects(variable)


def _is_prefects(variable: str) -> bool:
    return variable.startswith("PREFECT_")


async def _say_when_ready(settings: Settings, server: uvicorn.Server, stop: asyncio.Event) -> None:
    """Show what has come up, each part when it answers."""
    out.print(f"Doan in {settings.folder.resolve()}", soft_wrap=True)
    # Asked on this machine: a public address may lead here only once the pages are ready.
    await _answers(f"{local_url(settings)}/readyz", stop)
    if not server.started and not stop.is_set():
        # Somebody else answers there: they took the port after it was found free.
        taken = {"port": settings.port, "host": settings.host, "reason": "in use"}
        raise SetupLacks("port", variable="DOAN_PORT", **taken)
    out.print(f"  web      {settings.base_url}")
    if settings.has_mail_server:
        out.print(f"  mail     {settings.smtp_host}:{settings.smtp_port}")
    else:
        out.print(f"  mail     no server is set: messages are caught at {settings.base_url}/mail")
    await _answers(f"{prefect_api(settings)}/health", stop)
    if not stop.is_set():
        page = prefect_api(settings).removesuffix("/api")
        out.print(f"  prefect  {page} (user:password in {settings.folder / 'prefect.key'})")
        out.print("Ready. Ctrl-C stops it.")


async def _answers(url: str, stop: asyncio.Event) -> None:
    """Wait until a page answers, or until Doan stops."""
    stopping = asyncio.ensure_future(stop.wait())
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        while not stop.is_set():
            try:
                if (await client.get(url)).status_code == httpx.codes.OK:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.wait((stopping,), timeout=0.2)
