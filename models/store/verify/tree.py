"""The auditor's check of the whole: every entry in its place, every checkpoint true.

Written apart from what numbers and signs. The entries are read once, in their order, and of the tree
no more is kept than the complete subtrees so far: as little for five million entries as for five.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, text

from models.errors import CheckpointInvalid
from models.journal.checkpoint import Checkpoint, opened
from models.store.verify.keys import KeyLimit
from models.store.verify.reading import WHOLE, Difference, Unreadable, moment, read_moment

_Opened = Checkpoint | CheckpointInvalid
_LATER = text("""
SELECT j.case_no, j.seq FROM journal j
LEFT JOIN leaves l ON l.case_no = j.case_no AND l.seq = j.seq
WHERE j.signature LIKE :key AND (l.leaf IS NULL OR l.leaf >= :covered)
ORDER BY j.case_no, j.seq LIMIT 1
""")
_PLACED = text("""
SELECT l.leaf, l.case_no, l.seq, j.hash FROM leaves l
LEFT JOIN journal j ON j.case_no = l.case_no AND j.seq = l.seq
WHERE l.leaf > :after ORDER BY l.leaf LIMIT :most
""")
_AT_ONCE = 5_000
_HASH = re.compile("[0-9a-f]{64}")
_UNCOVERED = text("""
SELECT j.case_no, j.seq, j.recorded_at FROM journal j
LEFT JOIN leaves l ON l.case_no = j.case_no AND l.seq = j.seq
WHERE (l.leaf IS NULL OR l.leaf >= :covered) AND j.case_no <> 'post' ORDER BY j.recorded_at LIMIT 1
""")


def verify_tree(
    conn: Connection,
    keys: Collection[Ed25519PublicKey],
    *,
    given: Iterable[str] = (),
    limits: Collection[KeyLimit] = (),
) -> Difference | None:
    """Check the places of all entries and every checkpoint, those `given` from outside included.

    A checkpoint in an auditor's hands finds what nobody inside could: entries cut off the end of a
    case, or a whole case, together with their places.
    """
    try:
        return _tree_difference(conn, keys, tuple(given), limits)
    except Unreadable as unreadable:
        return unreadable.difference(WHOLE)


def _tree_difference(
    conn: Connection,
    keys: Collection[Ed25519PublicKey],
    given: Iterable[str],
    limits: Collection[KeyLimit],
) -> Difference | None:
    kept = conn.execute(text("SELECT size, at, note FROM checkpoints ORDER BY size")).all()
    # Those of the folder are mostly those of the table: each is opened once.
    notes = dict.fromkeys((*(str(row.note) for row in kept), *given))
    opened_once = {note: _opened_or_invalid(note, keys) for note in notes}
    sizes = {each.size for each in opened_once.values() if isinstance(each, Checkpoint)}
    tree = _Tree(sizes | {limit.covered for limit in limits})
    if difference := _places_difference(conn, tree):
        return difference
    of_rows = (
        _row_difference(n, row, opened_once[str(row.note)]) for n, row in enumerate(kept, start=1)
    )
    found = (_checkpoint_difference(checkpoint, tree) for checkpoint in opened_once.values())
    return (
        next(filter(None, of_rows), None)
        or next(filter(None, found), None)
        or _missing_difference([row.note for row in kept], given, opened_once)
        or _beyond_limits(conn, limits, tree)
        or _uncovered_difference(conn, max((row.size for row in kept), default=0))
    )


def _places_difference(conn: Connection, tree: "_Tree") -> Difference | None:
    """Let the tree grow by all entries that have a place; return the first that has none it can have."""
    for place, row in enumerate(_placed(conn)):
        if row.leaf != place:
            return Difference(WHOLE, f"leaf {place}", f"leaf {row.leaf}", f"leaf {place}")
        if row.hash is None:
            return Difference(row.case_no, f"entry {row.seq}", "no entry", f"that of leaf {place}")
        if not _HASH.fullmatch(str(row.hash)):
            return Difference(row.case_no, f"entry {row.seq}, hash", row.hash, "64 hex digits")
        tree.grow(bytes.fromhex(row.hash))
    return None


def _placed(conn: Connection) -> Iterator[Row[Any]]:
    """Yield the entries that have a place, some thousands at a time."""
    after = -1
    while rows := conn.execute(_PLACED, {"after": after, "most": _AT_ONCE}).all():
        yield from rows
        after = rows[-1].leaf


def _row_difference(number: int, row: Row[Any], checkpoint: _Opened) -> Difference | None:
    """Compare what lies beside a checkpoint with what it says itself; they count without a gap."""
    if isinstance(checkpoint, CheckpointInvalid):
        # Said with the reason by what reads all of them.
        return None
    place = f"checkpoint of {row.size} entries"
    if row.size != checkpoint.size:
        return Difference(WHOLE, f"{place}, column size", str(row.size), str(checkpoint.size))
    if checkpoint.number is None or checkpoint.at is None:
        return None
    if checkpoint.number != number:
        return Difference(WHOLE, place, f"number {checkpoint.number}", f"number {number}")
    if moment(row.at) != checkpoint.at.isoformat():
        return Difference(WHOLE, f"{place}, column at", str(row.at), checkpoint.at.isoformat())
    return None


def _missing_difference(
    kept: list[str], given: Iterable[str], opened_once: Mapping[str, _Opened]
) -> Difference | None:
    """Whatever checkpoint is in other hands is kept here too, under its own number."""
    for note in given:
        checkpoint = opened_once[note]
        # One that cannot be opened is told of before.
        if isinstance(checkpoint, CheckpointInvalid):
            continue
        number = checkpoint.number
        if number is not None and kept[number - 1 : number] != [note.replace("\r\n", "\n")]:
            place = f"checkpoint of {checkpoint.size} entries"
            return Difference(WHOLE, place, "no row", "one: it was given out")
    return None


def _beyond_limits(
    conn: Connection, limits: Collection[KeyLimit], tree: "_Tree"
) -> Difference | None:
    """Of what a key signed that came into other hands only the first entries count, as they were."""
    for limit in limits:
        place = f"the first {limit.covered} entries"
        if limit.covered > tree.size:
            return Difference(WHOLE, place, f"{tree.size}", "all of them")
        if tree.roots[limit.covered].hex() != limit.root:
            return Difference(WHOLE, place, "others", "those the key is trusted for")
        later = conn.execute(_LATER, {"key": f"{limit.key}:%", "covered": limit.covered}).first()
        if later:
            found = "signed by a key in other hands"
            return Difference(later.case_no, f"entry {later.seq}", found, "one that is trusted")
    return None


def _uncovered_difference(conn: Connection, covered: int) -> Difference | None:
    """Every entry has its place and its checkpoint, but for those of the last day."""
    newest = conn.execute(text("SELECT max(recorded_at) FROM journal")).scalar()
    if newest is None:
        return None
    oldest = conn.execute(_UNCOVERED, {"covered": covered}).first()
    if oldest is None or read_moment(newest) - read_moment(oldest.recorded_at) < timedelta(days=1):
        return None
    expected = "one within an hour; a running Doan signs it"
    place = f"entry {oldest.seq}"
    return Difference(oldest.case_no, place, "no checkpoint that covers it", expected)


def opened_by(note: str, keys: Collection[Ed25519PublicKey]) -> Checkpoint:
    """Open a checkpoint by whichever of the keys signed it; raises `CheckpointInvalid`."""
    for key in keys:
        with suppress(CheckpointInvalid):
            return opened(note, key)
    return opened(note, next(iter(keys)))


def _opened_or_invalid(note: str, keys: Collection[Ed25519PublicKey]) -> _Opened:
    try:
        return opened_by(note, keys)
    except CheckpointInvalid as invalid:
        return invalid


def _checkpoint_difference(checkpoint: _Opened, tree: "_Tree") -> Difference | None:
    if isinstance(checkpoint, CheckpointInvalid):
        found = str(checkpoint)
        return Difference(WHOLE, "a checkpoint", found, "one signed by this installation")
    place = f"checkpoint of {checkpoint.size} entries"
    if checkpoint.size > tree.size:
        return Difference(WHOLE, place, f"{tree.size} entries", f"{checkpoint.size} or more")
    root = tree.roots[checkpoint.size]
    if root != checkpoint.root:
        return Difference(WHOLE, place, root.hex(), checkpoint.root.hex())
    return None


def covered_by(
    note: str, keys: Collection[Ed25519PublicKey], entries: int
) -> tuple[int, int, datetime | None]:
    """Return how many entries a checkpoint covers, how many come after it, and when it was signed.

    Raises `CheckpointInvalid`.
    """
    checkpoint = opened_by(note, keys)
    return checkpoint.size, max(entries - checkpoint.size, 0), checkpoint.at


def root_of_all(entries: list[bytes]) -> bytes:
    """Return the root over entries that are no part of the tree, as if they were one of their own."""
    tree = _Tree({len(entries)})
    for entry in entries:
        tree.grow(entry)
    return tree.roots[len(entries)]


class _Tree:
    """A tree that grows entry by entry, and the roots of it at the sizes somebody asks for.

    RFC 6962 (2.1) divides a tree at the largest power of two that is smaller than its size. So all to
    the left is complete, and goes on being so: of a tree of n entries there is one complete subtree for
    each one in the binary form of n.
    """

    def __init__(self, asked: Collection[int]) -> None:
        self.size = 0
        self.roots: dict[int, bytes] = {}
        self._asked = frozenset(asked)
        # By how many entries each is of, as a power of two; None where there is none of so many.
        self._complete: list[bytes | None] = []
        self._note()

    def grow(self, entry: bytes) -> None:
        """Put an entry behind those there are."""
        carried = hashlib.sha256(b"\0" + entry).digest()
        for power, complete in enumerate(self._complete):
            if complete is None:
                self._complete[power] = carried
                break
            carried = _above(complete, carried)
            self._complete[power] = None
        else:
            self._complete.append(carried)
        self.size += 1
        self._note()

    def _note(self) -> None:
        if self.size in self._asked:
            self.roots[self.size] = self._root()

    def _root(self) -> bytes:
        """Return the hash over all of them, the rightmost, which are the fewest, first."""
        root: bytes | None = None
        for complete in self._complete:
            if complete is not None:
                root = complete if root is None else _above(complete, root)
        return hashlib.sha256().digest() if root is None else root


def _above(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
