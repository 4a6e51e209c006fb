"""A letter that did not arrive goes to its recipient's other mailbox, once."""

from sqlalchemy import Connection, select

from models.errors import PersonUnknown
from models.ids import PersonId
from models.journal.signing import Signer
from models.store import directory, outbox
from models.store.database.clock import now
from models.store.outbox import NewMessage
from models.store.tables import outbox as messages

# The fact of a letter that says to which mailbox of its reader it goes.
SENT_TO = "sent_to"


def send_elsewhere(conn: Connection, message: int, signer: Signer) -> bool:
    """Queue a letter once more, to the other mailbox of its recipient; tell whether there is one.

    Not a letter that was meant for one mailbox alone, nor one that was sent there already.
    """
    row = conn.execute(select(messages).where(messages.c.id == message)).one()
    other = _other_mailbox(conn, PersonId(row.recipient))
    if other is None or row.seal is None or SENT_TO in row.facts:
        return False
    name, _, domain = row.message_id.strip("<>").rpartition("@")
    again = NewMessage(
        case_no=row.case_no,
        seq=row.seq,
        notice=row.notice,
        recipient=row.recipient,
        facts={**row.facts, SENT_TO: other},
        message_id=f"<{name}.elsewhere@{domain}>",
        asks=row.asks,
    )
    outbox.queue(conn, [again], signer, at=now(conn))
    return True


def _other_mailbox(conn: Connection, person: PersonId) -> str | None:
    try:
        return directory.person(conn, person).other_mailbox
    except PersonUnknown:
        return None
