"""Signing in: one-time codes, sessions, and the log of attempts that were turned away.

Neither a code nor a session id stands in the database, only its digest. All limits go by the
machine's own time: the clock of a demo folder, which people may move, shortens or prolongs none.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from models.directory import Person
from models.ids import CaseNo, PersonId
from models.store.database.clock import machine_clock, machine_time, now
from models.store.tables import persons, security_log, sessions, sign_in_codes

DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
TRIES = 5
NEW_CODE_EVERY = timedelta(minutes=1)
# Whoever has guessed wrong so often within a day waits longer, so that a million codes stay many.
MOST_WRONG_A_DAY = 15
NEW_CODE_AFTER_MANY_WRONG = timedelta(hours=1)
SESSION_LIFE = timedelta(days=30)
MAILBOX_CODE = "mailbox_code"
# The same attempt repeated within this time is one row: a robot must not fill the database.
ONE_ROW_PER = timedelta(minutes=1)


class Attempt(StrEnum):
    """What was turned away. Stored in the security log: the names never change."""

    LINK_INVALID = "link_invalid"
    NOT_SIGNED_IN = "not_signed_in"
    OTHER_PERSON = "other_person"
    FORM_FORGED = "form_forged"
    WRONG_CODE = "wrong_code"
    FILE_REFUSED = "file_refused"
    MAILBOX_UNKNOWN = "mailbox_unknown"


@dataclass(frozen=True)
class Code:
    """A code just made: its digits, kept nowhere, and when it was made by the clock people see."""

    digits: str
    made_at: datetime
    digest: str


@dataclass(frozen=True)
class Wait:
    """No new code yet; it may be asked for in so many seconds."""

    seconds: int


@dataclass(frozen=True)
class Tried:
    """What came of a try; `tries_left` is 0 where no code holds (used, run out or never made)."""

    accepted: bool
    tries_left: int


@dataclass(frozen=True)
class Session:
    """A signed-in person, and how they showed who they are."""

    person: PersonId
    shown_by: str


# --- codes --------------------------------------------------------------------------------------


def new_code(conn: Connection, person: PersonId, key: bytes) -> Code | Wait:
    """Make a code for a person; the one before holds no longer.

    At most one a minute is made, and one an hour after many wrong ones within a day.
    """
    # Two requests for one person at the same moment: the second waits here and is told to wait.
    conn.execute(select(persons.c.id).where(persons.c.id == person).with_for_update())
    at = machine_time(conn)
    this = sign_in_codes.c.person == person
    asked_at = conn.execute(select(sign_in_codes.c.asked_at).where(this)).scalar()
    again_at = asked_at + _between_codes(conn, person, at) if asked_at else at
    if again_at > at:
        return Wait(int((again_at - at).total_seconds()) + 1)
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    digest = _keyed(key, person, digits)
    conn.execute(delete(sign_in_codes).where(this))
    conn.execute(
        insert(sign_in_codes).values(
            person=person,
            digest=digest,
            expires_at=at + CODE_LIFE,
            tries_left=TRIES,
            asked_at=at,
        )
    )
    return Code(digits, now(conn), digest)


def take_code_back(conn: Connection, person: PersonId, code: Code) -> None:
    """Forget a code that could not be sent, so that another one may be asked for at once.

    One made after it stands: sending may fail long after the next was asked for.
    """
    this = (sign_in_codes.c.person == person) & (sign_in_codes.c.digest == code.digest)
    conn.execute(delete(sign_in_codes).where(this))


def code_is_out(conn: Connection, person: PersonId) -> bool:
    """Tell whether a code was sent that still holds."""
    at = machine_time(conn)
    return (
        conn.execute(select(sign_in_codes.c.person).where(_holds(person, at))).first() is not None
    )


def try_code(conn: Connection, person: PersonId, digits: str, key: bytes) -> Tried:
    """Try a code: one try is used up, and the right one holds once.

    The try is counted before it is compared, in one statement, so that tries at the same moment
    cannot share one. Raises nothing: a rollback would give the try back.
    """
    at = machine_time(conn)
    counted = conn.execute(
        update(sign_in_codes)
        .where(_holds(person, at))
        .values(tries_left=sign_in_codes.c.tries_left - 1)
    )
    if counted.rowcount == 0:
        return Tried(accepted=False, tries_left=0)
    this = sign_in_codes.c.person == person
    row = conn.execute(select(sign_in_codes).where(this)).one()
    accepted = hmac.compare_digest(row.digest, _keyed(key, person, digits))
    if accepted:
        conn.execute(update(sign_in_codes).where(this).values(tries_left=0))
    return Tried(accepted, row.tries_left)


def _holds(person: PersonId, at: datetime) -> ColumnElement[bool]:
    return (
        (sign_in_codes.c.person == person)
        & (sign_in_codes.c.tries_left > 0)
        & (sign_in_codes.c.expires_at > at)
    )


def _between_codes(conn: Connection, person: PersonId, at: datetime) -> timedelta:
    wrong: int = conn.execute(
        select(func.count())
        .select_from(security_log)
        .where(security_log.c.what == Attempt.WRONG_CODE, security_log.c.person == person)
        .where(security_log.c.at > at - timedelta(days=1))
    ).scalar_one()
    return NEW_CODE_EVERY if wrong < MOST_WRONG_A_DAY else NEW_CODE_AFTER_MANY_WRONG


def _keyed(key: bytes, person: PersonId, digits: str) -> str:
    """Return the digest of a code; without the installation's key a million guesses are no use."""
    return hmac.new(key, f"sign-in\n{person}\n{digits}".encode(), hashlib.sha256).hexdigest()


# --- sessions -----------------------------------------------------------------------------------


def begin_session(conn: Connection, person: PersonId, shown_by: str) -> str:
    """Sign a person in; return the random id their browser keeps."""
    at = machine_time(conn)
    session_id = secrets.token_urlsafe(32)
    conn.execute(delete(sessions).where(sessions.c.expires_at <= at))
    conn.execute(
        insert(sessions).values(
            digest=_digest(session_id),
            person=person,
            shown_by=shown_by,
            began_at=at,
            expires_at=at + SESSION_LIFE,
        )
    )
    return session_id


def signed_in(conn: Connection, session_id: str) -> tuple[Session, Person] | None:
    """Return the session of an id while it lasts, and whose it is."""
    row = conn.execute(_SIGNED_IN, {"this": _digest(session_id)}).one_or_none()
    if row is None:
        return None
    person = Person(row.id, row.name, row.language, row.mailbox)
    return Session(person.id, row.shown_by), person


# Put together once: it is asked for every page.
_SIGNED_IN = (
    select(sessions.c.shown_by, persons)
    .join_from(sessions, persons, sessions.c.person == persons.c.id)
    .where(sessions.c.digest == bindparam("this"), sessions.c.expires_at > machine_clock())
)


def end_session(conn: Connection, session_id: str) -> None:
    """Sign out; safe to repeat."""
    conn.execute(delete(sessions).where(sessions.c.digest == _digest(session_id)))


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


# --- the security log ---------------------------------------------------------------------------


def note_attempt(
    conn: Connection,
    what: Attempt,
    *,
    case_no: CaseNo | None = None,
    step: int | None = None,
    person: PersonId | None = None,
) -> None:
    """Log an attempt that was turned away, by machine time; wrong codes are logged one by one.

    `person` is whose session it was, or for a code whom it was made for; never what was typed.
    """
    at = machine_time(conn)
    values = {"what": what, "case_no": case_no, "step": step, "person": person}
    same = [security_log.c[name].is_not_distinct_from(value) for name, value in values.items()]
    lately = select(security_log.c.id).where(*same, security_log.c.at > at - ONE_ROW_PER).limit(1)
    if what is Attempt.WRONG_CODE or conn.execute(lately).first() is None:
        conn.execute(insert(security_log).values(at=at, **values))
