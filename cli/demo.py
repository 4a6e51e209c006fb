"""`doan demo`: three delegations live their whole lives on real parts, in under 90 seconds.

One goes abroad, two receive guests: a delegation of a province, and a foreign NGO that comes twice.

A Doan of its own is started in a temporary folder whose clock plays in July 2020: Prefect's server,
the web pages, the deliverer, the worker. Every message arrives here over SMTP; whoever it is for
opens its link over HTTP, shows who they are and answers. One agency stays silent on purpose.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.rule import Rule

from cli.auditing import show_verification
from cli.demo_story import PATIENCE_SECONDS, Story, live
from cli.prefect_server import prefect_api
from cli.reading import show_case
from cli.screen import err, out, spoken
from cli.setting_up import read_settings
from config.settings import Settings
from models.errors import DoanError, SetupError
from models.store import cases, histories
from models.store.engine import Store
from notifications.catcher import Catcher

EXAMPLES = Path(__file__).parent.parent / "examples"
# Each request with the officer who submits it.
REQUESTS = {
    "outbound_gokseong.yaml": "nguyen.thi.mau",
    "inbound_saga.yaml": "thai.van.thi.du",
    "inbound_ngo.yaml": "ta.thi.vi.du",
}

# Every message of these stories, by its folder of templates.
EXPECTED = Counter(
    {
        "case_received": 3,
        "to_sign": 3,
        "to_appraise": 3,
        "to_consult": 6,
        "reminder": 1,
        "silence_recorded": 2,
        "to_vote": 8,
        "receipt_of_vote": 6,
        "to_decide": 3,
        "to_issue": 5,
        "progress": 22,
        "case_approved": 9,
        "to_prepare": 4,
        "to_confirm_departure": 1,
        "to_confirm_return": 1,
        "to_file": 3,
        "to_accept": 3,
        "to_hand_back": 1,
        "to_settle": 2,
        "report_accepted": 3,
        "receipt": 79,
        "case_archived": 6,
        "to_classify": 1,
        "to_arrange": 18,
        "invitation": 29,
        "to_oversee": 2,
        "to_reassign": 1,
        "to_deliver": 17,
        "reception_confirmed": 4,
        "to_confirm_arrival": 3,
        "to_confirm_send_off": 3,
        "commitment_made": 1,
        "to_fulfil": 1,
        "commitment_closed": 2,
        "to_notify": 1,
        "visit_noticed": 2,
    }
)


_PORTS = (
    "PORT", "SMTP_PORT", "CATCHER_PORT", "PREFECT_PORT", "POKE_PORT", "WORKER_PORT",
    "WORKER_HEALTH_PORT",
)  # fmt: skip


def play() -> int:
    """Play the story; return 0 only if everything came out as it must."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="doan-demo-") as folder:
        try:
            with _running(Path(folder)) as story:
                _submit(story)
                live(story)
                complaints = _look_back(story)
        except DoanError as error:
            complaints = [error.said(spoken())]
    for complaint in complaints:
        err.print(f"✘ {complaint}", style="red", markup=False)
    if not complaints:
        out.print(f"[green]✔[/] archived, completed, verified in {time.monotonic() - began:.0f} s")
    return 1 if complaints else 0


@contextmanager
def _running(folder: Path) -> Iterator[Story]:
    """Start a whole Doan beside this process, its mail coming here over SMTP."""
    ports = _free_ports(len(_PORTS))
    os.environ.update({f"DOAN_{name}": str(port) for name, port in zip(_PORTS, ports, strict=True)})
    os.environ.update(DOAN_FOLDER=str(folder), DOAN_SMTP_HOST="127.0.0.1", DOAN_SMTP_TLS="none")
    settings = read_settings()
    story = Story(settings, Store(settings.store_url))
    catcher = Catcher(
        folder / "mail",
        settings.smtp_port,
        on_code=lambda address, code: story.codes.put((address, code)),
        on_message=story.inbox.put,
    )
    command = [sys.executable, "-m", "cli.main", "up", "--demo"]
    with catcher, subprocess.Popen(command) as doan:
        try:
            _wait_for(f"{settings.base_url}/readyz", doan)
            # Nobody need wait for Prefect; the demo does, to show a history with every stage in it.
            _wait_for(f"{prefect_api(settings)}/health", doan)
            yield story
        finally:
            doan.send_signal(signal.SIGTERM)
            doan.wait(timeout=60)
            story.store.close()


def _submit(story: Story) -> None:
    """The officers of the units submit their requests from the command line."""
    for name, officer in REQUESTS.items():
        out.print(Rule(f"doan submit {name} --as {officer}"))
        command = [
            sys.executable,
            "-m",
            "cli.main",
            "submit",
            str(EXAMPLES / name),
            "--as",
            officer,
        ]
        if subprocess.run(command, check=False).returncode:
            raise SetupError(what=f"{name} was not taken")
    with story.store.reading() as conn:
        story.case_nos = sorted(case.no for case in cases.all_cases(conn))


def _look_back(story: Story) -> list[str]:
    """Show timelines, the Prefect runs' histories and the journal; return what is not right."""
    complaints = _messages_amiss(story)
    for case_no in story.case_nos:
        out.print(Rule(f"doan show {case_no}"))
        show_case(case_no, "vi")
        out.print(Rule(f"Prefect: {case_no}"))
        complaints += _run_amiss(story, case_no)
        with story.store.reading() as conn:
            status = cases.read_case(conn, case_no).status
        if status != "archived":
            complaints.append(f"{case_no} is {status}")
    out.print(Rule("doan audit verify"))
    if show_verification("vi"):
        complaints.append("the journal does not verify")
    return complaints


def _messages_amiss(story: Story) -> list[str]:
    """Compare the messages that came with those this story calls for, each exactly once."""
    missing, unexpected = EXPECTED - story.received, story.received - EXPECTED
    twice = Counter({name: n - 1 for name, n in story.checkpoints.items() if n > 1})
    if not story.checkpoints:
        missing["checkpoint"] += 1
    said = (("did not come", missing), ("came once too often", unexpected + twice))
    return [f"{notice} {what} ({n})" for what, counted in said for notice, n in counted.items()]


def _run_amiss(story: Story, case_no: str) -> list[str]:
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
    return [] if completed else [f"the run of {case_no} is not Completed"]


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
    raise SetupError(what="Doan did not start")


def _free_ports(count: int) -> list[int]:
    """Ask the machine for free ports, all at once so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports
