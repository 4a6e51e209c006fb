"""Where a demo plays: a Doan of its own in a temporary folder, with its mail and its Prefect."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from cli.demo.story import PATIENCE_SECONDS, Story
from cli.running.prefect_server import prefect_api
from cli.screen import err, out, spoken
from cli.setting_up import read_settings
from config.settings import LOOPBACK, Settings
from models.errors import DoanError, SetupError
from models.ids import CaseNo
from models.store import histories
from models.store.database.engine import Store
from notifications.sending.catcher import Catcher

EXAMPLES = Path(__file__).parents[2] / "examples"
DOAN = (sys.executable, "-m", "cli.main")
_PORTS = (
    "PORT", "SMTP_PORT", "CATCHER_PORT", "PREFECT_PORT", "POKE_PORT", "WORKER_PORT",
    "WORKER_HEALTH_PORT",
)  # fmt: skip
_OF_OTHERS = ("DOAN_", "PREFECT_")


@contextmanager
def running(folder: Path) -> Iterator[Story]:
    """Start a whole Doan beside this process, its mail coming here over SMTP."""
    language = spoken().language.value
    # Whatever is set for another Doan is not this one's: it must not write into its database.
    for variable in [name for name in os.environ if name.upper().startswith(_OF_OTHERS)]:
        del os.environ[variable]
    ports = _free_ports(len(_PORTS))
    os.environ.update({f"DOAN_{name}": str(port) for name, port in zip(_PORTS, ports, strict=True)})
    os.environ.update(DOAN_FOLDER=str(folder), DOAN_SMTP_HOST="127.0.0.1", DOAN_SMTP_TLS="none")
    os.environ["DOAN_LANGUAGE"] = language
    settings = read_settings()
    story = Story(settings, Store(settings.store_url))
    catcher = Catcher(
        folder / "mail",
        settings.smtp_port,
        on_code=lambda address, code: story.codes.put((address, code)),
        on_message=story.inbox.put,
    )
    command = [*DOAN, "up", "--demo"]
    with catcher, subprocess.Popen(command) as started:
        try:
            _wait_for(f"{settings.base_url}/healthz", started)
            # Nobody need wait for Prefect; the demo does, to show a history with every stage in it.
            _wait_for(f"{prefect_api(settings)}/health", started)
            yield story
        finally:
            started.send_signal(signal.SIGTERM)
            started.wait(timeout=60)
            story.store.close()


# Where a request is filed in a Doan that was started as it comes.
_NEW_REQUEST = f"http://{LOOPBACK}:{Settings.model_fields['port'].default}/requests/new"


def judged(folder: Path, live: Callable[[Story], list[str]], praise: str) -> int:
    """Let a story live in a Doan of its own; return 0 only if it has nothing to complain of."""
    began, w = time.monotonic(), spoken()
    try:
        with running(folder) as story:
            complaints = live(story)
    except DoanError as error:
        complaints = [error.said(w)]
    for complaint in complaints:
        err.print(f"✘ {complaint}", style="red", markup=False)
    if not complaints:
        took = round(time.monotonic() - began)
        out.print(f"[green]✔[/] {w.text(f'demo.{praise}', seconds=took)}")
        out.print(w.text("demo.file_your_own", page=_NEW_REQUEST), markup=False)
    return 1 if complaints else 0


def doan(*arguments: str) -> None:
    """Run a command of `doan` as a person would; raises `SetupError` when it is refused."""
    if subprocess.run((*DOAN, *arguments), check=False).returncode:
        raise SetupError("demo_refused", command=" ".join(arguments))


def run_amiss(story: Story, case_no: CaseNo) -> list[str]:
    """Wait until a case's history is level with its journal; show it; it must be Completed."""
    patience = time.monotonic() + PATIENCE_SECONDS
    states: list[dict[str, str]] = []
    while time.monotonic() < patience:
        with story.store.reading() as conn:
            run_id = histories.of(conn, case_no).run_id
        states = _states(story.settings, run_id) if run_id else []
        if states and states[-1]["type"] == "COMPLETED":
            break
        time.sleep(0.2)
    for state in states:
        moment = state["timestamp"][:19].replace("T", " ")
        out.print(f"  {moment}  {state['name']:<10} {state['message'] or ''}", markup=False)
    completed = states and states[-1]["type"] == "COMPLETED"
    amiss = spoken().text("demo.not_completed", case=case_no)
    return [] if completed else [amiss]


def _states(settings: Settings, run_id: str) -> list[dict[str, str]]:
    user, _, password = settings.prefect_password.partition(":")
    answer = httpx.get(
        f"{prefect_api(settings)}/flow_run_states/",
        params={"flow_run_id": run_id},
        auth=(user, password),
        trust_env=False,
    )
    states: list[dict[str, str]] = answer.raise_for_status().json()
    return sorted(states, key=lambda state: state["timestamp"])


def _wait_for(url: str, doan: "subprocess.Popen[bytes]") -> None:
    """Wait until Doan answers; raises `SetupError` when it ends before that."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < patience and doan.poll() is None:
        try:
            if httpx.get(url, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise SetupError("demo_not_started")


def _free_ports(count: int) -> list[int]:
    """Ask the machine for free ports, all at once so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports
