"""The auditor's check of the whole: every entry in its place, every checkpoint true.

Written apart from what numbers and signs: the root is computed by RFC 6962's own definition.
"""

import hashlib
import re
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, text

from models.errors import CheckpointInvalid
from models.journal.checkpoint import opened
from models.store.verify.reading import Difference

WHOLE = "journal"
_HASH = re.compile("[0-9a-f]{64}")


def verify_tree(
    conn: Connection, key: Ed25519PublicKey, *, given: Iterable[str] = ()
) -> Difference | None:
    """Check the places of all entries and every checkpoint, those `given` from outside included.

    A checkpoint in an auditor's hands finds what nobody inside could: entries cut off the end of a
    case, or a whole case, together with their places.
    """
    rows = conn.execute(
        text(
            "SELECT l.leaf, l.case_no, l.seq, j.hash FROM leaves l LEFT JOIN journal j"
            " ON j.case_no = l.case_no AND j.seq = l.seq ORDER BY l.leaf"
        )
    ).all()
    for place, row in enumerate(rows):
        if row.leaf != place:
            return Difference(WHOLE, f"leaf {place}", f"leaf {row.leaf}", f"leaf {place}")
        if row.hash is None:
            return Difference(row.case_no, f"entry {row.seq}", "no entry", f"that of leaf {place}")
        if not _HASH.fullmatch(str(row.hash)):
            return Difference(row.case_no, f"entry {row.seq}, hash", row.hash, "64 hex digits")
    levels = _levels([bytes.fromhex(row.hash) for row in rows])
    kept = conn.execute(text("SELECT note FROM checkpoints ORDER BY size")).scalars()
    found = (_checkpoint_difference(note, key, levels) for note in (*kept, *given))
    return next(filter(None, found), None)


def _checkpoint_difference(
    note: object, key: Ed25519PublicKey, levels: list[list[bytes]]
) -> Difference | None:
    try:
        checkpoint = opened(str(note), key)
    except CheckpointInvalid as invalid:
        return Difference(WHOLE, "a checkpoint", str(invalid), "one signed by this installation")
    place = f"checkpoint of {checkpoint.size} entries"
    if checkpoint.size > len(levels[0]):
        return Difference(WHOLE, place, f"{len(levels[0])} entries", f"{checkpoint.size} or more")
    root = _root(levels, 0, checkpoint.size)
    if root != checkpoint.root:
        return Difference(WHOLE, place, root.hex(), checkpoint.root.hex())
    return None


def _levels(entries: list[bytes]) -> list[list[bytes]]:
    """Return the hashes of all complete subtrees: leaves first, then pairs, then fours, …"""
    levels = [[hashlib.sha256(b"\0" + entry).digest() for entry in entries]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[0::2], below[1::2], strict=False)
        levels.append([hashlib.sha256(b"\1" + left + right).digest() for left, right in pairs])
    return levels


def _root(levels: list[list[bytes]], begin: int, end: int) -> bytes:
    """Return MTH(D[begin:end]) as section 2.1 of RFC 6962 defines it."""
    width = end - begin
    if width == 0:
        return hashlib.sha256().digest()
    height = (width - 1).bit_length()
    if width == 1 << height:
        return levels[height][begin >> height]
    middle = begin + (1 << (height - 1))
    left, right = _root(levels, begin, middle), _root(levels, middle, end)
    return hashlib.sha256(b"\1" + left + right).digest()
