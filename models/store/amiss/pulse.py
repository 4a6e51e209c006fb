"""The pulse of the sweeps: when one last came to its end, and which of its parts fail since when.

By the machine's own clock, also in a folder whose clock is moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from models.store.database.clock import machine_time
from models.store.database.engine import count_up, insert_or_change
from models.store.tables import pulse

_SWEEP = "sweep"
_LONGEST_REASON = 80
# What failed once may have met a database that was away for a moment.
FAILS_AFTER = 2


@dataclass(frozen=True)
class Pulse:
    """When a sweep last came to its end (None: none ever has), and which of its parts fail."""

    at: datetime | None
    failing: tuple[str, ...]


def beat(conn: Connection, failed: Mapping[str, str]) -> None:
    """Note that a sweep has come to its end; `failed` are its parts that did not, with the reason."""
    at = machine_time(conn)
    row = {"part": _SWEEP, "at": at, "times": 0, "reason": None}
    insert_or_change(conn, pulse, [row], ("at",))
    conn.execute(delete(pulse).where(pulse.c.part.not_in([_SWEEP, *failed])))
    for part, reason in failed.items():
        count_up(conn, pulse, "times", {"part": part}, at=at, reason=reason[:_LONGEST_REASON])


def felt(conn: Connection) -> Pulse:
    """Return the pulse as it is."""
    rows = conn.execute(select(pulse).order_by(pulse.c.part)).all()
    at = next((row.at for row in rows if row.part == _SWEEP), None)
    failing = (row.part for row in rows if row.part != _SWEEP and row.times >= FAILS_AFTER)
    return Pulse(at, tuple(failing))
