"""Passkeys: each rests on an entry of the house's journal, and without it signs nobody in."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, or_, select, true, update

from models import entries as e
from models.ids import PersonId
from models.journal.signing import Signer
from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.house.journal import HouseJournal, resting_on, told_since
from models.store.tables import passkeys, persons

# Nobody has more devices and keys than that; a list of them has an end.
MOST_PASSKEYS = 20


@dataclass(frozen=True)
class Passkey:
    """A passkey of a person: on which device it was added, when, and when it was used last.

    `credential` is what the authenticator calls it by, `public_key` is in its own form (COSE).
    """

    id: str
    person: PersonId
    entry: int
    credential: bytes
    public_key: bytes
    sign_count: int
    device: str
    added_at: datetime
    used_at: datetime | None


def add(
    house: HouseJournal,
    person: PersonId,
    credential: bytes,
    public_key: bytes,
    *,
    sign_count: int,
    device: str,
) -> str | None:
    """Let a person sign in by a passkey; return its id, or None where it is known already."""
    conn, at, passkey = house.conn, machine_time(house.conn), digest_of(credential)
    if conn.execute(select(passkeys.c.id).where(passkeys.c.id == passkey)).first():
        return None
    entry = house.record(
        e.PasskeyAdded(
            person=person, passkey=passkey, key=digest_of(public_key), device=device, added_at=at
        )
    )
    insert_once(
        conn,
        passkeys,
        id=passkey,
        person=person,
        entry=entry,
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        device=device,
        added_at=at,
        used_at=None,
    )
    return passkey


def passkeys_of(conn: Connection, person: PersonId) -> tuple[Passkey, ...]:
    """Return the passkeys of a person, the newest first."""
    theirs = select(passkeys).where(passkeys.c.person == person)
    rows = conn.execute(theirs.order_by(passkeys.c.added_at.desc(), passkeys.c.id))
    return tuple(_passkey(row) for row in rows)


def passkey_with(conn: Connection, credential: bytes, signer: Signer) -> Passkey | None:
    """Return the passkey that an authenticator calls so, under its lock; None where it counts not.

    Whoever owns the database can slip in a row, or put back one that was removed; the entry by which
    it was added they cannot sign, nor take out the one by which it was removed.
    """
    this = select(passkeys).where(passkeys.c.id == digest_of(credential)).with_for_update()
    row = conn.execute(this).one_or_none()
    if row is None:
        return None
    found = _passkey(row)
    return found if _was_added(conn, found, signer) and not _was_removed(conn, found) else None


def _was_added(conn: Connection, passkey: Passkey, signer: Signer) -> bool:
    said = resting_on(conn, passkey.entry, signer)
    told = (passkey.id, passkey.person, digest_of(passkey.public_key))
    return isinstance(said, e.PasskeyAdded) and (said.passkey, said.person, said.key) == told


def _was_removed(conn: Connection, passkey: Passkey) -> bool:
    told = told_since(conn, e.PasskeysRemoved, passkey.entry)
    return any(passkey.id in each.passkeys for each in told)


def note_used(conn: Connection, passkey: Passkey, sign_count: int) -> bool:
    """Note that a passkey was used; False, and nothing noted, where it has not counted on.

    An authenticator that counts nothing always says 0.
    """
    counted_on = or_(
        passkeys.c.sign_count < sign_count,
        (passkeys.c.sign_count == 0) & (sign_count == 0),
    )
    used = {"sign_count": sign_count, "used_at": machine_time(conn)}
    this = (passkeys.c.id == passkey.id) & counted_on
    return conn.execute(update(passkeys).where(this).values(**used)).rowcount > 0


def remove(house: HouseJournal, passkey: str, person: PersonId) -> bool:
    """Remove one passkey of a person; tell whether there was one. Safe to repeat."""
    this = (passkeys.c.id == passkey) & (passkeys.c.person == person)
    return _remove(house, this, "removed") > 0


def remove_all(house: HouseJournal, person: PersonId, why: str) -> int:
    """Remove all passkeys of a person; return how many there were."""
    return _remove(house, passkeys.c.person == person, why)


def remove_everybodys(house: HouseJournal, why: str) -> None:
    """Remove all passkeys there are."""
    _remove(house, true(), why)


def _remove(house: HouseJournal, those: ColumnElement[bool], why: str) -> int:
    removed = house.conn.execute(delete(passkeys).where(those).returning(passkeys.c.id))
    ids = tuple(sorted(removed.scalars()))
    if ids:
        house.record(e.PasskeysRemoved(passkeys=ids, why=why))
    return len(ids)


def handle_of(conn: Connection, person: PersonId) -> bytes:
    """Return what authenticators call a person by: 32 bytes that say nothing of who it is."""
    salt: bytes = conn.execute(select(persons.c.salt).where(persons.c.id == person)).scalar_one()
    return hmac.new(salt, b"doan-passkeys", hashlib.sha256).digest()


def digest_of(content: bytes) -> str:
    """Return the digest by which a passkey stands in the database, or its public key in the journal."""
    return hashlib.sha256(content).hexdigest()


def _passkey(row: Row[Any]) -> Passkey:
    values = row._asdict()
    raw = {name: bytes(values[name]) for name in ("credential", "public_key")}
    return Passkey(**{**values, **raw})
