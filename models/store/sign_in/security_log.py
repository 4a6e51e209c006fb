"""The security log: who came in and who was turned away, counted by the hour.

What happens again within an hour is one row with a count, so that a robot does not fill the database.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select

from models.ids import NO_CASE, NOBODY, CaseNo, PersonId
from models.store.database.clock import machine_time
from models.store.database.engine import count_up
from models.store.tables import security_log

KEPT_FOR = timedelta(days=90)
# Of what is only turned away one a minute is counted: else every wrong address would be written.
COUNTED_EVERY = timedelta(minutes=1)


class SecurityEvent(StrEnum):
    """What happened at the door. Stored in the security log: the names never change."""

    LINK_INVALID = "link_invalid"
    NOT_SIGNED_IN = "not_signed_in"
    OTHER_PERSON = "other_person"
    FORM_FORGED = "form_forged"
    WRONG_CODE = "wrong_code"
    FILE_REFUSED = "file_refused"
    MAILBOX_UNKNOWN = "mailbox_unknown"
    # A code was promised: to whoever asked from nowhere known, or from their own device or link.
    CODE_ASKED = "code_asked"
    CODE_ASKED_BY_KNOWN = "code_asked_by_known"
    CODE_WITHHELD = "code_withheld"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    PROVED_AGAIN = "proved_again"
    NEW_DEVICE = "new_device"
    SESSIONS_ENDED = "sessions_ended"
    MANY_WRONG_CODES = "many_wrong_codes"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    FEED_MADE = "feed_made"
    FEED_WITHDRAWN = "feed_withdrawn"
    # An answer that is no passkey's of ours, or not to what was asked here and now.
    PASSKEY_REFUSED = "passkey_refused"
    # It has counted back, so there may be two of it.
    PASSKEY_COPIED = "passkey_copied"
    ACCESS_GIVEN = "access_given"
    ACCESS_REVOKED = "access_revoked"
    # A token that is none of ours, was revoked or ran out; one that may not do what was asked with it.
    ACCESS_REFUSED = "access_refused"
    ACCESS_BEYOND_SCOPE = "access_beyond_scope"
    # The OpenID provider did not answer; it told of nobody we know; its answer was not to our question.
    PROVIDER_SILENT = "provider_silent"
    PROVIDER_UNKNOWN = "provider_unknown"
    PROVIDER_REFUSED = "provider_refused"
    # Whoever has no seat, now or to come, is not let in.
    WITHOUT_SEAT = "without_seat"


@dataclass(frozen=True)
class Happened:
    """What happened within an hour: so many times, the last time at a moment.

    `person` is whose session it was, or for a code whom it was made for; never what was typed.
    """

    what: SecurityEvent
    times: int
    last_at: datetime
    person: PersonId
    case_no: CaseNo
    step: int


def count(
    conn: Connection,
    what: SecurityEvent,
    *,
    person: PersonId = NOBODY,
    case_no: CaseNo = NO_CASE,
    step: int = 0,
) -> int:
    """Count something that happened; return how many times it did within this hour."""
    at = machine_time(conn)
    key = {"hour": _hour(at), "what": what, "person": person, "case_no": case_no, "step": step}
    return count_up(conn, security_log, "times", key, last_at=at)


def is_counted(
    conn: Connection, what: SecurityEvent, *, person: PersonId, case_no: CaseNo, step: int
) -> bool:
    """Tell whether the same was counted within the minute: it need not be written again."""
    at = machine_time(conn)
    same = {"what": what, "person": person, "case_no": case_no, "step": step}
    lately = select(security_log.c.what).where(
        *(security_log.c[name] == value for name, value in same.items()),
        security_log.c.hour >= _hour(at - COUNTED_EVERY),
        security_log.c.last_at > at - COUNTED_EVERY,
    )
    return conn.execute(lately.limit(1)).first() is not None


def times(
    conn: Connection, what: SecurityEvent, *, hours: int, person: PersonId | None = None
) -> int:
    """Return how often something happened in this hour and those before it; of a person, or of all."""
    this_hour = _hour(machine_time(conn))
    # What was counted in an hour to come, by a clock that stood ahead, counts for nobody.
    lately = security_log.c.hour.between(this_hour - timedelta(hours=hours - 1), this_hour)
    wanted = select(func.coalesce(func.sum(security_log.c.times), 0)).where(
        security_log.c.what == what, lately
    )
    if person is not None:
        wanted = wanted.where(security_log.c.person == person)
    found: int = conn.execute(wanted).scalar_one()
    return found


def newest(
    conn: Connection, *, most: int, what: SecurityEvent | None = None
) -> tuple[Happened, ...]:
    """Return what happened last, the newest first; of one kind, or of all."""
    wanted = select(security_log).order_by(security_log.c.last_at.desc()).limit(most)
    if what:
        wanted = wanted.where(security_log.c.what == what)
    return tuple(
        Happened(SecurityEvent(row.what), row.times, row.last_at, row.person, row.case_no, row.step)
        for row in conn.execute(wanted)
    )


def has_old(conn: Connection, kept_for: timedelta = KEPT_FOR) -> bool:
    """Tell whether anything is older than it is kept for."""
    before = machine_time(conn) - kept_for
    old = select(security_log.c.what).where(security_log.c.hour < before)
    return conn.execute(old.limit(1)).first() is not None


def forget_old(conn: Connection, kept_for: timedelta = KEPT_FOR) -> None:
    """Forget what is older than it is kept for."""
    conn.execute(delete(security_log).where(security_log.c.hour < machine_time(conn) - kept_for))


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
