"""Who opens what of a case, noted beside the pages: counted in memory, written a little later.

A page adds one to a number and waits for nothing; what was counted is written every other second, by
nobody who answers. Whoever ends the process by force loses the last seconds.
"""

import asyncio
import logging
import threading
from collections import Counter

from models.store.database.engine import Store
from models.store.privacy import openings
from models.store.privacy.openings import Opening

log = logging.getLogger("doan.openings")

EVERY_SECONDS = 2.0
# Beyond as many different ones nobody can be reading: the database is away.
_MOST_WAITING = 20_000


class Openings:
    """What was opened and is not written yet. Threads share it."""

    def __init__(self) -> None:
        self._waiting: Counter[Opening] = Counter()
        self._lock = threading.Lock()

    def note(self, opening: Opening) -> None:
        """Count that somebody opens something."""
        with self._lock:
            if len(self._waiting) < _MOST_WAITING or opening in self._waiting:
                self._waiting[opening] += 1

    def write(self, store: Store) -> None:
        """Write what was counted; what cannot be written waits for the next time."""
        with self._lock:
            opened, self._waiting = self._waiting, Counter()
        if not opened:
            return
        try:
            with store.writing() as conn:
                openings.count(conn, opened)
        except Exception:
            log.exception("who opened what could not be written")
            with self._lock:
                self._waiting.update(opened)

    async def keep_written(self, store: Store, stop: asyncio.Event) -> None:
        """Write until Doan stops, and once more then."""
        stopping = asyncio.ensure_future(stop.wait())
        while not stopping.done():
            await asyncio.wait((stopping,), timeout=EVERY_SECONDS)
            await asyncio.to_thread(self.write, store)
