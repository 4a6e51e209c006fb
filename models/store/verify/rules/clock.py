"""When an entry happened and was written: never before the one before it, and not in the time to come.

A machine's clock that is set back by hand, or was wrong for a while, leaves times that look like a lie,
and nobody can tell them from one by the database. So whoever audits is told of them, but last: they hide
nothing else.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from models.store.verify.ground import Ground
from models.store.verify.reading import read_moment
from models.store.verify.rules.told import Broken

# So far a clock is set right by itself, between two machines or after a start.
SET_RIGHT = timedelta(minutes=1)
# Both times are taken at once; the first releases asked for one after the other.
APART = timedelta(minutes=1)
# A machine that takes local time for UTC is some hours ahead; nothing is a day.
AHEAD = timedelta(days=1)


class Clock:
    """Reads the times of a case's entries in their order."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._before: tuple[datetime, datetime] | None = None
        self.broken: Broken | None = None

    def reads(self, row: Row[Any]) -> None:
        """Note the first entry whose times cannot be."""
        times = read_moment(row.at), read_moment(row.recorded_at)
        self.broken = self.broken or self._broken_by(row.seq, *times)
        self._before = times

    def _broken_by(self, seq: int, at: datetime, recorded_at: datetime) -> Broken | None:
        moved = self._ground.clock_was_moved
        if not moved and abs(at - recorded_at) > APART:
            return _broken(seq, "at", at, f"that of recorded_at, {recorded_at}")
        if recorded_at > self._ground.now + AHEAD:
            return _broken(seq, "recorded_at", recorded_at, f"not after {self._ground.now}")
        if self._before is None:
            return None
        for name, time, before in zip(
            ("at", "recorded_at"), (at, recorded_at), self._before, strict=True
        ):
            if time < before - SET_RIGHT:
                return _broken(seq, name, time, f"not before {before}, the entry before")
        return None


def _broken(seq: int, column: str, found: datetime, expected: str) -> Broken:
    return Broken(found.isoformat(), expected, f"entry {seq}, column {column}")
