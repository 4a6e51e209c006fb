"""Somebody says that a restored or copied Doan is the one that works from now on."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from models import entries as e
from models.errors import QuarantineRefused
from models.store.copies import quarantine
from models.store.mail.failed import letter_counts

LONGEST_REASON = 200


def end_quarantine(desk: Desk, who: Identified, reason: str) -> int:
    """Let a Doan work where it is now, and journal why; return how many letters wait to be sent by it.

    Some of them the original may have sent after the backup was made: they go out again, under the same
    Message-ID. Raises `QuarantineRefused` where there is no quarantine, or no reason that fits.
    """
    because = reason.strip()
    if not because or len(because) > LONGEST_REASON:
        raise QuarantineRefused("reason")
    with desk.store.writing() as conn:
        found = quarantine.quarantine(conn)
        if found is None:
            raise QuarantineRefused("none")
        entries = quarantine.entries_here(conn)
        quarantine.end(conn)
        ended = e.QuarantineEnded(why=found.why, entries=entries, because=because)
        desk.house(conn, who).record(ended)
        return letter_counts(conn).waiting
