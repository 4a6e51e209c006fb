"""The parts of a sweep, each done whatever became of those before; how the sweep stands is noted."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from flows.acts.desk import Desk
from flows.apart import kind_of
from models.store.amiss import aside, clock_seen, pulse
from models.store.amiss.clock_seen import Uptime

log = logging.getLogger("doan.sweeps")

_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Parts:
    """One sweep: what of it was done, and what failed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._failed: dict[str, Exception] = {}

    def do(self, name: str, part: Callable[[Desk], object]) -> None:
        """Do a part; where it fails, the others are done all the same."""
        try:
            part(self._desk)
        except Exception as fault:
            log.exception("the sweep of %s failed", name)
            self._failed[name] = fault

    def end(self) -> None:
        """Note that the sweep came to its end, with what failed and where the clock stands.

        Raises the fault of the first part that failed: whoever called tells of it.
        """
        with self._desk.store.writing() as conn:
            pulse.beat(conn, {name: kind_of(fault) for name, fault in self._failed.items()})
            jump = clock_seen.look(conn, running())
            aside.forget_old(conn)
        if jump:
            log.error("the clock jumped by %.0f seconds", jump.by.total_seconds())
        for fault in self._failed.values():
            raise fault


def running() -> Uptime:
    """Return which start of this machine it is, and for how long it has been running, asleep or not."""
    try:
        boot = _BOOT.read_text(encoding="ascii").strip()
        return Uptime(boot, time.clock_gettime(time.CLOCK_BOOTTIME))
    except (AttributeError, OSError, UnicodeDecodeError):
        # Elsewhere than on Linux two looks are held against each other as across a start.
        return Uptime(f"process {os.getpid()}", time.monotonic())
