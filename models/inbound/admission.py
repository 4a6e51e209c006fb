"""What must hold of guests on the day their host files the request. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from config.regulation.parts import Text
from models.directory import Person
from models.errors import Problem
from models.inbound.request import InboundRequest
from models.request.filing_day import (
    FilingDay,
    born_ahead,
    identity_problems,
    passport_twice,
    person_twice,
    told_twice,
    unit_problems,
    unknown_person,
)
from models.request.problems import field_name

# Guests who came without notice are told of on the day; the request may follow the day after.
UNANNOUNCED_WITHIN = timedelta(days=1)


def problems_at_filing(request: InboundRequest, day: FilingDay) -> Iterator[Problem]:
    """Find who is named and not there, and guests without notice who are still to come."""
    if request.unannounced and request.arrives > day.today:
        told = (("today", day.today.isoformat()),)
        yield Problem("unannounced", request.arrives.isoformat(), "not_unannounced", told)
    for place, item in enumerate(request.programme):
        yield from item_problems(
            place, item.unit, item.leader, answering=day.answering, persons=day.persons
        )
    for place, leader in enumerate(request.received_by):
        field = field_name(("received_by", place, "person"))
        yield from identity_problems(field, leader.name, leader.person, day.persons)
    for place, who in enumerate(request.interpreters):
        field = field_name(("interpreters", place, "person"))
        yield from identity_problems(field, who.name, who.person, day.persons)
    born = [guest.born for guest in request.guests]
    yield from told_twice("guests", request.persons, born)
    yield from born_ahead("guests", born, day.today)
    countries = [guest.nationality for guest in request.guests]
    yield from passport_twice("guests", request.passports(), countries)
    yield from person_twice("received_by", [leader.person for leader in request.received_by])


def earliest_day(request: InboundRequest, today: date) -> date:
    """Return the first day on which a visit that is asked for today may begin."""
    return today - UNANNOUNCED_WITHIN if request.unannounced else today


def item_problems(
    place: int,
    unit: str | None,
    leader: str | None,
    *,
    answering: Mapping[str, Text],
    persons: Mapping[str, Person],
) -> Iterator[Problem]:
    """Find who is named in an item of the programme (by its place in the list) and is not there."""
    if unit:
        yield from unit_problems(field_name(("programme", place, "unit")), unit, answering)
    yield from unknown_person(field_name(("programme", place, "leader")), leader, persons)
