"""The leaves of the journal's tree: each entry's place among all entries, given after its commit.

Journal rows cannot be updated, so the places have a table of their own. One sequencer at a time gives
them out; an entry is never given two, and no place stays empty.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, text

from models.store.tables import checkpoints, journal, leaves

_ONE_SEQUENCER = 6962


def number_new_entries(conn: Connection) -> int:
    """Give every entry without a place the next one; return how many there were.

    The entries of one case are numbered in their order. Safe to repeat; on PostgreSQL an advisory
    lock, on SQLite the write lock keeps a second sequencer waiting.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_SEQUENCER})
    new = conn.execute(
        select(journal.c.case_no, journal.c.seq)
        .join(leaves, _same_entry(), isouter=True)
        .where(leaves.c.leaf.is_(None))
        .order_by(journal.c.recorded_at, journal.c.case_no, journal.c.seq)
    ).all()
    first = size(conn)
    if new:
        rows = [
            {"leaf": first + place, "case_no": row.case_no, "seq": row.seq}
            for place, row in enumerate(new)
        ]
        conn.execute(insert(leaves), rows)
    return len(new)


def size(conn: Connection) -> int:
    """Return how many entries have a place."""
    return conn.execute(select(func.count()).select_from(leaves)).scalar_one()


def hashes(conn: Connection) -> Iterator[bytes]:
    """Yield the chain hashes of all placed entries in the order of their places."""
    rows = conn.execute(select(journal.c.hash).join(leaves, _same_entry()).order_by(leaves.c.leaf))
    return (bytes.fromhex(row.hash) for row in rows)


def keep_checkpoint(conn: Connection, size: int, at: datetime, note: str) -> None:
    """Keep a signed checkpoint."""
    conn.execute(insert(checkpoints).values(size=size, at=at, note=note))


def last_checkpoint(conn: Connection) -> tuple[int, datetime] | None:
    """Return the size and moment of the newest checkpoint."""
    row = conn.execute(
        select(checkpoints.c.size, checkpoints.c.at).order_by(checkpoints.c.size.desc()).limit(1)
    ).one_or_none()
    return (row.size, row.at) if row else None


def notes(conn: Connection) -> tuple[str, ...]:
    """Return all signed checkpoints, the oldest first."""
    rows = conn.execute(select(checkpoints.c.note).order_by(checkpoints.c.size))
    return tuple(rows.scalars())


def _same_entry() -> ColumnElement[bool]:
    return and_(leaves.c.case_no == journal.c.case_no, leaves.c.seq == journal.c.seq)
