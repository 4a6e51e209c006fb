"""The journal as a whole: each entry gets its place, and once a day the auditors a signed checkpoint."""

from sqlalchemy import Connection

from config.province_time import day_of
from flows.acts.desk import Desk
from flows.case.poke import JOURNAL_SIGNED
from models.ids import SeatKey
from models.journal.checkpoint import Checkpoint, signed, signing_key
from models.journal.merkle import root_of
from models.store import directory, leaves, outbox
from models.store.database.clock import now
from models.store.outbox import NewMessage
from notifications.facts.letters import CheckpointLetter

NOTICE = "checkpoint"


def number_and_sign(desk: Desk) -> None:
    """Place what was journaled since the last time; sign a checkpoint if today has none yet.

    Part of the sweep. Nothing is signed on a day without new entries. Safe to repeat.
    """
    with desk.store.writing() as conn:
        leaves.number_new_entries(conn)
        at = now(conn)
        size = leaves.size(conn)
        last = leaves.last_checkpoint(conn)
        if size == 0 or (last and (day_of(last[1]) >= day_of(at) or last[0] == size)):
            return
        checkpoint = Checkpoint(desk.settings.mail_domain, size, root_of(leaves.hashes(conn)))
        note = signed(checkpoint, signing_key(desk.settings.checkpoint_seed))
        leaves.keep_checkpoint(conn, size, at, note)
        _post(conn, desk, size, note)
    desk.tell(JOURNAL_SIGNED)


def _post(conn: Connection, desk: Desk, size: int, note: str) -> None:
    """Put a message to every auditor into the outbox."""
    at = now(conn)
    messages = [
        NewMessage(
            case_no=None,
            seq=size,
            notice=NOTICE,
            recipient=auditor,
            facts=CheckpointLetter(checkpoint=note, entries=size).stored(),
            message_id=f"<checkpoint.{size}.{auditor}@{desk.settings.mail_domain}>",
        )
        for auditor in directory.holders(conn, SeatKey(desk.regulation().auditor), day_of(at))
    ]
    outbox.queue(conn, messages, at=at)
