"""What works by itself waits, in a restored or copied Doan, until somebody lets it go."""

import asyncio
import logging

from models.store.copies.quarantine import is_quarantined, recognise
from models.store.database.engine import Store

log = logging.getLogger("doan.quarantine")

# So soon after its end it is noticed.
_LOOKS_EACH_SECONDS = 2.0


def recognised(store: Store) -> Store:
    """Return a database after it was seen whether it is a copy of one that works elsewhere."""
    with store.writing() as conn:
        recognise(conn)
    return store


async def released(store: Store, stop: asyncio.Event | None = None) -> None:
    """Wait until a database is in no quarantine, or until `stop`."""
    told = False
    while not (stop and stop.is_set()) and await asyncio.to_thread(is_quarantined, store):
        if not told:
            log.warning("this Doan is restored or copied: it waits for `doan quarantine end`")
            told = True
        await asyncio.sleep(_LOOKS_EACH_SECONDS)
