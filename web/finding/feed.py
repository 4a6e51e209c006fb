"""The calendar as a file that programs read: a delegation is an event of whole days. Pure.

It says no more than the page: who travels stands in it only where its owner may read the dossier.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from config.words import Words
from models.store.lists.calendar import Stay
from notifications.writing.calendars import PRODUCT
from notifications.writing.markdown import one_line

MEDIA = "text/calendar; charset=utf-8"
# Of this time before and after today delegations are told, and so many at most.
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=400)
MOST = 2_000
_READ_AGAIN_AFTER = timedelta(hours=2)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ToldInFeed:
    """What events are told by: where Doan is, whose names events have, what units are called."""

    base_url: str
    domain: str
    units: Mapping[str, str]


def days_told(today: date) -> tuple[date, date]:
    """Return the first and the last day of which delegations are told."""
    return today - _BEFORE, today + _AFTER


def calendar_file(stays: Iterable[Stay], told: ToldInFeed, now: datetime, w: Words) -> bytes:
    """Return an iCalendar object (RFC 5545) of delegations, as it stands at a moment (UTC)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # What most programs call it by, and how often they ask; RFC 7986 has the second names.
    name = w.text("page.calendar.feed_name")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", _READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{_READ_AGAIN_AFTER // timedelta(hours=1)}H")
    for stay in stays:
        calendar.add_component(_event(stay, told, now, w))
    written: bytes = calendar.to_ical()
    return written


def _event(stay: Stay, told: ToldInFeed, now: datetime, w: Words) -> Event:
    event = Event()
    event.add("uid", f"stay-{stay.case_no}@{told.domain}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", stay.begins)
    # The day after the last one: an end of whole days is not of the event any more.
    event.add("dtend", stay.ends + _DAY)
    title = one_line(stay.title) or w.text("page.case.erased_title")
    event.add("summary", f"{w.label('kind', stay.kind)}: {title}")
    event.add("description", "\n".join(_lines(stay, told, w)))
    event.add("url", f"{told.base_url}/cases/{stay.case_no}")
    event.add("status", "CONFIRMED")
    # Others' journeys take nobody's own time.
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _lines(stay: Stay, told: ToldInFeed, w: Words) -> Iterable[str]:
    yield f"{stay.case_no} · {one_line(told.units.get(stay.unit, stay.unit))}"
    if stay.names:
        yield ", ".join(map(one_line, stay.names))
    yield f"{told.base_url}/cases/{stay.case_no}"
