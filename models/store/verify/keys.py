"""Which keys may have signed which entries, from the keys an auditor holds and what the house tells.

An installation changes its key: the one before hands over to the next, and the next names the one
before. So whoever holds any of them can go along, forwards and backwards. A key that is lost hands
over nothing: then only who holds the new one can say that it is right. Written apart from what signs.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row

from models.store.verify.reading import Difference, Unreadable, parsed, read_moment, rows_of

HOUSE = "house"
_SIGNED = b"doan-entry\n"
# Whoever was about to write when the key was changed has written soon after.
_LATE = timedelta(minutes=1)


@dataclass(frozen=True)
class KeyLimit:
    """Of what a key signed only the first `covered` entries count, and those have this root."""

    key: str
    covered: int
    root: str


@dataclass(frozen=True)
class KeyPeriod:
    """One key: from which entry of the house on, and what it says of the one before."""

    name: str
    key: Ed25519PublicKey
    begins: int
    began_at: datetime
    before: str | None
    why: str
    covered: int | None
    root: str | None
    handed_over: bool


class Keys:
    """The keys of a journal; those that are `trusted` by what is known from outside."""

    def __init__(self, house: Sequence[Row[Any]], given: Iterable[Ed25519PublicKey]) -> None:
        self.periods = tuple(_periods(house))
        known = {_name(key) for key in given}
        self.trusted = {period.name: period for period in _reached(self.periods, known)}
        followed = zip(self.periods, self.periods[1:], strict=False)
        self._ended_at = {this.name: following.began_at for this, following in followed}

    @property
    def known(self) -> tuple[Ed25519PublicKey, ...]:
        """Return the keys that are trusted, the newest first."""
        return tuple(period.key for period in reversed(self.trusted.values()))

    @property
    def limits(self) -> tuple[KeyLimit, ...]:
        """Return how far the keys count that came into other hands."""
        return tuple(
            KeyLimit(period.before, period.covered, str(period.root))
            for period in self.periods
            if period.why == "compromised" and period.before and period.covered is not None
        )

    def difference(self, row: Row[Any]) -> Difference | None:
        """Return what is wrong with the signature of an entry that has one."""
        place = f"entry {row.seq}, signature"
        name, _, encoded = str(row.signature).partition(":")
        period = self.trusted.get(name)
        if period is None:
            return Difference(row.case_no, place, f"one by key {name[:16]}", "one by a known key")
        ended_at = self._ended_at.get(name)
        if ended_at and read_moment(row.recorded_at) > ended_at + _LATE:
            return Difference(row.case_no, place, f"one by key {name}, which had ended", "another")
        try:
            signature = base64.b64decode(encoded, validate=True)
            period.key.verify(signature, _SIGNED + str(row.hash).encode())
        except (binascii.Error, InvalidSignature, ValueError):
            return Difference(row.case_no, place, "one that does not fit", "that of this entry")
        if encoded != base64.b64encode(signature).decode():
            return Difference(row.case_no, place, "another spelling", "Base64")
        return None

    def house_difference(self, house: Sequence[Row[Any]]) -> Difference | None:
        """Return where the house's entries go by another key than the one in force."""
        if not self.periods:
            return Difference(HOUSE, "entry 1", "no key", "the key in force")
        for this, following in zip(self.periods, (*self.periods[1:], None), strict=True):
            if this.name not in self.trusted:
                found = f"key {this.name}, handed over by none you hold ({this.why})"
                return Difference(HOUSE, f"entry {this.begins}", found, "a known key")
            ends = following.begins if following else len(house) + 1
            for row in house[this.begins - 1 : ends - 1]:
                if not str(row.signature).startswith(f"{this.name}:"):
                    expected = f"one by key {this.name}"
                    return Difference(HOUSE, f"entry {row.seq}, signature", "another", expected)
        return None


def known_keys(conn: Connection, given: Iterable[Ed25519PublicKey]) -> tuple[Ed25519PublicKey, ...]:
    """Return the keys that those given lead to, as the house tells; the given ones where it tells none.

    Raises `Unreadable`.
    """
    known = tuple(given)
    return Keys(rows_of(conn, "journal", HOUSE, order="seq"), known).known or known


def _periods(house: Sequence[Row[Any]]) -> Iterable[KeyPeriod]:
    handed: set[tuple[str, str]] = set()
    for row in house:
        if row.kind not in ("key_in_force", "key_handed_over"):
            continue
        try:
            said = parsed(row.body)
            by = str(row.signature).partition(":")[0]
            if row.kind == "key_handed_over":
                handed.add((by, _name(_key(said["to"]))))
                continue
            key, before = _key(said["key"]), said["before"]
            earlier = _name(_key(before)) if before else None
            yield KeyPeriod(
                name=_name(key),
                key=key,
                begins=row.seq,
                began_at=read_moment(row.recorded_at),
                before=earlier,
                why=said["why"],
                covered=said["covered"],
                root=said["root"],
                handed_over=(earlier, _name(key)) in handed,
            )
        except (Unreadable, KeyError, TypeError, ValueError):
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None


def _reached(periods: Sequence[KeyPeriod], known: set[str]) -> Iterable[KeyPeriod]:
    """Return the keys that the known ones lead to: one is followed forwards only if it handed over."""
    reached = set(known)
    for this in periods:
        if this.before in reached and this.handed_over:
            reached.add(this.name)
    for this in reversed(periods):
        if this.name in reached and this.before:
            reached.add(this.before)
    return [this for this in periods if this.name in reached]


def _key(text: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def _name(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
