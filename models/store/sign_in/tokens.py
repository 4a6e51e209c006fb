"""Tokens by which other systems come in as somebody: each rests on an entry of the house's journal."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, true, update

from models import entries as e
from models.directory import Person
from models.ids import PersonId
from models.journal.entry import sealed_json
from models.journal.signing import Signer
from models.store.database.clock import machine_time
from models.store.house.journal import HouseJournal, resting_on, told_since
from models.store.house.people import new_salt
from models.store.sign_in.belonging import has_left
from models.store.tables import access_tokens, persons

# Nobody has more systems than that; a list of them has an end.
MOST_TOKENS = 20
# In days: how long a token lasts at most, and unless something else is asked for.
LONGEST_LIFE, USUAL_LIFE = 365, 90
LONGEST_NAME = 80
# By this people and scanners of code know a token when they find one.
PREFIX = "doan_"
# That a token is used is written down no more often.
_SEEN_EVERY = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token may be used for. Stored: the names never change. No token decides anything."""

    READ = "read"
    SUBMIT = "submit"
    AUDIT = "audit"


@dataclass(frozen=True)
class AccessToken:
    """A token of a person: what it is called, what it may do, from when to when, used last when."""

    digest: str
    person: PersonId
    entry: int
    name: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class TokenShown:
    """A token that was shown, and whose it is; `has_expired`, or `to_note` that it is used."""

    token: AccessToken
    person: Person
    has_expired: bool
    to_note: bool


def make(
    house: HouseJournal, person: PersonId, name: str, scopes: Iterable[Scope], *, days: int
) -> str:
    """Let another system come in as a person for some days; return the token, which is kept nowhere."""
    made_at, salt = machine_time(house.conn), new_salt()
    token = PREFIX + secrets.token_urlsafe(32)
    made: dict[str, Any] = {
        "person": person,
        "scopes": tuple(sorted(set(scopes))),
        "made_at": made_at,
        "expires_at": made_at + timedelta(days=days),
    }
    sealed = sealed_json(salt, {"name": name})
    entry = house.record(e.TokenMade(token=digest_of(token), sealed=sealed, **made))
    made["scopes"] = list(made["scopes"])
    house.conn.execute(
        insert(access_tokens).values(
            **made, digest=digest_of(token), entry=entry, name=name, salt=salt, used_at=None
        )
    )
    return token


def tokens_of(conn: Connection, person: PersonId) -> tuple[AccessToken, ...]:
    """Return the tokens of a person, the newest first; also those that have run out."""
    theirs = select(access_tokens).where(access_tokens.c.person == person)
    newest = theirs.order_by(access_tokens.c.made_at.desc(), access_tokens.c.digest)
    return tuple(_token(row) for row in conn.execute(newest))


def token_shown(
    conn: Connection, token: str, signers: Sequence[Signer], on: date
) -> TokenShown | None:
    """Return a token that counts, and whose it is; None for any other.

    Whoever owns the database can slip in a row, let it do more, or put back one that was revoked; the
    entry by which it was made they cannot sign, nor take out the one by which it was revoked. Nor does
    a token outlive its person's last seat.
    """
    whose = (persons.c.name.label("person_name"), persons.c.language, persons.c.mailbox)
    this = select(access_tokens, *whose).join(persons, persons.c.id == access_tokens.c.person)
    this = this.where(access_tokens.c.digest == digest_of(token), ~has_left(persons.c.id, on))
    row = conn.execute(this).one_or_none()
    if row is None:
        return None
    found = _token(row)
    if not _was_made(conn, found, signers) or _was_revoked(conn, found):
        return None
    at = machine_time(conn)
    used = found.used_at
    return TokenShown(
        token=found,
        person=Person(found.person, row.person_name, row.language, row.mailbox),
        has_expired=at >= found.expires_at,
        to_note=used is None or at - used >= _SEEN_EVERY,
    )


def note_used(conn: Connection, digest: str) -> None:
    """Note that a token is used."""
    this = access_tokens.c.digest == digest
    conn.execute(update(access_tokens).where(this).values(used_at=machine_time(conn)))


def revoke(house: HouseJournal, digest: str, person: PersonId) -> bool:
    """Revoke one token of a person; tell whether there was one. Safe to repeat."""
    this = (access_tokens.c.digest == digest) & (access_tokens.c.person == person)
    return _revoke(house, this, "revoked") > 0


def revoke_all(house: HouseJournal, person: PersonId, why: str) -> int:
    """Revoke all tokens of a person; return how many there were."""
    return _revoke(house, access_tokens.c.person == person, why)


def revoke_everybodys(house: HouseJournal, why: str) -> None:
    """Revoke all tokens there are."""
    _revoke(house, true(), why)


def forget_expired(house: HouseJournal, person: PersonId) -> None:
    """Forget the tokens of a person that have run out."""
    gone = access_tokens.c.expires_at <= machine_time(house.conn)
    _revoke(house, (access_tokens.c.person == person) & gone, "expired")


def digest_of(token: str) -> str:
    """Return by what a token stands in the database; whoever knows it alone has no token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _revoke(house: HouseJournal, those: ColumnElement[bool], why: str) -> int:
    gone = house.conn.execute(delete(access_tokens).where(those).returning(access_tokens.c.digest))
    digests = tuple(sorted(gone.scalars()))
    if digests:
        house.record(e.TokensRevoked(tokens=digests, why=why))
    return len(digests)


def _was_made(conn: Connection, token: AccessToken, signers: Sequence[Signer]) -> bool:
    said = resting_on(conn, token.entry, signers[0])
    return isinstance(said, e.TokenMade) and (
        said.token,
        said.person,
        said.scopes,
        said.expires_at,
    ) == (token.digest, token.person, token.scopes, token.expires_at)


def _was_revoked(conn: Connection, token: AccessToken) -> bool:
    told = told_since(conn, e.TokensRevoked, token.entry)
    return any(token.digest in each.tokens for each in told)


def _token(row: Row[Any]) -> AccessToken:
    return AccessToken(
        digest=row.digest,
        person=PersonId(row.person),
        entry=row.entry,
        name=row.name,
        scopes=tuple(Scope(each) for each in row.scopes),
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
