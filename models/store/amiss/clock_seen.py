"""Where the machine's clock stood at the last sweep, so that a jump of it is noted and told.

A clock is held against how long its machine has been running. After a start of the machine nobody knows
how long it stood still: then a clock that goes back, or leaps by months, has jumped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from models.store.database.clock import machine_time
from models.store.database.engine import insert_or_change
from models.store.tables import clock_seen

# A clock that is set right by less is no matter for anybody.
TOLERATED = timedelta(minutes=2)
# Nobody leaves Doan switched off for longer and then wonders why its clock has gone on.
LONGEST_STANDSTILL = timedelta(days=60)
# So long a jump is told.
TOLD_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Uptime:
    """Which start of its machine a process belongs to, and for how many seconds that has been up."""

    boot: str
    seconds: float


@dataclass(frozen=True)
class Seen:
    """A clock as it stood once, beside how long its machine had been running."""

    at: datetime
    running: Uptime


@dataclass(frozen=True)
class Jump:
    """When the clock jumped last (by where it stood after it), and by how much; back is negative."""

    at: datetime
    by: timedelta

    def is_news(self, machine_at: datetime) -> bool:
        """Tell whether it is told yet; one of a day to come was seen by a clock that stood wrong."""
        return abs(machine_at - self.at) < TOLD_FOR


def look(conn: Connection, running: Uptime) -> Jump | None:
    """Note where the clock stands; return the jump it made since it was looked at last."""
    seen = Seen(machine_time(conn), running)
    before = conn.execute(select(clock_seen)).one_or_none()
    by = jumped(Seen(before.at, Uptime(before.boot, before.running_for)), seen) if before else None
    row = {"id": 1, "at": seen.at, "boot": running.boot, "running_for": running.seconds}
    insert_or_change(conn, clock_seen, [row], ("at", "boot", "running_for"))
    if by is None:
        return None
    told = {**row, "jumped_at": seen.at, "jumped_by": by.total_seconds()}
    insert_or_change(conn, clock_seen, [told], ("jumped_at", "jumped_by"))
    return Jump(seen.at, by)


def last_jump(conn: Connection) -> Jump | None:
    """Return the last jump of the clock that was seen."""
    found = select(clock_seen.c.jumped_at, clock_seen.c.jumped_by)
    row = conn.execute(found.where(clock_seen.c.jumped_at.is_not(None))).one_or_none()
    return Jump(row.jumped_at, timedelta(seconds=row.jumped_by)) if row else None


# --- the rule --------------------------------------------------------------------------------------


def jumped(before: Seen, after: Seen) -> timedelta | None:
    """Return by how much a clock jumped between two looks at it; None where it went on as time does."""
    went = after.at - before.at
    if before.running.boot == after.running.boot:
        off = went - timedelta(seconds=after.running.seconds - before.running.seconds)
        return off if abs(off) > TOLERATED else None
    return went if went < -TOLERATED or went > LONGEST_STANDSTILL else None
