"""The logs of processes end: what is older than a day is laid aside, what is older than is set goes."""

import asyncio
import logging
import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

log = logging.getLogger("doan.logs")

LOOK_EVERY = timedelta(hours=1)
_LAID_ASIDE = re.compile(r"[a-z]+\.log\.(\d{4}-\d{2}-\d{2})")


async def keep_logs_short(folder: Path, days: int, stop: asyncio.Event) -> None:
    """Look each hour, until stopped, whether a log is to be laid aside or goes."""
    stopping = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        try:
            await asyncio.to_thread(shorten, folder, days, datetime.fromtimestamp(time.time(), UTC))
        except OSError:
            log.exception("the logs in %s could not be shortened", folder)
        await asyncio.wait((stopping,), timeout=LOOK_EVERY.total_seconds())


def shorten(folder: Path, days: int, at: datetime) -> None:
    """Lay each log aside under the day it ends on, once a day, and delete those of long ago.

    Processes go on writing to the file they have: it is copied and emptied, not moved. What one writes
    between the two is lost.
    """
    yesterday = at.date() - timedelta(days=1)
    for file in sorted(folder.glob("*.log")):
        before = list(folder.glob(f"{file.name}.*-*-*"))
        aside = file.with_name(f"{file.name}.{yesterday}")
        if not before:
            # It began today: from now on one can tell.
            aside.touch(mode=0o600)
        elif not aside.exists():
            _lay_aside(file, aside)
    for file in folder.iterdir():
        named = _LAID_ASIDE.fullmatch(file.name)
        if named and datetime.fromisoformat(named[1]).date() < yesterday - timedelta(days=days):
            file.unlink()


def _lay_aside(file: Path, aside: Path) -> None:
    shutil.copyfile(file, aside)
    aside.chmod(0o600)
    with file.open("r+b") as emptied:
        emptied.truncate(0)
