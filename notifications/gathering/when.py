"""When a message reaches its reader: the sort it is of, what they wish, and how near the days are."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from config.province_time import WorkingCalendar, day_of, moment_of
from models.store.mail.wishes import MailWishes, Telling
from notifications.gathering.sorts import Sort, is_duty, is_of_its_days, sort_of
from notifications.telling.letters import LetterToSend

_DAY = timedelta(days=1)


class Going(StrEnum):
    """When a message goes."""

    AT_ONCE = "at_once"
    GATHERED = "gathered"
    NEVER = "never"


def next_digest(calendar: WorkingCalendar, at: datetime, leaves: time) -> datetime:
    """Return the UTC moment of the next letter of a working day after `at`: each leaves at that time."""
    day = day_of(at)
    if not calendar.is_working(day) or moment_of(day, leaves) <= at:
        day = calendar.add_working_days(day, 1)
    return moment_of(day, leaves).astimezone(UTC)


def when_told(letter: LetterToSend, wishes: MailWishes, *, at: datetime, digest: datetime) -> Going:
    """Return when a letter goes to somebody with these wishes; `digest` is the moment of the next one.

    At once goes what tells of something urgent, or of days that come before the reader had the digest
    and a day to act on it.
    """
    match sort_of(letter.notice):
        case Sort.RECEIPT:
            return Going.AT_ONCE if wishes.receipts else Going.NEVER
        case Sort.TELLS:
            if wishes.tells is Telling.DUTY and not is_duty(letter.notice):
                return Going.NEVER
            if wishes.tells is Telling.AT_ONCE or letter.urgent:
                return Going.AT_ONCE
            is_near = _is_near(letter.days, day_of(at), day_of(digest))
            at_once = is_near and is_of_its_days(letter.notice)
            return Going.AT_ONCE if at_once else Going.GATHERED
    return Going.AT_ONCE


def _is_near(days: tuple[date, date] | None, today: date, digest: date) -> bool:
    if days is None:
        return False
    begins, ends = days
    return today <= ends and begins <= digest + _DAY
