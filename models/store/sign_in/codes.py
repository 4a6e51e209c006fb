"""One-time codes. Each belongs to the browser that asked for it, by a random challenge it keeps.

A stranger's asking and a stranger's wrong tries never touch the code of another browser. Asking leaves
a row without a code: the process that sends letters makes the code when it sends it (`made`). The row
of a mailbox that nobody has looks the same, and costs the same.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from models.ids import NOBODY, PersonId
from models.store.amiss.clock_seen import TOLERATED
from models.store.database.clock import machine_time, now
from models.store.sign_in import security_log as log
from models.store.sign_in.security_log import SecurityEvent
from models.store.tables import persons, sign_in_codes

# 32 signs, none of which is taken for another: 8 of them are 40 bits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
_GROUP = 4
_READ_AS = str.maketrans("OIL", "011")

CODE_LIFE = timedelta(minutes=10)
TRIES = 5
NEW_CODE_EVERY = timedelta(minutes=1)
# One that could not be sent is tried again soon; one in somebody's hand is left to them so long.
_TRY_AGAIN_AFTER = timedelta(seconds=5)
_IN_HAND_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class Allowance:
    """How many codes are sent to a person at most; a stranger uses up none but the strangers' own."""

    event: SecurityEvent
    an_hour: int
    a_day: int


OF_STRANGERS = Allowance(SecurityEvent.CODE_ASKED, an_hour=5, a_day=10)
# Asked from a device on which the person was signed in before, or by a link sent to them.
OF_KNOWN = Allowance(SecurityEvent.CODE_ASKED_BY_KNOWN, an_hour=10, a_day=40)


@dataclass(frozen=True)
class Code:
    """A code just made: its signs, kept nowhere, and when it was made by the clock people see."""

    signs: str
    made_at: datetime

    @property
    def shown(self) -> str:
        """Return the code as people read it, in two groups."""
        return f"{self.signs[:_GROUP]}-{self.signs[_GROUP:]}"


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
class CodeOut:
    """A code was asked for and holds; `troubled` while the mail server does not take it."""

    troubled: bool


@dataclass(frozen=True)
class ToSend:
    """A code that waits to be made and sent: of which row, to whom."""

    key: str
    person: PersonId


def ask(
    conn: Connection, challenge: str, person: PersonId | None, *, known: bool = False
) -> Wait | None:
    """Ask for a code for the browser with a challenge; None when one will be sent.

    Without a `person`, or once many codes were sent, the same is done for nobody; a code in hand is left
    alone. `known` is whether the browser has shown before, or by a link, that it is this person's.
    """
    whose, most = person or NOBODY, OF_KNOWN if known else OF_STRANGERS
    # Two requests for one person at the same moment: the second waits here and is told to wait.
    conn.execute(select(persons.c.id).where(persons.c.id == whose).with_for_update())
    at = machine_time(conn)
    # One that ends later than any could was asked for while the clock stood ahead: nobody waits for it.
    conn.execute(delete(sign_in_codes).where(~_lasts(at)))
    this = sign_in_codes.c.key == _key(challenge, whose)
    asked_at = conn.execute(select(sign_in_codes.c.asked_at).where(this)).scalar()
    wait = _used_up(conn, whose, most, at) or _too_soon(asked_at, at)
    event = most.event if person else SecurityEvent.MAILBOX_UNKNOWN
    log.count(conn, SecurityEvent.CODE_WITHHELD if wait else event, person=whose)
    if wait and asked_at:
        return wait
    conn.execute(delete(sign_in_codes).where(this))
    conn.execute(
        insert(sign_in_codes).values(
            key=_key(challenge, whose),
            person=None if wait else person,
            tries_left=TRIES,
            asked_at=at,
            expires_at=at + CODE_LIFE,
            try_at=at,
            troubled=False,
        )
    )
    return wait


def _used_up(conn: Connection, person: PersonId, most: Allowance, at: datetime) -> Wait | None:
    """Return how long it is to the next hour once as many codes were sent to a person as may be."""
    in_this_hour = log.times(conn, most.event, hours=1, person=person)
    in_a_day = log.times(conn, most.event, hours=24, person=person)
    if in_this_hour < most.an_hour and in_a_day < most.a_day:
        return None
    return _wait(at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1), at)


def _too_soon(asked_at: datetime | None, at: datetime) -> Wait | None:
    again_at = asked_at + NEW_CODE_EVERY if asked_at else at
    return _wait(again_at, at) if again_at > at else None


def _wait(until: datetime, at: datetime) -> Wait:
    return Wait(int((until - at).total_seconds()) + 1)


def forget_all(conn: Connection, person: PersonId) -> None:
    """Let no code that was asked for as a person hold any more."""
    conn.execute(delete(sign_in_codes).where(sign_in_codes.c.person == person))


# --- sending ------------------------------------------------------------------------------------


def to_send(conn: Connection) -> tuple[ToSend, ...]:
    """Return the codes that are to be made and sent now, the one asked for first before the others."""
    rows = conn.execute(
        select(sign_in_codes.c.key, sign_in_codes.c.person)
        .where(_waits(machine_time(conn)))
        .order_by(sign_in_codes.c.asked_at)
    )
    return tuple(ToSend(row.key, row.person) for row in rows)


def made(conn: Connection, key: str, secret: bytes) -> Code | None:
    """Make the code of a row; None when somebody else has it in hand. One made before holds no more."""
    at = machine_time(conn)
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    taken = conn.execute(
        update(sign_in_codes)
        .where(sign_in_codes.c.key == key, _waits(at))
        .values(digest=_keyed(secret, key, signs), try_at=at + _IN_HAND_FOR)
    )
    return Code(signs, now(conn)) if taken.rowcount else None


def mark_sent(conn: Connection, key: str) -> None:
    """Note that a code has left; it holds from now on."""
    at = machine_time(conn)
    sent = {"try_at": None, "troubled": False, "expires_at": at + CODE_LIFE}
    conn.execute(update(sign_in_codes).where(sign_in_codes.c.key == key).values(**sent))


def mark_troubled(conn: Connection, key: str) -> None:
    """Note that a code could not be sent; another is made and sent soon, while somebody waits for it."""
    again = {"try_at": machine_time(conn) + _TRY_AGAIN_AFTER, "troubled": True}
    conn.execute(update(sign_in_codes).where(sign_in_codes.c.key == key).values(**again))


def _waits(at: datetime) -> ColumnElement[bool]:
    return sign_in_codes.c.person.is_not(None) & (sign_in_codes.c.try_at <= at) & _lasts(at)


def _lasts(at: datetime) -> ColumnElement[bool]:
    """Match codes whose time is not over; what ends later than any could ended with the wrong clock."""
    latest = at + CODE_LIFE + TOLERATED
    return (sign_in_codes.c.expires_at > at) & (sign_in_codes.c.expires_at <= latest)


# --- entering -----------------------------------------------------------------------------------


def code_out(conn: Connection, challenge: str, person: PersonId) -> CodeOut | None:
    """Return the code that this browser asked for, for a person, while it holds."""
    holds = _holds(_key(challenge, person), machine_time(conn))
    theirs = holds & sign_in_codes.c.person.is_not(None)
    row = conn.execute(select(sign_in_codes.c.troubled).where(theirs)).first()
    return CodeOut(row.troubled) if row else None


def try_code(
    conn: Connection, challenge: str, person: PersonId, typed: str, secret: bytes
) -> Tried:
    """Try a code: one try is used up, and the right one holds once, in the browser that asked for it.

    The try is counted before it is compared, in one statement, so that tries at the same moment
    cannot share one. Raises nothing: a rollback would give the try back.
    """
    key = _key(challenge, person)
    counted = conn.execute(
        update(sign_in_codes)
        .where(_holds(key, machine_time(conn)))
        .values(tries_left=sign_in_codes.c.tries_left - 1)
    )
    if counted.rowcount == 0:
        return Tried(accepted=False, tries_left=0)
    this = sign_in_codes.c.key == key
    row = conn.execute(select(sign_in_codes).where(this)).one()
    right = hmac.compare_digest(row.digest or "", _keyed(secret, key, signs_in(typed)))
    accepted = right and row.person is not None
    if accepted:
        conn.execute(update(sign_in_codes).where(this).values(tries_left=0))
    return Tried(accepted, row.tries_left)


def signs_in(typed: str) -> str:
    """Return a code as it was made, however people write it: small letters, O for 0, with spaces."""
    read = typed.upper().translate(_READ_AS)
    return "".join(sign for sign in read if sign in SIGNS)


def _holds(key: str, at: datetime) -> ColumnElement[bool]:
    return (sign_in_codes.c.key == key) & (sign_in_codes.c.tries_left > 0) & _lasts(at)


def _key(challenge: str, person: PersonId) -> str:
    """Return what names a row: only the browser that keeps the challenge leads to it."""
    return hashlib.sha256(f"{challenge}\n{person}".encode()).hexdigest()


def _keyed(secret: bytes, key: str, signs: str) -> str:
    """Return the digest of a code; without the installation's key guessing it is no use."""
    return hmac.new(secret, f"sign-in\n{key}\n{signs}".encode(), hashlib.sha256).hexdigest()
