"""The letters with the journal's checkpoints, and the alarm where they reach nobody. Of no case."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from config.settings import Settings
from models.ids import PersonId
from models.store import outbox
from notifications.facts.letters import CheckpointLetter, CheckpointUnreached
from notifications.telling.of_no_case import message_id_of, queue_to_each

CHECKPOINT = "checkpoint"
UNREACHED = "checkpoint_unreached"


def tell_auditors(
    conn: Connection,
    settings: Settings,
    auditors: Iterable[PersonId],
    *,
    note: str,
    entries: int,
    at: datetime,
) -> None:
    """Send a signed checkpoint to every auditor. Repeat-safe: keyed by its size and the recipient."""
    letter = CheckpointLetter(checkpoint=note, entries=entries)
    queue_to_each(
        conn, settings, auditors, letter, notice=CHECKPOINT, key=entries, seq=entries, at=at
    )


def reaches_nobody(
    conn: Connection, settings: Settings, auditors: Iterable[PersonId], *, entries: int
) -> bool:
    """Tell whether the checkpoint over so many entries reached no auditor, and is on its way to none.

    Who came after it was signed was not written to, and says nothing of it.
    """
    theirs = [message_id_of(settings, CHECKPOINT, entries, auditor) for auditor in auditors]
    states = outbox.states_of(conn, theirs).values()
    return not theirs or (bool(states) and all(state in outbox.UNDELIVERED for state in states))


def tell_administrator(
    conn: Connection,
    settings: Settings,
    administrators: Iterable[PersonId],
    *,
    entries: int,
    at: datetime,
) -> None:
    """Tell who looks after the system that a checkpoint reached no auditor. Repeat-safe."""
    letter = CheckpointUnreached(entries=entries)
    queue_to_each(
        conn, settings, administrators, letter, notice=UNREACHED, key=entries, seq=entries, at=at
    )
