"""The Merkle tree of RFC 6962 over all journal entries, grown one leaf at a time. Pure.

A plain chain can lose its tail unseen. The root of the tree, signed and in the auditors' hands, fixes
how many entries there were and what each of them said.
"""

import hashlib
from collections.abc import Iterable


def root_of(entries: Iterable[bytes]) -> bytes:
    """Return the root over the entries in their order (RFC 6962, section 2.1).

    Keeps one hash for each complete subtree, the largest first; the root folds them together.
    """
    subtrees: list[tuple[int, bytes]] = []
    for entry in entries:
        height, node = 0, hashlib.sha256(b"\x00" + entry).digest()
        while subtrees and subtrees[-1][0] == height:
            node = _parent(subtrees.pop()[1], node)
            height += 1
        subtrees.append((height, node))
    if not subtrees:
        return hashlib.sha256().digest()
    _, root = subtrees.pop()
    while subtrees:
        root = _parent(subtrees.pop()[1], root)
    return root


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
