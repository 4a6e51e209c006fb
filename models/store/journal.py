"""The journal's rows: added once, read in order, never changed (see `guards`)."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, bindparam, insert, or_, select

from models.entries import payload_of
from models.ids import CaseNo
from models.journal.entry import Entry
from models.journal.signing import Signer, is_signed
from models.store.tables import journal

# Put together once: that costs more than the database needs to answer it.
_ENTRIES = select(journal).where(journal.c.case_no == bindparam("of")).order_by(journal.c.seq)


def append(conn: Connection, entries: Iterable[Entry], signer: Signer) -> None:
    """Add entries, each signed. The primary key refuses a second entry with the same number."""
    rows = [
        {
            "case_no": entry.case_no,
            "seq": entry.seq,
            "kind": entry.kind,
            "at": entry.at,
            "recorded_at": entry.recorded_at,
            "actor": entry.actor,
            "body": entry.body(),
            "previous": entry.previous,
            "hash": sealed,
            "signature": signer.sign(sealed),
        }
        for entry in entries
        for sealed in (entry.hash(),)
    ]
    if rows:
        conn.execute(insert(journal), rows)


def entries_of(conn: Connection, case_no: CaseNo) -> tuple[Entry, ...]:
    """Return a case's entries in order."""
    rows = conn.execute(_ENTRIES, {"of": case_no})
    return tuple(_entry(row) for row in rows)


def newest(conn: Connection, case_no: CaseNo, kind: str = "") -> Entry:
    """Return what was recorded of a case last, of any kind or of one that was recorded."""
    last = select(journal).where(journal.c.case_no == case_no).order_by(journal.c.seq.desc())
    if kind:
        last = last.where(journal.c.kind == kind)
    return _entry(conn.execute(last.limit(1)).one())


def signed_entry(
    conn: Connection, case_no: CaseNo, seq: int, keys: Iterable[Ed25519PublicKey]
) -> Entry | None:
    """Return an entry that one of these keys signed, as it lies there; None where there is none such."""
    this = (journal.c.case_no == case_no) & (journal.c.seq == seq)
    row = conn.execute(select(journal).where(this)).one_or_none()
    if row is None:
        return None
    entry = _entry(row)
    return entry if any(is_signed(key, entry.hash(), row.signature) for key in keys) else None


def signed_entries(
    conn: Connection, case_no: CaseNo, kind: str
) -> Iterator[tuple[Entry, str | None]]:
    """Yield the entries of a kind with what they are signed by, the newest first."""
    of_kind = (journal.c.case_no == case_no) & (journal.c.kind == kind)
    for row in conn.execute(select(journal).where(of_kind).order_by(journal.c.seq.desc())):
        yield _entry(row), row.signature


def of_kind_in(conn: Connection, numbers: Collection[CaseNo], kind: str) -> tuple[Entry, ...]:
    """Return all entries of one kind in some cases, in order."""
    these = select(journal).where(journal.c.case_no.in_(numbers), journal.c.kind == kind)
    rows = conn.execute(these.order_by(journal.c.case_no, journal.c.seq))
    return tuple(_entry(row) for row in rows)


def all_of(conn: Connection, case_no: CaseNo, *kinds: str) -> tuple[Entry, ...]:
    """Return all entries of some kinds in a case, in order."""
    rows = conn.execute(_ENTRIES.where(journal.c.kind.in_(kinds)), {"of": case_no})
    return tuple(_entry(row) for row in rows)


def told_backwards(
    conn: Connection,
    case_no: CaseNo,
    kinds: Collection[str],
    *,
    naming: Collection[str] = (),
    always: Collection[str] = (),
    before: int | None = None,
) -> Iterator[Entry]:
    """Yield the entries of some kinds, the newest first, from before a number on.

    Of those, such as have one of `naming` in their bodies, where any are given, or are `always` told of.
    """
    of_kinds = select(journal).where(journal.c.case_no == case_no, journal.c.kind.in_(kinds))
    if before is not None:
        of_kinds = of_kinds.where(journal.c.seq < before)
    if naming:
        named = [journal.c.body.contains(each, autoescape=True) for each in naming]
        of_kinds = of_kinds.where(or_(*named, journal.c.kind.in_(always)))
    for row in conn.execute(of_kinds.order_by(journal.c.seq.desc())):
        yield _entry(row)


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        case_no=row.case_no,
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        payload=payload_of(row.kind, orjson.loads(row.body)),
        previous=row.previous,
        written=row.body,
    )
