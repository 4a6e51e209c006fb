"""Messages taken in hand, kept there, and given back. Blocks on the database: for a thread."""

from collections.abc import Collection, Sequence
from typing import Literal

from models.store import outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.mail.turns import next_time, pick
from models.store.outbox import OutboxRow
from notifications.sending.broken import set_aside

# The longest a pass is waited for: what another process left behind is found after it.
LONGEST_REST_SECONDS = 30.0
_SHORTEST_REST_SECONDS = 0.1
# Somebody else may have been quicker so often.
_TRIES = 3

Sorts = Literal["all", "those that ask", "those that ask, else the rest"]


class Leases:
    """What of the outbox is in this process's hands."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(
        self,
        limit: int,
        seconds: float,
        sorts: Sorts,
        *,
        thoroughly: bool,
        rather_others_than: Collection[int] = (),
    ) -> list[OutboxRow]:
        """Take messages in hand whose turn it is. No write lock is taken where there are none."""
        for _ in range(_TRIES):
            these = self._picked(limit, sorts, rather_others_than, thoroughly)
            if not these:
                break
            broken: dict[int, Exception] = {}
            with self._store.writing(one_statement=True) as conn:
                rows = outbox.take(conn, these, seconds=seconds, broken=broken)
            for message, fault in broken.items():
                set_aside(self._store, message, None, fault)
            if rows:
                return rows
        return []

    def seconds_to_next(self) -> float:
        """Return how long to rest where there are none now."""
        with self._store.reading() as conn:
            moment = next_time(conn)
            rest = (moment - now(conn)).total_seconds() if moment else LONGEST_REST_SECONDS
        return min(max(rest, _SHORTEST_REST_SECONDS), LONGEST_REST_SECONDS)

    def keep(self, messages: Collection[int], seconds: float) -> set[int]:
        """Keep messages in hand for some seconds more; return those for which it was not too late."""
        with self._store.writing(one_statement=True) as conn:
            return outbox.renew(conn, messages, seconds)

    def note_sent(self, messages: Sequence[int]) -> list[None]:
        """Note that the mail server has taken messages."""
        with self._store.writing(one_statement=True) as conn:
            outbox.mark_sent(conn, *messages)
        return [None] * len(messages)

    def give_back(self, messages: Sequence[int]) -> list[None]:
        """Give messages back that nobody has tried to send."""
        with self._store.writing(one_statement=True) as conn:
            outbox.release(conn, messages)
        return [None] * len(messages)

    def _picked(
        self, limit: int, sorts: Sorts, others: Collection[int], thoroughly: bool
    ) -> list[int]:
        found: list[int] = []
        with self._store.reading() as conn:
            for asks in (None,) if sorts == "all" else (True, False):
                found = pick(
                    conn,
                    limit=limit,
                    asks=asks,
                    rather_others_than=others,
                    thoroughly=thoroughly,
                )
                if found or sorts == "those that ask":
                    break
        return found
