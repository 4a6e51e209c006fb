"""Proofs over the Merkle tree of RFC 6962: that an entry is in it, that a later tree extends an earlier.

Whoever holds a signed root needs a few hashes beside it and none of the other entries. Pure; how a proof
is checked is that of RFC 9162 (2.1.3.2, 2.1.4.2), which needs nothing of how it was made.
"""

import hashlib
from collections.abc import Iterable, Sequence


class Tree:
    """All entries of a journal in their order, with the hashes of all complete subtrees."""

    def __init__(self, entries: Iterable[bytes]) -> None:
        # Leaves first, then pairs, then fours, …
        self._levels = [[leaf_hash(entry) for entry in entries]]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[0::2], below[1::2], strict=False)
            self._levels.append([_parent(left, right) for left, right in pairs])

    @property
    def size(self) -> int:
        """Return how many entries there are."""
        return len(self._levels[0])

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` entries."""
        return self._root(0, size)

    def inclusion(self, leaf: int, size: int) -> list[bytes]:
        """Return the proof that an entry is among the first `size`: PATH of RFC 6962, 2.1.1.

        Raises `ValueError` where it is not.
        """
        if not 0 <= leaf < size <= self.size:
            raise ValueError(f"leaf {leaf} of {size} in a tree of {self.size}")
        return self._path(leaf, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the first `new` entries begin with the first `old` ones (2.1.2).

        Raises `ValueError` where they cannot.
        """
        if not 0 <= old <= new <= self.size:
            raise ValueError(f"{old} and {new} in a tree of {self.size}")
        return [] if old in (0, new) else self._extension(old, 0, new, is_whole=True)

    def _root(self, begin: int, end: int) -> bytes:
        width = end - begin
        if width == 0:
            return hashlib.sha256().digest()
        height = (width - 1).bit_length()
        if width == 1 << height:
            return self._levels[height][begin >> height]
        middle = begin + _split(width)
        return _parent(self._root(begin, middle), self._root(middle, end))

    def _path(self, leaf: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        middle = begin + _split(end - begin)
        if leaf < middle:
            return [*self._path(leaf, begin, middle), self._root(middle, end)]
        return [*self._path(leaf, middle, end), self._root(begin, middle)]

    def _extension(self, old: int, begin: int, end: int, *, is_whole: bool) -> list[bytes]:
        if old == end:
            return [] if is_whole else [self._root(begin, end)]
        middle = begin + _split(end - begin)
        if old <= middle:
            left = self._extension(old, begin, middle, is_whole=is_whole)
            return [*left, self._root(middle, end)]
        right = self._extension(old, middle, end, is_whole=False)
        return [*right, self._root(begin, middle)]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash by which an entry stands in the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def is_included(entry: bytes, leaf: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that an entry stands at its place under a root."""
    if not 0 <= leaf < size:
        return False
    place, last, found = leaf, size - 1, leaf_hash(entry)
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = _parent(sibling, found)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            found = _parent(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def is_extended(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that the tree of `new` entries begins with that of `old`.

    Nothing at all is the beginning of everything.
    """
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not proof and (old == 0 or old_root == new_root)
    # Where the old tree is complete its root begins the proof, and is not said again.
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    if not path:
        return False
    of_old = of_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            of_old, of_new = _parent(sibling, of_old), _parent(sibling, of_new)
            while place % 2 == 0 and place:
                place, last = place >> 1, last >> 1
        else:
            of_new = _parent(of_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == new_root


def _split(width: int) -> int:
    """Return the largest power of two that is smaller: there RFC 6962 divides a tree."""
    return 1 << ((width - 1).bit_length() - 1)


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
