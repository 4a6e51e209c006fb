"""Sessions: they end when they rest too long, after a month, or when somebody ends them."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    true,
    update,
)

from models import entries as e
from models.directory import Person
from models.ids import PersonId
from models.journal.signing import Signer
from models.store import journal
from models.store.amiss.clock_seen import TOLERATED
from models.store.database.clock import machine_clock, machine_time
from models.store.house.journal import HOUSE, HouseJournal
from models.store.sign_in.belonging import has_left
from models.store.tables import passkeys, persons, sessions

SESSION_LIFE = timedelta(days=30)
# A device that was not used for so long counts as new.
LONGEST_REST = timedelta(days=7)
# A code entered, or a passkey shown, within this time is a fresh proof of who somebody is.
FRESH_FOR = timedelta(minutes=15)
# That a session is used is written down no more often.
_SEEN_EVERY = timedelta(minutes=5)

# How people show who they are.
MAILBOX_CODE, PASSKEY, OIDC = "mailbox_code", "passkey", "oidc"
# They did so just before what is journaled; else at some time since the session began.
FRESH = "_fresh"


@dataclass(frozen=True)
class Session:
    """A signed-in person, and how they showed last who they are.

    `is_fresh`: they showed it within the last minutes. `to_note`: that it is used is to be written down.
    `entry` is the number of the house's entry by which it began.
    """

    digest: str
    person: PersonId
    entry: int
    shown_by: str
    is_fresh: bool
    to_note: bool
    has_passkey: bool = False

    @property
    def identity(self) -> str:
        """Return how strongly identity was shown, as it is journaled."""
        return self.shown_by + FRESH if self.is_fresh else self.shown_by


@dataclass(frozen=True)
class SessionListed:
    """A session as its person sees it: on which device, since when, used last when."""

    digest: str
    device: str
    began_at: datetime
    seen_at: datetime


def begin(
    house: HouseJournal,
    person: PersonId,
    shown_by: str,
    *,
    device: str = "",
    rest: timedelta = LONGEST_REST,
) -> str:
    """Sign a person in; return the random id their browser keeps. It ends after resting so long."""
    forget_ended(house)
    at = machine_time(house.conn)
    session_id = secrets.token_urlsafe(32)
    began = {
        "digest": digest_of(session_id),
        "person": person,
        "shown_by": shown_by,
        "device": device,
        "expires_at": at + SESSION_LIFE,
    }
    told = {**began, "session": began["digest"]}
    del told["digest"]
    entry = house.record(e.SessionBegun.model_validate(told))
    house.conn.execute(
        insert(sessions).values(
            **began, entry=entry, began_at=at, seen_at=at, proved_at=at, rests_until=at + rest
        )
    )
    return session_id


def signed_in(
    conn: Connection, session_id: str, signers: Sequence[Signer]
) -> tuple[Session, Person] | None:
    """Return the session of an id while it lasts, and whose it is.

    Whoever owns the database can slip in a row; the entry by which a session begins they cannot sign.
    """
    row = conn.execute(_SIGNED_IN, {"this": digest_of(session_id)}).one_or_none()
    if row is None or not _has_begun(conn, row.digest, row.person, row.entry, tuple(signers)):
        return None
    person = Person(row.id, row.name, row.language, row.mailbox)
    session = Session(
        row.digest,
        person.id,
        row.entry,
        row.shown_by,
        bool(row.fresh),
        bool(row.to_note),
        bool(row.has_passkey),
    )
    return session, person


# Put together once: it is asked for every page.
_SIGNED_IN = (
    select(
        sessions.c.digest,
        sessions.c.person,
        sessions.c.entry,
        sessions.c.shown_by,
        # A provider may know its people by an old session of its own.
        and_(
            sessions.c.proved_at > machine_clock(-FRESH_FOR.total_seconds()),
            # Nor does a proof of a time to come stay fresh until then: the clock stood wrong.
            sessions.c.proved_at <= machine_clock(FRESH_FOR.total_seconds()),
            sessions.c.shown_by != OIDC,
        ).label("fresh"),
        (sessions.c.seen_at <= machine_clock(-_SEEN_EVERY.total_seconds())).label("to_note"),
        exists().where(passkeys.c.person == sessions.c.person).label("has_passkey"),
        persons,
    )
    .join_from(sessions, persons, sessions.c.person == persons.c.id)
    .where(
        sessions.c.digest == bindparam("this"),
        sessions.c.expires_at > machine_clock(),
        # One that began while the clock stood ahead does not last until then.
        sessions.c.expires_at <= machine_clock((SESSION_LIFE + TOLERATED).total_seconds()),
        sessions.c.rests_until > machine_clock(),
    )
)


# What was found to be signed stays so; asked for once a session, not for every page.
_BEGUN: set[tuple[str, str, int]] = set()
_MOST_REMEMBERED = 10_000


def _has_begun(
    conn: Connection, digest: str, person: str, entry: int, signers: tuple[Signer, ...]
) -> bool:
    """Tell whether a signed entry of the house says that this person's session began so."""
    if (digest, person, entry) in _BEGUN:
        return True
    found = journal.signed_entry(conn, HOUSE, entry, (each.public for each in signers))
    said = found.payload if found else None
    begun = isinstance(said, e.SessionBegun) and (said.session, said.person) == (digest, person)
    if begun:
        if len(_BEGUN) >= _MOST_REMEMBERED:
            _BEGUN.clear()
        _BEGUN.add((digest, person, entry))
    return begun


def note_used(conn: Connection, digest: str, *, rest: timedelta) -> None:
    """Note that a session is used: it ends when it rests so long from now on."""
    at = machine_time(conn)
    used = {"seen_at": at, "rests_until": at + rest}
    conn.execute(update(sessions).where(sessions.c.digest == digest).values(**used))


def note_proved(house: HouseJournal, session: Session) -> None:
    """Note that the person of a session has shown again who they are, in the way `house` is told by."""
    at = machine_time(house.conn)
    house.record(e.ProvedAgain(person=session.person, session=session.digest, proved_at=at))
    this = sessions.c.digest == session.digest
    proved = {"proved_at": at, "shown_by": house.by.identity}
    house.conn.execute(update(sessions).where(this).values(**proved))


def sessions_of(conn: Connection, person: PersonId) -> tuple[SessionListed, ...]:
    """Return the sessions of a person that last, the one used last first."""
    at = machine_time(conn)
    rows = conn.execute(
        select(sessions)
        .where(sessions.c.person == person)
        .where(sessions.c.expires_at > at, sessions.c.rests_until > at)
        .order_by(sessions.c.seen_at.desc())
    )
    return tuple(SessionListed(row.digest, row.device, row.began_at, row.seen_at) for row in rows)


def end(house: HouseJournal, digest: str, person: PersonId) -> bool:
    """End one session of a person; tell whether there was one. Safe to repeat."""
    return _end(house, (sessions.c.digest == digest) & (sessions.c.person == person)) > 0


def end_all(house: HouseJournal, person: PersonId, *, but: str = "") -> int:
    """End the sessions of a person, all or all but one; return how many there were."""
    return _end(house, (sessions.c.person == person) & (sessions.c.digest != but))


def end_leavers(house: HouseJournal, on: date) -> int:
    """End the sessions of those who do not belong on a day or after it; return how many there were."""
    return _end(house, has_left(sessions.c.person, on), why="left")


def are_of_leavers(conn: Connection, on: date) -> bool:
    """Tell whether anybody is signed in who does not belong on a day or after it."""
    gone = select(sessions.c.digest).where(has_left(sessions.c.person, on))
    return conn.execute(gone.limit(1)).first() is not None


def end_everybodys(house: HouseJournal) -> None:
    """End all sessions there are."""
    _end(house, true())


def forget_ended(house: HouseJournal) -> None:
    """Forget the sessions that have ended by themselves."""
    at = machine_time(house.conn)
    _end(house, or_(sessions.c.expires_at <= at, sessions.c.rests_until <= at), why="rested")


def _end(house: HouseJournal, those: ColumnElement[bool], *, why: str = "ended") -> int:
    ended = house.conn.execute(delete(sessions).where(those).returning(sessions.c.digest))
    digests = tuple(sorted(ended.scalars()))
    if digests:
        house.record(e.SessionsEnded(sessions=digests, why=why))
    return len(digests)


def digest_of(session_id: str) -> str:
    """Return by what a session stands in the database; whoever knows it alone has no session."""
    return hashlib.sha256(session_id.encode()).hexdigest()
