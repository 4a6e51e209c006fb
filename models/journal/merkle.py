"""The Merkle tree of RFC 6962 over all journal entries, grown one leaf at a time. Pure.

A plain chain can lose its tail unseen. The root of the tree, signed and in the auditors' hands, fixes
how many entries there were and what each of them said.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

_HEX_DIGITS = 64


@dataclass(frozen=True)
class Subtrees:
    """A tree as far as it has grown: height and hash of each complete subtree, the largest first.

    They are as many as the number of entries has ones in binary, however many entries there are.
    """

    nodes: tuple[tuple[int, bytes], ...] = ()

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return sum(1 << height for height, _ in self.nodes)

    def grown(self, entries: Iterable[bytes]) -> "Subtrees":
        """Return the tree with more entries behind those there are."""
        subtrees = list(self.nodes)
        for entry in entries:
            height, node = 0, hashlib.sha256(b"\x00" + entry).digest()
            while subtrees and subtrees[-1][0] == height:
                node = _parent(subtrees.pop()[1], node)
                height += 1
            subtrees.append((height, node))
        return Subtrees(tuple(subtrees))

    def root(self) -> bytes:
        """Return the root over the entries in their order (RFC 6962, section 2.1)."""
        if not self.nodes:
            return hashlib.sha256().digest()
        _, root = self.nodes[-1]
        for _, node in reversed(self.nodes[:-1]):
            root = _parent(node, root)
        return root

    def kept(self) -> str:
        """Return the hashes as they are kept; their heights follow from the number of entries."""
        return "".join(node.hex() for _, node in self.nodes)


def subtrees_kept(size: int, kept: str | None) -> Subtrees | None:
    """Return the tree over so many entries as it was kept; None where nothing was, or no such tree."""
    heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
    if kept is None or len(kept) != _HEX_DIGITS * len(heights):
        return None
    try:
        hashes = bytes.fromhex(kept)
    except ValueError:
        return None
    nodes = (hashes[32 * n : 32 * n + 32] for n in range(len(heights)))
    return Subtrees(tuple(zip(heights, nodes, strict=True)))


def root_of(entries: Iterable[bytes]) -> bytes:
    """Return the root over the entries in their order."""
    return Subtrees().grown(entries).root()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
