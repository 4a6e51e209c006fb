"""The processes of an engine: started, waited for, ended, and the processor time they have used."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 120.0
_LOOK_AGAIN_SECONDS = 0.02
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class DidNotCome(Exception):
    """Something another process does was waited for in vain; the message says what."""


def wait_until(
    done: Callable[[], bool], what: str, patience_seconds: float = PATIENCE_SECONDS
) -> None:
    """Wait for what another process does without telling anybody; raises `DidNotCome`."""
    until = time.monotonic() + patience_seconds
    while not done():
        if time.monotonic() > until:
            raise DidNotCome(what)
        time.sleep(_LOOK_AGAIN_SECONDS)


def answers(url: str) -> bool:
    """Tell whether a page answers that all is well; a server with a password refuses and is up."""
    try:
        return httpx.get(url, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


@contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command from the root of the project until the block ends; its output goes to a file."""
    known = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    with (
        log.open("ab") as file,
        subprocess.Popen(
            command,
            env=known,
            cwd=ROOT,
            stdout=file,
            stderr=file,
            # Ctrl-C is for the benchmarks, which then end everything in order.
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            ended(process)


def ended(process: "subprocess.Popen[bytes] | subprocess.Popen[str]") -> None:
    """End a process that leads a session, wait for it, and kill what it has left behind."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=60)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def free_ports(count: int) -> list[int]:
    """Return free ports, asked for all at once so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in held]
    for each in held:
        each.close()
    return ports


def cpu_seconds(*roots: int) -> float:
    """Return the processor time of processes and all they have started, the ended ones included."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (told := _stat(entry)):
            parents[int(entry.name)], used[int(entry.name)] = told
    wanted = set(roots)
    # A child has no need to have a higher number than its parent, so this goes on until it is whole.
    while found := {p for p, parent in parents.items() if parent in wanted} - wanted:
        wanted |= found
    return sum(used[pid] for pid in wanted if pid in used)


def cpu_seconds_of_one(process: int) -> float:
    """Return the processor time of a process alone, without those it has started."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(int(ticks) for ticks in fields[11:13]) / _TICKS_A_SECOND


def _stat(entry: Path) -> tuple[int, float] | None:
    """Return a process's parent, and its own seconds with those of the children it waited for."""
    try:
        fields = (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(ticks) for ticks in fields[11:15]) / _TICKS_A_SECOND


def lines_with(text: str, *logs: Path) -> int:
    """Count the lines of log files that hold a text."""
    return sum(
        line.count(text) > 0
        for log in logs
        if log.exists()
        for line in log.read_text(errors="replace").splitlines()
    )
