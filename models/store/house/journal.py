"""The house's journal: what the decisions of all cases rest on, in a chain of its own.

Who is who, who sits where and acts for whom, how people signed in, which regulation and which key are
in force: whoever changes one of these records it here, in the same transaction. Its entries stand in
the table of the cases' journals, under the number of no case, so they are signed, placed and covered by
checkpoints as all others are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, select

from models.entries import KeyInForce, OfHouse, Payload
from models.ids import CaseNo
from models.journal.entry import ENGINE, GENESIS, Entry
from models.journal.signing import Signer, is_signed, key_of, key_text
from models.store import journal
from models.store.database.clock import both_times
from models.store.tables import journal as rows

P = TypeVar("P", bound=OfHouse)

HOUSE = CaseNo("house")
# Every case locked at once is locked before the house: else one who keeps the house, and then queues
# a letter, would wait for the table of cases, and its keeper for the house.
_ONE_WRITER = "LOCK TABLE cases IN ROW SHARE MODE; SELECT pg_advisory_xact_lock(6963)"


@dataclass(frozen=True)
class By:
    """Who does something to the house, and how they have shown who they are."""

    actor: str = ENGINE
    identity: str = ""


@dataclass(frozen=True)
class HouseJournal:
    """The house's journal inside a transaction that writes."""

    conn: Connection
    signer: Signer
    by: By = field(default_factory=By)
    chain: CaseNo = HOUSE

    def wait(self) -> None:
        """Wait for whoever writes to it just now to commit; cases are locked before, if at all."""
        if self.conn.dialect.name != "sqlite":
            self.conn.exec_driver_sql(_ONE_WRITER)

    def record(self, *said: OfHouse) -> int:
        """Add entries in one go; return the number of the last. Of two, the second waits."""
        self.wait()
        newest = _newest(self.conn, self.chain)
        seq, previous = (newest.seq, newest.hash) if newest else (0, GENESIS)
        written, at = both_times(self.conn)
        entries = []
        for payload in said:
            seq += 1
            identified = payload.model_copy(update={"identity": self.by.identity})
            entry = Entry(self.chain, seq, at, written, self.by.actor, identified, previous)
            previous = entry.hash()
            entries.append(entry)
        journal.append(self.conn, entries, self.signer)
        return seq


def has_begun(conn: Connection) -> bool:
    """Tell whether the house has a journal."""
    return _newest(conn, HOUSE) is not None


def is_in_force(conn: Connection, signer: Signer) -> bool:
    """Tell whether the house's newest entry is signed by a key."""
    newest = _newest(conn, HOUSE)
    return newest is not None and (newest.signature or "").startswith(f"{signer.name}:")


def resting_on(conn: Connection, number: int, signer: Signer) -> Payload | None:
    """Return what an entry of the house says; None where no key of those handed on signed it.

    Whoever owns the database can slip in a row that names an entry; the entry they cannot sign.
    """
    entry = journal.signed_entry(conn, HOUSE, number, keys_handed_on(conn, signer))
    return entry.payload if entry else None


def told_since(conn: Connection, kind: type[P], number: int) -> tuple[P, ...]:
    """Return what the house has told of one kind behind an entry: there ends what rests on that."""
    told = journal.all_of(conn, HOUSE, kind.kind)
    return tuple(e.payload for e in told if e.seq > number and isinstance(e.payload, kind))


def keys_handed_on(conn: Connection, signer: Signer) -> Iterator[Ed25519PublicKey]:
    """Yield the key in force and those that handed over to it, one to the next.

    What stands for years was signed by any of them. A key that was lost or came into other hands has
    handed over to none, so neither it nor any before it is among them.
    """
    key = signer.public
    yield key
    for entry, signature in journal.signed_entries(conn, HOUSE, KeyInForce.kind):
        said = entry.payload
        if not (isinstance(said, KeyInForce) and is_signed(key, entry.hash(), signature)):
            return
        if said.key != key_text(key) or said.why != "rotation" or said.before is None:
            return
        key = key_of(said.before)
        yield key


def _newest(conn: Connection, chain: CaseNo) -> Row[Any] | None:
    of_chain = select(rows).where(rows.c.case_no == chain).order_by(rows.c.seq.desc())
    return conn.execute(of_chain.limit(1)).one_or_none()
