"""Of one SQLite file there is one Doan: a second one would send, and count time, beside the first.

So it is with each of its parts. On PostgreSQL several share the work; there the lock says only that a
part runs here.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import IO

from cli.lacks import SetupLacks
from config.settings import Settings
from models.store.database.engine import Store

# What a Doan killed a moment ago had started is still stopping.
PATIENCE_SECONDS = 5.0


class RunningPart(StrEnum):
    """What runs on a folder, by the command that starts it."""

    DOAN = "up"
    DELIVERER = "deliver"
    WORKER = "worker"
    BACKUP = "backup"

    @property
    def lock(self) -> str:
        """Return the name of the file that it keeps locked."""
        return "doan.lock" if self is RunningPart.DOAN else f"{self}.lock"


def folder_of(store: Store, settings: Settings) -> Path:
    """Return the folder a Doan is alone on: where its file lies, by whatever name it is opened."""
    file = store.engine.url.database if store.is_sqlite else None
    return Path(file).resolve().parent if file else settings.folder


@contextmanager
def the_only_one(
    folder: Path, part: RunningPart = RunningPart.DOAN, *, alone: bool = True
) -> Iterator[None]:
    """Keep a folder for this process until it ends, however it ends.

    One that need not be `alone` keeps out those that do. Raises `SetupLacks` with the process that runs.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / part.lock).open("a+") as lock:
        _hold(lock, folder, part, alone=alone)
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def demand_nobody(folder: Path, *parts: RunningPart) -> None:
    """Raise `SetupLacks` where one of some parts runs on a folder, with its process."""
    for part in parts:
        with suppress(FileNotFoundError), (folder / part.lock).open("r") as lock:
            _hold(lock, folder, part)


def runs(folder: Path, part: RunningPart) -> bool:
    """Tell whether a part runs on a folder of this machine."""
    try:
        with (folder / part.lock).open("r") as lock:
            return not _taken(lock, fcntl.LOCK_EX)
    except FileNotFoundError:
        return False


def _hold(lock: IO[str], folder: Path, part: RunningPart, *, alone: bool = True) -> None:
    until = time.monotonic() + (0 if part is RunningPart.DOAN else PATIENCE_SECONDS)
    while not _taken(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH):
        if time.monotonic() >= until:
            lock.seek(0)
            process = lock.read(20).strip() or "?"
            raise SetupLacks("runs_already", folder=folder, process=process, command=f"doan {part}")
        time.sleep(0.2)


def _taken(lock: IO[str], how: int) -> bool:
    """Take a lock if nobody has it; tell whether it is ours now."""
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
