"""Whether Doan can be relied on, as probes are told: looked at anew every two seconds at most."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

# Probes may come as often as they like: between two looks they are told the same.
LOOKED_AT_EVERY_SECONDS = 2.0

Told = Mapping[str, object]


@dataclass
class Readiness:
    """What probes were told last, and for how long this process has been up. `clock` counts seconds."""

    clock: Callable[[], float] = time.monotonic
    _told: Told | None = None
    _told_at: float = 0.0
    _began: float = field(init=False)
    _looking: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        self._began = self.clock()

    @property
    def up_for(self) -> timedelta:
        """Return how long this process has been running."""
        return timedelta(seconds=self.clock() - self._began)

    def told(self, look: Callable[[timedelta], Told]) -> Told:
        """Return what a look finds, or what one found a moment ago; one at a time looks."""
        with self._looking:
            if self._told is None or self.clock() - self._told_at >= LOOKED_AT_EVERY_SECONDS:
                self._told = look(self.up_for)
                self._told_at = self.clock()
            return self._told
