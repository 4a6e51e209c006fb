"""Messages taken in hand, kept there, given back or set aside. Blocks on the database: for a thread."""

import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Literal

from models.errors import DoanError
from models.ids import CaseNo
from models.store import outbox
from models.store.amiss import aside
from models.store.amiss.aside import Chore
from models.store.amiss.unreadable import is_the_databases
from models.store.copies.quarantine import is_quarantined
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.mail.turns import next_time, pick
from models.store.outbox import OutboxRow

# The longest a pass is waited for: what another process left behind is found after it.
LONGEST_REST_SECONDS = 30.0
_SHORTEST_REST_SECONDS = 0.1
# A broken one that was tried so often keeps what is told after it no longer: it has failed.
_BROKEN_TIMES = 5
# So long nobody sends a letter again that may have arrived.
_REST_OF_TAKEN = timedelta(minutes=1)
# Somebody else may have been quicker so often.
_TRIES = 3

log = logging.getLogger("doan.amiss")

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
        """Take messages in hand whose turn it is. No write lock is taken where there are none.

        In a copy none is taken: the original sends them.
        """
        if is_quarantined(self._store):
            return []
        for _ in range(_TRIES):
            these = self._picked(limit, sorts, rather_others_than, thoroughly)
            if not these:
                break
            broken: dict[int, Exception] = {}
            with self._store.writing(one_statement=True) as conn:
                rows = outbox.take(conn, these, seconds=seconds, broken=broken)
            for message, fault in broken.items():
                self.set_aside(message, None, fault)
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

    def note_sent(self, taken: Sequence[tuple[int, str]]) -> list[None]:
        """Note that the mail server has taken messages, each with what it said of it."""
        with self._store.writing(one_statement=True) as conn:
            said = dict(taken)
            outbox.mark_sent(conn, *said, said=said)
        return [None] * len(taken)

    def give_back(self, messages: Sequence[int]) -> list[None]:
        """Give messages back that nobody has tried to send."""
        with self._store.writing(one_statement=True) as conn:
            outbox.release(conn, messages)
        return [None] * len(messages)

    def set_aside(
        self, message: int, case_no: CaseNo | None, fault: Exception, *, may_be_taken: bool = False
    ) -> bool:
        """Put a letter off that cannot be read or written; tell whether it was given up by now.

        The others leave meanwhile, and it is tried again, rarer each time; not at once where the server
        may have taken it (`may_be_taken`). Nothing is noted where it is
        the database that is away: the lease runs out, then it is tried again.
        """
        if is_the_databases(fault):
            return False
        reason = fault.code if isinstance(fault, DoanError) else type(fault).__name__
        with self._store.writing() as conn:
            told = aside.put_aside(conn, Chore.LETTER, f"{message}", reason, case_no=case_no)
            is_over = told.times >= _BROKEN_TIMES
            if is_over:
                outbox.mark_failed(conn, message, reason)
            else:
                rested = told.last_at + (_REST_OF_TAKEN if may_be_taken else timedelta())
                outbox.put_off(conn, message, max(told.next_try_at, rested), reason)
        if told.is_news or is_over:
            log.error("message %s of %s is set aside", message, case_no, exc_info=fault)
        return is_over

    def works_again(self, message: int) -> None:
        """Forget a letter that was set aside and has left by now."""
        with self._store.writing() as conn:
            aside.forget(conn, Chore.LETTER, [f"{message}"])

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
