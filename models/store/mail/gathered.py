"""Messages that go in a letter with others: gathered until its moment, then carried by it.

Each keeps its row: what it says, to whom, under which seal. The letter that carries it is a message like
any other, and where that stands, those it carries stand.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, literal_column, select, update

from models.journal.signing import Signer
from models.store.outbox import MessageState, NewMessage, OutboxRow, queue, read_row
from models.store.tables import outbox

# In literal words: an index over some rows is used for no others.
_IS_GATHERED = outbox.c.state == literal_column("'gathered'")


def gather(
    conn: Connection,
    messages: Sequence[NewMessage],
    signer: Signer,
    *,
    at: datetime,
    until: datetime,
) -> None:
    """Put messages into the outbox, to wait there for a letter of that moment. Safe to repeat."""
    queue(conn, messages, signer, at=at, state=MessageState.GATHERED, next_try_at=until)


def due(conn: Connection, at: datetime) -> tuple[OutboxRow, ...]:
    """Return the messages whose letter's moment has come, in their order; nobody else takes them up."""
    found = select(outbox).where(_IS_GATHERED, outbox.c.next_try_at <= at).order_by(outbox.c.id)
    return tuple(read_row(row) for row in conn.execute(found.with_for_update()))


def next_moment(conn: Connection) -> datetime | None:
    """Return when the next letter of gathered messages is to be made; None where nothing is gathered."""
    found = select(outbox.c.next_try_at).where(_IS_GATHERED)
    moment: datetime | None = conn.execute(found.order_by(outbox.c.next_try_at).limit(1)).scalar()
    return moment


def carry(
    conn: Connection,
    letter: NewMessage,
    messages: Sequence[str],
    signer: Signer,
    *,
    at: datetime,
) -> None:
    """Queue a letter that carries some gathered messages, named by their Message-IDs. Repeat-safe."""
    queue(conn, [letter], signer, at=at)
    this = select(outbox.c.id).where(outbox.c.message_id == letter.message_id).scalar_subquery()
    conn.execute(
        update(outbox)
        .where(_IS_GATHERED, outbox.c.message_id.in_(messages))
        .values(state=MessageState.CARRIED, carried_by=this)
    )


def carried_by(conn: Connection, letter: int) -> tuple[OutboxRow, ...]:
    """Return the messages that a letter carries, in their order; most letters carry none."""
    found = select(outbox).where(outbox.c.carried_by == letter).order_by(outbox.c.id)
    return tuple(read_row(row) for row in conn.execute(found))
