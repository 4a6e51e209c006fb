"""The whole of the auditor's check, for the console and the auditor's room alike."""

from collections.abc import Collection, Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from models.store.verify.everything import Verified, verify
from models.store.verify.guards import guards_difference
from models.store.verify.reading import Difference
from models.store.verify.schema import schema_difference
from models.store.verify.tree import verify_tree


def verify_all(
    conn: Connection, keys: Collection[Ed25519PublicKey], notes: Iterable[str]
) -> tuple[Verified, Difference | None]:
    """Verify all there is by public keys and checkpoints from outside; return the first difference."""
    verified = verify(conn, keys)
    difference = (
        verified.difference
        or verify_tree(conn, verified.keys, given=notes, limits=verified.limits)
        or guards_difference(conn)
        or schema_difference(conn)
    )
    return verified, difference
