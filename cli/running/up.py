"""`doan up`: the whole of Doan from one folder, with one command."""

import asyncio
import signal
import sys
from contextlib import ExitStack
from datetime import datetime

import httpx
import uvicorn
from fastapi import FastAPI

from cli.lacks import SetupLacks
from cli.mail.checking import finding, warnings
from cli.running.children import Child, keep_running_in_ranks
from cli.running.log_files import keep_logs_short
from cli.running.logs import keep_log
from cli.running.one import RunningPart, demand_nobody, folder_of, the_only_one
from cli.running.pauses import keep_pauses_short
from cli.running.ports import check_free, ports_of
from cli.running.prefect_server import prefect_api, prefect_environment, server_command
from cli.running.web_server import web_server
from cli.screen import out, spoken
from cli.setting_up import local_url, prepare, read_mailing_settings
from config.province_time import PROVINCE_TIME
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from flows.sweeps.alarms import HealthWatch
from models.store.copies.quarantine import in_quarantine
from models.store.database.engine import Store
from notifications.sending.catcher import Catcher
from web.app import create_app
from web.ground.noted.openings import Openings

DOAN = (sys.executable, "-m", "cli.main")

DEMO_BEGINS = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)


def up(*, demo: bool) -> None:
    """Start everything and serve until SIGTERM or SIGINT. Starting again loses nothing."""
    settings = read_mailing_settings(demo=demo)
    if settings.log_format == "json":
        # Else the terminal is for whoever started it.
        keep_log(settings, "web")
    store = prepare(settings, demo_from=DEMO_BEGINS if demo else None)
    desk = Desk(store, settings, tell_running(store, settings))
    desk.regulation()
    folder = folder_of(store, settings)
    try:
        with the_only_one(folder):
            if store.is_sqlite:
                demand_nobody(folder, RunningPart.DELIVERER, RunningPart.WORKER)
            check_free(*ports_of(settings, pokes=store.is_sqlite))
            asyncio.run(_serve(desk))
    finally:
        store.close()
    out.print(spoken().text("up.stopped"))


async def _serve(desk: Desk) -> None:
    settings = desk.settings
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, stop.set)
    with ExitStack() as parts:
        catcher = parts.enter_context(_catcher(settings)) if settings.catch_mail else None
        openings = Openings()
        server = _web_server(create_app(desk, catcher=catcher, openings=openings), settings)
        keep_pauses_short()
        await asyncio.gather(
            server.serve(),
            _stop_with(server, stop),
            openings.keep_written(desk.store, stop),
            keep_running_in_ranks(_children(settings), stop),
            _say_when_ready(desk.store, settings, server, stop),
            HealthWatch(desk).run(stop),
            keep_logs_short(settings.folder / "log", settings.keep_logs_days, stop),
        )


def _catcher(settings: Settings) -> Catcher:
    """Return the local mail catcher; sign-in codes are shown in this terminal and nowhere else."""

    def show_code(address: str, code: str) -> None:
        out.print(spoken().text("up.code", address=address, code=code), markup=False)

    return Catcher(settings.folder / "mail", settings.catcher_port, on_code=show_code)


def _web_server(app: FastAPI, settings: Settings) -> uvicorn.Server:
    server = web_server(app, settings)
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
    # With `--demo` no variable says that messages are caught.
    caught = {"DOAN_CATCH_MAIL": "1"} if settings.catch_mail else {}
    caught["DOAN_LANGUAGE"] = spoken().language.value
    ours = [
        Child("deliverer", deliver, caught, logs / "deliverer.log", _is_ours),
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
    """Tell whether the worker needs a variable: it sends no mail and signs nobody in."""
    others = variable.startswith(
        (
            "DOAN_SMTP_PASSWORD",
            "DOAN_OIDC_CLIENT_SECRET",
            "DOAN_ALARM_URLS",
            "DOAN_METRICS_TOKEN",
        )
    )
    return (_is_ours(variable) and not others) or _is_prefects(variable)


def _is_prefects(variable: str) -> bool:
    return variable.startswith("PREFECT_")


async def _say_when_ready(
    store: Store, settings: Settings, server: uvicorn.Server, stop: asyncio.Event
) -> None:
    """Show what has come up, each part when it answers."""
    w = spoken()

    def say(msgid: str, **facts: object) -> None:
        out.print(w.text(f"up.{msgid}", **facts), markup=False, soft_wrap=True)

    say("folder", folder=settings.folder.resolve())
    if found := in_quarantine(store):
        out.print(found.said(w), style="red", markup=False, soft_wrap=True)
    # Asked on this machine: a public address may lead here only once the pages are ready.
    await _answers(f"{local_url(settings)}/healthz", stop)
    if not server.started and not stop.is_set():
        # Somebody else answers there: they took the port after it was found free.
        taken = {"port": settings.port, "host": settings.host, "reason": "in use"}
        raise SetupLacks("port", variable="DOAN_PORT", **taken)
    say("web", url=settings.base_url)
    if settings.catch_mail:
        say("mail_caught", url=f"{settings.base_url}/mail")
    else:
        say("mail", server=settings.mail_place)
        await _say_whether_letters_leave(settings, stop)
    await _answers(f"{prefect_api(settings)}/health", stop)
    if not stop.is_set():
        page = prefect_api(settings).removesuffix("/api")
        key = settings.folder / "prefect.key"
        say("prefect", page=page, file=key)
        say("ready")


async def _say_whether_letters_leave(settings: Settings, stop: asyncio.Event) -> None:
    """Say what keeps letters from leaving, or spoils them; the deliverer keeps it for `doan status`."""
    w = spoken()
    for each in warnings(settings, w):
        out.print(each, style="yellow", markup=False, soft_wrap=True)
    looking = asyncio.create_task(finding(settings, w))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((looking, stopping), return_when=asyncio.FIRST_COMPLETED)
    if looking.done():
        is_well, said = looking.result()
        if not is_well:
            out.print(said, style="red", markup=False, soft_wrap=True)
    looking.cancel()
    stopping.cancel()


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
