"""The auditor's check: is the journal whole, and does the database say what the journal says?

Written apart from everything that writes: its own canonical JSON, its own hashing, its own reading of
each kind of entry, straight from the rows. A fault in the writer cannot hide in it. Its parts:

    keys          every entry is signed by a key that an auditor knows
    house         people, units, seats, authorities, sessions are what the house's entries make of them
    looks         who opened what is as it was sealed, batch by batch
    post          the outbox is what the post's journal tells of it
    rules         every entry is one that could be made then, by whoever made it
    projections   cases, plan_steps, steps and votes are what the entries make of them
    content       dossiers, texts, files and regulations are those the entries name by digest
    numbers       every case up to the last number is there, and no row without its case
    audited       the auditor's list of decisions is what the entries make of it
    figures       what a case counts for is what its dossier and its steps tell
    doing         moments, bookings, runs and leases are what the entries leave to be done
    guards        the triggers that keep the journal append-only are there
    tree          every entry has its place, every checkpoint is true
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row

from models.store.verify.content import content_difference
from models.store.verify.doing import doing_difference, leases_difference
from models.store.verify.ground import Ground
from models.store.verify.house import house_difference
from models.store.verify.kept import Kept
from models.store.verify.keys import HOUSE, KeyLimit, Keys
from models.store.verify.lists.audited import audited_difference
from models.store.verify.lists.figures import figures_difference
from models.store.verify.lists.looks import looks_difference
from models.store.verify.numbers import (
    numbers_known,
    series_difference,
    unknown_case_difference,
)
from models.store.verify.post import POST, post_difference, untold_message
from models.store.verify.projections import projection_difference
from models.store.verify.reading import (
    MEANINGLESS,
    WHOLE,
    Difference,
    Unreadable,
    canonical,
    moment,
    parsed,
    rows_of,
)
from models.store.verify.rebuilt import rebuild
from models.store.verify.rules.entries import ByTheRules
from models.store.verify.tree import root_of_all

log = logging.getLogger("doan.audit")

GENESIS = "0" * 64
# Is told how far something is: so much of so much.
Came = Callable[[int, int], None]


@dataclass(frozen=True)
class Verified:
    """What was checked, and the first difference (None when all is as it must be)."""

    cases: int
    entries: int
    difference: Difference | None
    # The keys that are trusted, by those given; and how far each counts that came into other hands.
    keys: tuple[Ed25519PublicKey, ...] = ()
    limits: tuple[KeyLimit, ...] = ()


def verify(
    conn: Connection, given: Collection[Ed25519PublicKey], came: Came | None = None
) -> Verified:
    """Recompute every chain and signature, rebuild house, post and cases from their entries, compare.

    Each entry of a case is held against the rules. `given` are the public keys an auditor knows.
    Then recompute the digest of whatever the entries name by digest and is still there, and hold what
    is still to be done against the journal. What a clock set back leaves is told last (`rules.clock`).
    `came` is told how far it is: so many cases of so many.
    """
    audit = _Audit(conn, given, came)
    difference = _found(WHOLE, audit.everything)
    found = difference or audit.untimely or _found(POST, audit.untold)
    return Verified(audit.cases, audit.entries, found, audit.known, audit.limits)


class _Audit:
    """One verification, and how far it has come."""

    def __init__(
        self, conn: Connection, given: Collection[Ed25519PublicKey], came: Came | None
    ) -> None:
        self._conn = conn
        self._given = given
        self._came = came
        self.cases = 0
        self.entries = 0
        self.known: tuple[Ed25519PublicKey, ...] = ()
        self.limits: tuple[KeyLimit, ...] = ()
        # The hashes of entries nobody signed, in their order.
        self._unsigned: list[bytes] = []
        # The first entry whose time cannot be.
        self.untimely: Difference | None = None

    def everything(self) -> Difference | None:
        """Return the first difference of the house, of the post or any case, then of what is of none."""
        house = rows_of(self._conn, "journal", HOUSE, order="seq")
        post = rows_of(self._conn, "journal", POST, order="seq")
        keys = Keys(house, self._given)
        self.known, self.limits = keys.known, keys.limits
        if difference := _found(HOUSE, partial(self._of_house, house, keys)):
            return difference
        if difference := _found(POST, partial(self._of_post, post, keys)):
            return difference
        numbers, ground = numbers_known(self._conn), Ground(self._conn)
        cases = {no: tables for no, tables in numbers.items() if no not in (HOUSE, POST)}
        self.cases = len(cases)
        for number, (case_no, tables) in enumerate(cases.items()):
            if self._came:
                self._came(number, len(cases))
            look = partial(self._of_case, ground, keys, case_no, tables)
            if difference := _found(case_no, look):
                return difference
        return (
            self._unsigned_difference(house)
            or series_difference(self._conn)
            or leases_difference(self._conn, ground)
        )

    def untold(self) -> Difference | None:
        """Return the first message that was told of too late, or never."""
        return untold_message(self._conn, rows_of(self._conn, "journal", POST, order="seq"))

    def _of_house(self, rows: Sequence[Row[Any]], keys: Keys) -> Difference | None:
        return (
            keys.house_difference(rows)
            or self._chain_difference(HOUSE, rows, keys)
            or house_difference(self._conn, rows)
            or looks_difference(self._conn, rows)
        )

    def _of_post(self, rows: Sequence[Row[Any]], keys: Keys) -> Difference | None:
        return self._chain_difference(POST, rows, keys) or post_difference(self._conn, rows)

    def _chain_difference(
        self, chain: str, rows: Sequence[Row[Any]], keys: Keys
    ) -> Difference | None:
        self.entries += len(rows)
        if broken := _chain_difference(chain, rows):
            return broken
        for row in rows:
            if row.signature is None:
                self._unsigned.append(bytes.fromhex(row.hash))
            elif difference := keys.difference(row):
                return difference
        return None

    def _unsigned_difference(self, house: Sequence[Row[Any]]) -> Difference | None:
        """The entries of the days before there were signatures were taken over, as they were found."""
        told = [parsed(row.body) for row in house if row.kind == "journal_taken_over"]
        entries, root = (told[0]["entries"], told[0]["root"]) if told else (0, None)
        place = "entries without a signature"
        if len(self._unsigned) != entries:
            found = str(len(self._unsigned))
            return Difference(HOUSE, place, found, f"{entries}, as were taken over")
        same = not entries or root_of_all(self._unsigned).hex() == root
        return None if same else Difference(HOUSE, place, "others", "those taken over")

    def _of_case(
        self, ground: Ground, keys: Keys, case_no: str, tables: tuple[str, ...]
    ) -> Difference | None:
        rows = rows_of(self._conn, "journal", case_no, order="seq")
        if broken_chain := self._chain_difference(case_no, rows, keys):
            return broken_chain
        kept = Kept(self._conn, case_no)
        reader = ByTheRules(case_no, ground, kept)
        rebuilt = rebuild(rows, reads=reader)
        reader.told.demand_all_followed()
        if self.untimely is None and reader.untimely:
            self.untimely = reader.untimely.difference(case_no)
        return (
            projection_difference(self._conn, case_no, rebuilt)
            or content_difference(self._conn, kept, rows)
            or unknown_case_difference(case_no, tables)
            or doing_difference(ground, kept, rebuilt, rows)
            or audited_difference(self._conn, ground, case_no, rows)
            or figures_difference(self._conn, kept, rebuilt, rows)
        )


def _found(case_no: str, look: Callable[[], Difference | None]) -> Difference | None:
    """Look for a difference; what cannot be read is one too."""
    try:
        return look()
    except Unreadable as unreadable:
        return unreadable.difference(case_no)
    except MEANINGLESS as fault:
        # Whoever changed a database may have found a shape nobody thought of: the auditor is told of
        # it all the same. A database that fails, or is locked, is no difference and is not met here.
        log.exception("%s cannot be read", case_no)
        return Difference(case_no, "its rows", repr(fault), "what can be read")


def _chain_difference(case_no: str, rows: Sequence[Row[Any]]) -> Difference | None:
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        place = f"entry {row.seq}"
        if row.seq != number:
            return Difference(case_no, place, f"number {row.seq}", f"number {number}")
        if row.previous != previous:
            return Difference(case_no, f"{place}, previous", row.previous, previous)
        sealed = _sealed(row, place)
        if row.hash != sealed:
            return Difference(case_no, f"{place}, hash", row.hash, sealed)
        previous = row.hash
    return None


def _sealed(row: Row[Any], place: str) -> str:
    content = {
        "actor": row.actor,
        "at": _moment_in(row, "at", place),
        "body": row.body,
        "case": row.case_no,
        "kind": row.kind,
        "previous": row.previous,
        "recorded_at": _moment_in(row, "recorded_at", place),
        "seq": row.seq,
    }
    try:
        return hashlib.sha256(canonical(content)).hexdigest()
    except Unreadable as unreadable:
        raise unreadable.at(place) from None


def _moment_in(row: Row[Any], column: str, place: str) -> str:
    try:
        return moment(getattr(row, column))
    except Unreadable as unreadable:
        raise unreadable.at(f"{place}, column {column}") from None
