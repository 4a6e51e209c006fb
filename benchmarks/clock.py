"""The two ends of what is measured: when somebody sent a decision, and when its run came to rest.

The other end of most figures, a message's arrival, is noted by the sink.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

# What a Prefect run rests in: Suspended is of the type PAUSED.
_REST = ("PAUSED", "COMPLETED")


@dataclass(frozen=True)
class Moment:
    """A moment by the machine's monotonic clock, in seconds, and by the clock on the wall."""

    at: float
    on_wall: datetime


def this_moment() -> Moment:
    """Return the present moment by both clocks."""
    return Moment(time.monotonic(), datetime.now(UTC))


def seconds_to_rest(sent: Moment, states: Iterable[tuple[datetime, str]]) -> float:
    """Return how long after a moment a run first rested; `states` are when each state came, in order.

    Prefect's server gives its states their time by the wall's clock, so this uses it too.
    """
    rests = (at for at, state in states if state in _REST and at > sent.on_wall)
    return (next(rests) - sent.on_wall).total_seconds()
