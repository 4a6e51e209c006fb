"""The processes `doan up` starts beside itself, kept running until it stops."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cli.screen import out, spoken

RESTART_AFTER_SECONDS = 2.0
STOP_WITHIN_SECONDS = 20.0
_PR_SET_PDEATHSIG = 1
_STEPS_BACK = 10


@dataclass(frozen=True)
class Child:
    """A process to keep running: its name, its command, its environment, where it writes its log.

    It is given what every process needs, the `environment`, and of ours the variables it `needs`; no
    other. One that `gives_way` has the processor when nobody else wants it.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    needs: Callable[[str], bool] = lambda _variable: False
    gives_way: bool = False


async def keep_running_in_ranks(ranks: Sequence[Sequence[Child]], stop: asyncio.Event) -> None:
    """Keep children running; when `stop` is set, end them rank by rank.

    A rank is told to stop when all of the one before have ended: they may need it until then.
    """
    running = []
    for rank in ranks:
        ended = asyncio.Event()
        running.append(_keep_rank(rank, stop, ended))
        stop = ended
    await asyncio.gather(*running)


async def _keep_rank(rank: Sequence[Child], stop: asyncio.Event, ended: asyncio.Event) -> None:
    await asyncio.gather(*(keep_running(child, stop) for child in rank))
    ended.set()


async def keep_running(child: Child, stop: asyncio.Event) -> None:
    """Run a child, start it again when it ends, and stop it when `stop` is set."""
    stopping = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        process = await _start(child)
        ended = asyncio.ensure_future(process.wait())
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            await _end(process)
            return
        told = {"part": child.name, "code": process.returncode, "log": child.log}
        out.print(spoken().text("up.part_ended", **told), markup=False, soft_wrap=True)
        await asyncio.wait((stopping,), timeout=RESTART_AFTER_SECONDS)


async def _start(child: Child) -> asyncio.subprocess.Process:
    with child.log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *child.command,
            env={**_given(os.environ, child), **child.environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # A signal typed at the terminal is ours to pass on, in order.
            start_new_session=True,
            preexec_fn=partial(_begin, gives_way=child.gives_way),
        )


# What has nothing to do with Doan: where programs and certificates are, languages, the clock.
_EVERYBODYS = ("PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "VIRTUAL_ENV", "TERM")
_EVERYBODYS_BEGIN = ("LC_", "PYTHON", "SSL_CERT_", "COVERAGE_")


def _given(environment: Mapping[str, str], child: Child) -> dict[str, str]:
    """Return of our own environment what a child is given."""
    return {
        name: value
        for name, value in environment.items()
        if name in _EVERYBODYS or name.startswith(_EVERYBODYS_BEGIN) or child.needs(name)
    }


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_WITHIN_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def _begin(*, gives_way: bool) -> None:
    """Be the child; Linux is asked to end it when its parent dies without a word (SIGKILL)."""
    if gives_way:
        os.nice(_STEPS_BACK)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
