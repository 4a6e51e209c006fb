"""The leaves of the journal's tree: each entry's place among all entries, given after its commit.

Journal rows cannot be updated, so the places have a table of their own. One sequencer at a time gives
them out; an entry is never given two, and no place stays empty.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    select,
    text,
)

from models.errors import CheckpointInvalid
from models.journal.checkpoint import opened
from models.journal.merkle import Subtrees, subtrees_kept
from models.store.auditing import lines
from models.store.tables import checkpoints, journal, leaves, unplaced

_ONE_SEQUENCER = 6962


def number_new_entries(conn: Connection) -> int:
    """Give every entry without a place the next one; return how many there were.

    The entries of one case are numbered in their order, and what the auditor's list tells of them is
    told in the same go. Safe to repeat; on PostgreSQL an advisory lock, on SQLite the write lock keeps a
    second sequencer waiting. Costs what there is to number, however long the journal is.
    """
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_SEQUENCER})
    new = conn.execute(_NEW).all()
    first = size(conn)
    if new:
        rows = [
            {"leaf": first + place, "case_no": row.case_no, "seq": row.seq}
            for place, row in enumerate(new)
        ]
        conn.execute(insert(leaves), rows)
        conn.execute(_PLACED)
        lines.tell(conn, lines.touched(new))
    return len(new)


def size(conn: Connection) -> int:
    """Return how many entries have a place."""
    last: int | None = conn.execute(select(func.max(leaves.c.leaf))).scalar()
    return 0 if last is None else last + 1


def hashes(conn: Connection, *, since: int = 0) -> Iterator[bytes]:
    """Yield the chain hashes of the placed entries in the order of their places, but the first ones."""
    placed = select(journal.c.hash).join(leaves, _same_entry()).where(leaves.c.leaf >= since)
    rows = conn.execute(placed.order_by(leaves.c.leaf))
    return (bytes.fromhex(row.hash) for row in rows)


def grown_so_far(conn: Connection, keys: Iterable[Ed25519PublicKey]) -> Subtrees:
    """Return the tree over what the newest checkpoint covers, from which the next one goes on.

    As that one keeps it, where one of these keys signed the very root of it; else, and where it is of
    the days before that was kept, it is grown anew from all entries: that takes its time.
    """
    query = select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)
    last = conn.execute(query).one_or_none()
    if last is None:
        return Subtrees()
    kept = subtrees_kept(last.size, last.subtrees)
    if kept is not None and any(_is_root(kept, last.note, key) for key in keys):
        return kept
    return Subtrees().grown(islice(hashes(conn), last.size))


def _is_root(kept: Subtrees, note: str, key: Ed25519PublicKey) -> bool:
    try:
        return opened(note, key).root == kept.root()
    except CheckpointInvalid:
        return False


def keep_checkpoint(
    conn: Connection, size: int, at: datetime, note: str, tree: Subtrees | None = None
) -> None:
    """Keep a signed checkpoint, with the tree under its root, from which the next one goes on."""
    subtrees = tree.kept() if tree else None
    conn.execute(insert(checkpoints).values(size=size, at=at, note=note, subtrees=subtrees))


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


def waits_for_place(conn: Connection) -> bool:
    """Tell whether an entry has no place yet."""
    return conn.execute(select(unplaced.c.seq).limit(1)).first() is not None


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
    return _has_leaf(journal)


def _has_leaf(table: Table) -> ColumnElement[bool]:
    return and_(leaves.c.case_no == table.c.case_no, leaves.c.seq == table.c.seq)


# Put together once: that costs more than the database needs to answer them. Each entry is looked up by
# its key, however a database plans. What is said to wait and has its place is no new one.
_ITS_ENTRY = and_(journal.c.case_no == unplaced.c.case_no, journal.c.seq == unplaced.c.seq)
_WAITING = (
    select(
        unplaced.c.case_no,
        unplaced.c.seq,
        *(
            select(journal.c[name]).where(_ITS_ENTRY).scalar_subquery().label(name)
            for name in ("kind", "recorded_at")
        ),
    )
    .where(~exists().where(_has_leaf(unplaced)))
    .subquery()
)
_NEW = (
    select(_WAITING)
    .where(_WAITING.c.kind.is_not(None))
    .order_by(_WAITING.c.recorded_at, _WAITING.c.case_no, _WAITING.c.seq)
)
_PLACED = delete(unplaced).where(exists().where(_has_leaf(unplaced)))
