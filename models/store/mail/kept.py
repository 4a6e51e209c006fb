"""The bytes of letters as they are kept: as they were sent, pressed, and at last their digest alone.

What form they are in, they say themselves: a letter begins with the name of a header, never with NUL.
`models.store.verify.post` knows the forms too: whoever changes one changes it there.
"""

import hashlib
import zlib

from models.store.tables.base import PRESSED

DIGEST = b"\0d"


def pressed(content: bytes) -> bytes:
    """Return the bytes of a letter pressed, where that makes them fewer."""
    small = PRESSED + zlib.compress(content, 9)
    return small if len(small) < len(content) else content


def digest_alone(kept: bytes) -> bytes:
    """Return what is kept of a letter when its bytes go: their digest."""
    return DIGEST + bytes.fromhex(digest_of(kept))


def whole(kept: bytes | None) -> bytes | None:
    """Return the bytes of a letter; None where they are not kept, or not any more."""
    if kept is None or kept.startswith(DIGEST):
        return None
    return zlib.decompress(kept[len(PRESSED) :]) if kept.startswith(PRESSED) else kept


def digest_of(kept: bytes) -> str:
    """Return the SHA-256 of a letter's bytes, in whatever form they are kept."""
    if kept.startswith(DIGEST):
        return kept[len(DIGEST) :].hex()
    return hashlib.sha256(whole(kept) or b"").hexdigest()
