"""Messages that go in a letter with others: gathered until its moment, then carried by it.

Each keeps its row: what it says, to whom, under which seal. The letter that carries it is a message like
any other, and where that stands, those it carries stand.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, literal_column, or_, select, update

from models.ids import CaseNo
from models.journal.signing import Signer
from models.store.outbox import MessageState, NewMessage, OutboxRow, queue, read_row, read_rows
from models.store.tables import outbox

# Letters of the working day wait over the longest holidays (Tết), and no longer.
LONGEST_WAIT = timedelta(days=30)
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


def due(
    conn: Connection, at: datetime, broken: dict[int, Exception] | None = None
) -> tuple[OutboxRow, ...]:
    """Return the messages whose letter's moment has come, in their order; nobody else takes them up.

    Those nobody can read are `broken`, by their ids.
    """
    found = select(outbox).where(_IS_GATHERED, _has_come(at)).order_by(outbox.c.id)
    return tuple(read_rows(conn.execute(found.with_for_update()), broken))


def is_any_due(conn: Connection, at: datetime) -> bool:
    """Tell whether the moment of a letter of gathered messages has come."""
    return (
        conn.execute(select(outbox.c.id).where(_IS_GATHERED, _has_come(at)).limit(1)).first()
        is not None
    )


def waiting_among(conn: Connection, messages: Collection[str]) -> set[str]:
    """Return those of some messages, named by their ids, that are still gathered."""
    if not messages:
        return set()
    ids = outbox.c.id.in_([int(message) for message in messages])
    return {
        str(found) for found in conn.execute(select(outbox.c.id).where(ids, _IS_GATHERED)).scalars()
    }


def put_off(conn: Connection, message: int, until: datetime) -> None:
    """Let a gathered message wait for a later moment."""
    this = (outbox.c.id == message) & _IS_GATHERED
    conn.execute(update(outbox).where(this).values(next_try_at=until))


def _has_come(at: datetime) -> ColumnElement[bool]:
    """Match what waits for no later moment: one beyond any letter's was set by a wrong clock."""
    return or_(outbox.c.next_try_at <= at, outbox.c.next_try_at > at + LONGEST_WAIT)


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


def cases_of(conn: Connection, letter: int) -> tuple[CaseNo, ...]:
    """Return the cases of the messages that a letter carries, in their order."""
    found = select(outbox.c.case_no).where(outbox.c.carried_by == letter).distinct()
    of_a_case = found.where(outbox.c.case_no.is_not(None)).order_by(outbox.c.case_no)
    return tuple(CaseNo(no) for no in conn.execute(of_a_case).scalars())


def carried_by(conn: Connection, letter: int) -> tuple[OutboxRow, ...]:
    """Return the messages that a letter carries, in their order; most letters carry none."""
    found = select(outbox).where(outbox.c.carried_by == letter).order_by(outbox.c.id)
    return tuple(read_row(row) for row in conn.execute(found))
