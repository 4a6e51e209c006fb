"""What a restored journal lacks of a checkpoint that others hold."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, func, select

from models.journal.checkpoint import Checkpoint
from models.journal.merkle import root_of
from models.store import leaves
from models.store.database.engine import savepoint
from models.store.tables import journal
from models.store.verify.tree import opened_by


@dataclass(frozen=True)
class Held:
    """A checkpoint held against a journal that is `whole`, `lacks` its last entries, or is an `other`.

    Lacking are the entries from `first` to `size`: those made after `newest`, the moment of the newest
    that is here, and before `signed_at`, when the checkpoint was signed (both UTC).
    """

    how: Literal["whole", "lacks", "other"]
    size: int
    first: int = 0
    newest: datetime | None = None
    signed_at: datetime | None = None

    @property
    def count(self) -> int:
        """Return how many entries are lacking."""
        return self.size - self.first + 1 if self.how == "lacks" else 0


def held_against(conn: Connection, note: str, keys: Collection[Ed25519PublicKey]) -> Held:
    """Hold a checkpoint against the journal; raises `CheckpointInvalid` where no key signed it.

    Inside a transaction that writes, which is left as it was.
    """
    checkpoint = opened_by(note, keys)
    entries, newest = conn.execute(
        select(func.count(), func.max(journal.c.recorded_at)).select_from(journal)
    ).one()
    if checkpoint.size > entries:
        first = entries + 1
        return Held("lacks", checkpoint.size, first, newest, checkpoint.at)
    how: Literal["whole", "other"] = "whole" if _is_begun_so(conn, checkpoint) else "other"
    return Held(how, checkpoint.size, signed_at=checkpoint.at)


class _Undone(Exception):
    """Ends a savepoint whose writing is not wanted."""


def _is_begun_so(conn: Connection, checkpoint: Checkpoint) -> bool:
    """Tell whether the first entries, placed as the sweep would, are those that were signed."""
    is_so = False
    try:
        with savepoint(conn):
            leaves.number_new_entries(conn)
            is_so = root_of(islice(leaves.hashes(conn), checkpoint.size)) == checkpoint.root
            raise _Undone
    except _Undone:
        return is_so
