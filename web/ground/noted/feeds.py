"""How often the calendar at a secret address is read: who asks without end is told to wait."""

import threading
from collections import Counter
from datetime import datetime, timedelta

# For some devices of one person, each of which asks every few minutes.
MOST_AN_HOUR = 60
_HOUR = timedelta(hours=1)


class FeedReads:
    """How often each calendar was read within this hour. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hour: datetime | None = None
        self._read: Counter[str] = Counter()

    def wait(self, feed: str, at: datetime) -> int:
        """Count that a calendar is read; return the seconds to wait where it is read too often."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            if hour != self._hour:
                self._hour, self._read = hour, Counter()
            self._read[feed] += 1
            too_often = self._read[feed] > MOST_AN_HOUR
        return int((hour + _HOUR - at).total_seconds()) + 1 if too_often else 0
