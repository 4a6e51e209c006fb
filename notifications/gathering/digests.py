"""The letter of the working day: all that waits for one person by then, in one letter."""

from datetime import datetime

from sqlalchemy import Connection

from config.province_time import day_of
from config.settings import Settings
from models.journal.signing import signer
from models.store.mail import gathered
from models.store.outbox import NewMessage, OutboxRow
from notifications.facts.letters import DigestLetter
from notifications.gathering.names import DIGEST
from notifications.gathering.several import told_facts


def queue_digests(
    conn: Connection,
    settings: Settings,
    *,
    at: datetime,
    until: datetime | None = None,
    broken: dict[int, Exception] | None = None,
) -> int:
    """Queue for each person whose moment has come one letter of all that waits; return how many.

    With `until` also what waits for a later moment goes now. What cannot be read is `broken`, by its id,
    and the letter goes without it. Safe to repeat: what a letter carries is
    gathered no more, and its name is that of the first of it.
    """
    by_person: dict[str, list[OutboxRow]] = {}
    left_out: dict[int, Exception] = {} if broken is None else broken
    for row in gathered.due(conn, until or at, left_out):
        if _can_be_told(row, left_out):
            by_person.setdefault(row.recipient, []).append(row)
    by = signer(settings.journal_seed)
    for rows in by_person.values():
        letter = _letter(rows, settings, until or at)
        gathered.carry(conn, letter, [row.message_id for row in rows], by, at=at)
    return len(by_person)


def _can_be_told(row: OutboxRow, broken: dict[int, Exception]) -> bool:
    try:
        told_facts(row, row.queued_at)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, the others are told.
        broken[row.id] = fault
        return False
    return True


def _letter(rows: list[OutboxRow], settings: Settings, until: datetime) -> NewMessage:
    first = rows[0]
    # Of the day it is of, should whoever sweeps have come late; what a wrong clock said is of none.
    waited = (row.next_try_at for row in rows if row.next_try_at <= until)
    day = day_of(max(waited, default=until))
    told = tuple(told_facts(row, row.queued_at) for row in rows)
    return NewMessage(
        case_no=None,
        seq=first.id,
        notice=DIGEST,
        recipient=first.recipient,
        facts=DigestLetter(day=day, told=told).stored(),
        message_id=f"<{DIGEST}.{first.id}.{first.recipient}@{settings.mail_domain}>".lower(),
    )
