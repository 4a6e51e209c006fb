"""How fast another system may call: so many calls in a window of time, each caller by themselves.

Each process counts for itself, and forgets when it ends: what it keeps off is a loop that went wild.
"""

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from time import monotonic

from web.ground.calls.errors import TooManyCalls

MOST_CALLS, WINDOW = 600, timedelta(minutes=1)
# Beyond so many callers those whose window is over are forgotten.
_MOST_CALLERS = 10_000


@dataclass
class Pace:
    """Who called how often in the window that runs; threads share it."""

    most: int = MOST_CALLS
    window: timedelta = WINDOW
    _begun: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def demand(self, caller: str) -> None:
        """Count a call; raises `TooManyCalls` beyond the most."""
        at, lasts = monotonic(), self.window.total_seconds()
        with self._lock:
            begun, calls = self._begun.get(caller, (at, 0))
            if at - begun >= lasts:
                begun, calls = at, 0
            if calls >= self.most:
                raise TooManyCalls(max(1, ceil(begun + lasts - at)))
            if len(self._begun) >= _MOST_CALLERS:
                running = self._begun.items()
                self._begun = {who: window for who, window in running if at - window[0] < lasts}
            self._begun[caller] = (begun, calls + 1)
