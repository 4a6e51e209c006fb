"""The leaves of the journal's tree: each entry's place among all entries, given after its commit.

Journal rows cannot be updated, so the places have a table of their own. One sequencer at a time gives
them out; an entry is never given two, and no place stays empty.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select, text

from models.store.auditing import lines
from models.store.tables import checkpoints, journal, leaves

_ONE_SEQUENCER = 6962


def number_new_entries(conn: Connection) -> int:
    """Give every entry without a place the next one; return how many there were.

    The entries of one case are numbered in their order, and what the auditor's list tells of them is
    told in the same go. Safe to repeat; on PostgreSQL an advisory lock, on SQLite the write lock keeps a
    second sequencer waiting.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_SEQUENCER})
    new = conn.execute(
        select(journal.c.case_no, journal.c.seq, journal.c.kind)
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
        lines.tell(conn, lines.touched(new))
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


@dataclass(frozen=True)
class Last:
    """The newest checkpoint: how many there are, how many entries it covers, when it was signed."""

    number: int = 0
    size: int = 0
    at: datetime | None = None


def last_checkpoint(conn: Connection) -> Last:
    """Return the newest checkpoint; one of no entries where there is none."""
    row = conn.execute(
        select(checkpoints.c.size, checkpoints.c.at).order_by(checkpoints.c.size.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return Last()
    number = conn.execute(select(func.count()).select_from(checkpoints)).scalar_one()
    return Last(number, row.size, row.at)


def has_any_since(
    conn: Connection, size: int, *, kinds: Collection[str] = (), but: str = ""
) -> bool:
    """Tell whether an entry has a place behind the first `size`: of some kinds, not of one chain."""
    found = select(leaves.c.leaf).join(journal, _same_entry()).where(leaves.c.leaf >= size)
    found = found.where(journal.c.case_no != but)
    if kinds:
        found = found.where(journal.c.kind.in_(kinds))
    return conn.execute(found.limit(1)).first() is not None


def notes(conn: Connection, *, above: int = 0) -> dict[int, str]:
    """Return the signed checkpoints of more than so many entries by their sizes, the oldest first."""
    rows = conn.execute(
        select(checkpoints.c.size, checkpoints.c.note)
        .where(checkpoints.c.size > above)
        .order_by(checkpoints.c.size)
    )
    return {row.size: row.note for row in rows}


def _same_entry() -> ColumnElement[bool]:
    return and_(leaves.c.case_no == journal.c.case_no, leaves.c.seq == journal.c.seq)
