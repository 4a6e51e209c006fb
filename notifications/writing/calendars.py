"""Calendar invitations: one event of one person, as the mail programs of the world read them.

iCalendar (RFC 5545) with the methods of iTIP (RFC 5546). Every text is cleaned of unseen characters
before it comes in, so that nothing anybody wrote makes a property of its own.
"""

from datetime import UTC, datetime, timedelta
from email.headerregistry import Address

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress

from config.province_time import PROVINCE_TIME
from config.regulation.parts import Text
from config.words import Words
from models.directory import Person
from models.ids import CaseNo
from models.programme.calendar import CalendarItem, EventName, Method, Told, Why, moments
from notifications.facts.visits import EventFacts
from notifications.writing.markdown import one_line

PRODUCT = "-//Doan//Doan//VI"
# Viet Nam has kept one time since that day; before it the south was an hour ahead.
_SAME_TIME_SINCE = datetime(1975, 6, 13)  # noqa: DTZ001 - a local time, as VTIMEZONE wants it
_OFFSET = timedelta(hours=7)


def calendar_facts(
    item: CalendarItem,
    told: Told,
    name: EventName,
    *,
    what: Text,
    place: Text,
    stamp: datetime,
    answers: bool = False,
    received_by: str | None = None,
) -> EventFacts:
    """Return what a message freezes of an event; `stamp` is the moment of the journal's entry."""
    begins, ends = moments(item)
    return EventFacts(
        uid=name.uid,
        organizer=name.organizer,
        sequence=told.sequence,
        method=told.why.method,
        why=told.why,
        begins=begins.astimezone(UTC),
        ends=ends.astimezone(UTC),
        what=what,
        place=place,
        stamp=stamp.astimezone(UTC),
        answers=answers,
        received_by=received_by,
    )


def calendar_part(
    facts: EventFacts, *, sender: Address, attendee: Person, reader: Words, case_no: CaseNo
) -> str:
    """Return the frozen facts of an event as an iCalendar object, its lines ended by CRLF.

    The event stays the organiser's it stands under; of another `sender` it is said that they write for
    that one (RFC 5545, 3.2.18), since programs hold the two against each other.
    """
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", facts.method.value)
    calendar.add_component(_province_time())
    event = _event(facts, reader)
    event.add("description", _description(facts, reader, case_no))
    event.add("organizer", _organizer(facts.organizer or sender.addr_spec, sender))
    event.add("attendee", _attendee(attendee, facts))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(facts: EventFacts, reader: Words) -> Event:
    begins, ends = (at.astimezone(PROVINCE_TIME) for at in (facts.begins, facts.ends))
    event = Event()
    event.add("uid", facts.uid)
    event.add("sequence", facts.sequence)
    event.add("dtstamp", facts.stamp.astimezone(UTC))
    event.add("dtstart", begins)
    if ends > begins:
        # An end must lie after the beginning; an event without one is a moment, such as a landing.
        event.add("dtend", ends)
    event.add("summary", one_line(facts.what.of(reader.language)))
    if place := one_line(facts.place.of(reader.language)):
        event.add("location", place)
    # To whom is withdrawn alone no status is said: it would end the event for all (RFC 5546, 3.2.5).
    if facts.why is Why.CANCELLED:
        event.add("status", "CANCELLED")
    elif facts.method is Method.REQUEST:
        event.add("status", "CONFIRMED")
    return event


def _description(facts: EventFacts, reader: Words, case_no: CaseNo) -> str:
    case = reader.text("calendar.case", no=case_no)
    if facts.method is Method.CANCEL:
        return case
    received = facts.received_by and reader.text("calendar.received_by", name=facts.received_by)
    # The buttons beside an event write to the organiser, whose mailbox may be one that nobody reads.
    answers = reader.text("calendar.answers" if facts.answers else "calendar.no_answers")
    return " ".join(filter(None, (case, received, answers)))


def _organizer(mailbox: str, sender: Address) -> vCalAddress:
    address = _calendar_address(sender.display_name, mailbox)
    if mailbox.lower() != sender.addr_spec.lower():
        address.params["SENT-BY"] = f"mailto:{sender.addr_spec}"
    return address


def _attendee(person: Person, facts: EventFacts) -> vCalAddress:
    address = _calendar_address(person.name, person.mailbox)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    if facts.method is Method.REQUEST:
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
