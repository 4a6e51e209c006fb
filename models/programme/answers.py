"""What somebody's calendar answers to an invitation: an iTIP REPLY (RFC 5546, 3.2.3) is read. Pure.

It comes from the mailbox of anybody at all. What is no answer is none, whatever is wrong with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from models.ids import CaseNo
from models.programme.calendar import PartStat

# No calendar writes more of one event; what is longer is not read.
_MOST_BYTES = 200_000
_LONGEST_COMMENT = 2_000
_MOST_SEQUENCE = 1_000_000
_UID = re.compile(r"([a-z]{2}-[0-9]{4}-[0-9]{4,6})\.item-([0-9]{1,4})[.@].{1,150}", re.IGNORECASE)
# What the library and its values raise of text that makes no sense.
_SENSELESS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True)
class CalendarAnswer:
    """An answer: to which event, by whom (a mailbox in small letters), and what was written beside.

    `sequence` is that of the invitation that is answered, `stamp` when the calendar wrote it (UTC, by
    its own clock).
    """

    uid: str
    attendee: str
    answer: PartStat
    sequence: int
    stamp: datetime
    comment: str = ""


def read_answers(content: bytes) -> tuple[CalendarAnswer, ...]:
    """Return what an iCalendar object answers; nothing for whatever is no answer to an invitation.

    Another time that is proposed (COUNTER), or another person sent instead, is for people to read.
    """
    if len(content) > _MOST_BYTES:
        return ()
    try:
        calendar = Calendar.from_ical(content.decode("utf-8-sig", errors="replace"))
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            return ()
        return tuple(_answers_in(calendar))
    except _SENSELESS:
        return ()


def item_of_uid(uid: str) -> tuple[CaseNo, int] | None:
    """Return the case and the item an event of ours is; None for what is none of ours."""
    ours = _UID.fullmatch(uid)
    return (CaseNo(ours[1].upper()), int(ours[2])) if ours else None


def _answers_in(calendar: Calendar) -> Iterator[CalendarAnswer]:
    for event in calendar.walk("VEVENT"):
        attendees = event.get("ATTENDEE")
        # An answer is one person's; some programs write the others down too, behind it.
        attendee = attendees[0] if isinstance(attendees, list) else attendees
        answer = str(attendee.params.get("PARTSTAT", "")).lower()
        sequence = int(event.get("SEQUENCE", 0))
        stamp: Any = event["DTSTAMP"]
        if answer in list(PartStat) and 0 <= sequence <= _MOST_SEQUENCE:
            yield CalendarAnswer(
                uid=str(event["UID"]).strip(),
                attendee=_mailbox(str(attendee)),
                answer=PartStat(answer),
                sequence=sequence,
                stamp=_moment(stamp.dt),
                comment=_comment(event.get("COMMENT")),
            )


def _mailbox(address: str) -> str:
    return re.sub("^mailto:", "", address.strip(), flags=re.IGNORECASE).strip().lower()


def _moment(stamp: datetime) -> datetime:
    """Return a stamp as UTC, which it has to be; one that names no zone is taken for it."""
    return stamp.astimezone(UTC) if stamp.tzinfo else stamp.replace(tzinfo=UTC)


def _comment(said: Any) -> str:
    lines = said if isinstance(said, list) else [said or ""]
    return "\n".join(str(line) for line in lines).strip()[:_LONGEST_COMMENT]
