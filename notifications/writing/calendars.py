"""Calendar invitations: one event of one person, as the mail programs of the world read them.

iCalendar (RFC 5545) with the methods of iTIP (RFC 5546). Every text is cleaned of unseen characters
before it comes in, so that nothing anybody wrote makes a property of its own.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress

from config.province_time import PROVINCE_TIME
from config.words import words
from models.directory import Person
from models.programme.calendar import Item, Method, Told, Why, moments
from notifications.writing.markdown import one_line

PRODUCT = "-//Doan//Doan//VI"
# Viet Nam has kept one time since that day; before it the south was an hour ahead.
_SAME_TIME_SINCE = datetime(1975, 6, 13)  # noqa: DTZ001 - a local time, as VTIMEZONE wants it
_OFFSET = timedelta(hours=7)

Facts = Mapping[str, Any]


def calendar_facts(
    item: Item,
    told: Told,
    *,
    uid: str,
    what: Mapping[str, str],
    place: Mapping[str, str],
    stamp: datetime,
) -> dict[str, Any]:
    """Return what a message freezes of an event, under the key `calendar`.

    `what` and `place` are said in every language; `stamp` is the moment of the journal's entry.
    """
    begins, ends = moments(item)
    return {
        "uid": uid,
        "sequence": told.sequence,
        "method": told.why.method.value,
        "why": told.why.value,
        "begins": _utc(begins),
        "ends": _utc(ends),
        "what": dict(what),
        "place": dict(place),
        "stamp": _utc(stamp),
    }


def method_of(facts: Facts) -> str:
    """Return the method, which the message names twice: around the object and in it.

    Raises ValueError when it is not the one the reason calls for.
    """
    method = Why(facts["why"]).method
    if facts["method"] != method:
        raise ValueError(f"{facts['why']} is said by {method}, not by {facts['method']}")
    return method.value


def calendar_part(
    facts: Facts, *, organizer: Address, attendee: Person, language: str, case_no: str
) -> str:
    """Return the frozen facts of an event as an iCalendar object, its lines ended by CRLF.

    Raises KeyError or ValueError when the facts do not suffice.
    """
    if lacking := [name for name, fact in facts.items() if fact is None]:
        raise ValueError(f"facts of the event are None: {', '.join(lacking)}")
    why = Why(facts["why"])
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method_of(facts))
    calendar.add_component(_province_time())
    event = _event(facts, why, language)
    event.add("description", _description(why, language, case_no))
    event.add("organizer", _calendar_address(organizer.display_name, organizer.addr_spec))
    event.add("attendee", _attendee(attendee, why))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(facts: Facts, why: Why, language: str) -> Event:
    said = words(language).language.value
    begins, ends = (_local(facts[moment]) for moment in ("begins", "ends"))
    event = Event()
    event.add("uid", facts["uid"])
    event.add("sequence", facts["sequence"])
    event.add("dtstamp", datetime.fromisoformat(facts["stamp"]).astimezone(UTC))
    event.add("dtstart", begins)
    if ends > begins:
        # An end must lie after the beginning; an event without one is a moment, such as a landing.
        event.add("dtend", ends)
    event.add("summary", one_line(facts["what"][said]))
    if place := one_line(facts["place"][said]):
        event.add("location", place)
    # To whom is withdrawn alone no status is said: it would end the event for all (RFC 5546, 3.2.5).
    if why is Why.CANCELLED:
        event.add("status", "CANCELLED")
    elif why.method is Method.REQUEST:
        event.add("status", "CONFIRMED")
    return event


def _description(why: Why, language: str, case_no: str) -> str:
    reader = words(language)
    case = reader.text("calendar.case", no=case_no)
    if why.method is Method.CANCEL:
        return case
    # The buttons beside an event write to the organiser, whose mailbox nobody reads.
    no_answers = reader.text("calendar.no_answers")
    return f"{case} {no_answers}"


def _attendee(person: Person, why: Why) -> vCalAddress:
    address = _calendar_address(person.name, person.mailbox)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    if why.method is Method.REQUEST:
        # Without them most programs show no buttons, and do not put the event into the calendar.
        address.params["PARTSTAT"] = "NEEDS-ACTION"
        address.params["RSVP"] = "TRUE"
    return address


def _calendar_address(name: str, mailbox: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox}")
    # Few programs know how a parameter says a quotation mark (RFC 6868), so it says none.
    if shown := one_line(name).replace('"', "'"):
        address.params["CN"] = shown
    return address


def _province_time() -> Timezone:
    """Return the province's time, the same bytes whatever time zone data the machine has."""
    standard = TimezoneStandard()
    standard.add("dtstart", _SAME_TIME_SINCE)
    standard.add("tzname", "+07")
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    zone = Timezone()
    zone.add("tzid", PROVINCE_TIME.key)
    zone.add_component(standard)
    return zone


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(PROVINCE_TIME)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
