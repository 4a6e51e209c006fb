"""What must hold of a request on the day it is filed, beyond its own text. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from config.regulation.province import Regulation
from models.directory import Person
from models.errors import Problem
from models.inbound.request import InboundRequest
from models.kinds import Request
from models.outbound.request import Member, OutboundRequest
from models.request.parts import NOT_IN_DIRECTORY
from models.request.problems import field_name

# Guests who came without notice are told of on the day; the request may follow the day after.
UNANNOUNCED_WITHIN = timedelta(days=1)


def problems_at_filing(
    request: Request,
    *,
    units: Collection[str],
    regulation: Regulation,
    persons: Mapping[str, Person],
    today: date,
    begins_already: date | None = None,
) -> tuple[Problem, ...]:
    """Return everything that keeps a request from being filed today.

    A trip or visit that has begun cannot be asked for any more: nothing is back-dated; only guests who
    came without notice are asked for on the day or the day after. A member who bears the name of
    somebody in the directory must be told apart from them, because nobody judges their own trip.
    `begins_already` is the day on which what was approved begins: it may have come.
    """
    of_its_kind = (
        _outbound_problems(request, persons)
        if isinstance(request, OutboundRequest)
        else _inbound_problems(request, {*units, *regulation.bodies}, persons, today)
    )
    return (
        *_unit_problems("unit", request.unit, units),
        *(_past(request, today) if request.begins != begins_already else ()),
        *_suspended(request, regulation),
        *_instruction_ahead(request, today),
        *of_its_kind,
    )


def _outbound_problems(
    request: OutboundRequest, persons: Mapping[str, Person]
) -> Iterator[Problem]:
    by_name = {person.name: person.id for person in persons.values()}
    for place, member in enumerate(request.members):
        field = field_name(("members", place, "person"))
        yield from _member_problem(field, member, by_name, persons)


def _inbound_problems(
    request: InboundRequest,
    answering: Collection[str],
    persons: Mapping[str, Person],
    today: date,
) -> Iterator[Problem]:
    if request.unannounced and request.arrives > today:
        told = (("today", today.isoformat()),)
        yield Problem("unannounced", request.arrives.isoformat(), "not_unannounced", told)
    for place, item in enumerate(request.programme):
        yield from item_problems(
            place, item.unit, item.leader, answering=answering, persons=persons
        )
    for place, leader in enumerate(request.received_by):
        yield from _unknown(field_name(("received_by", place, "person")), leader.person, persons)
    for place, interpreter in enumerate(request.interpreters):
        field = field_name(("interpreters", place, "person"))
        yield from _unknown(field, interpreter.person, persons)


def item_problems(
    place: int,
    unit: str | None,
    leader: str | None,
    *,
    answering: Collection[str],
    persons: Mapping[str, Person],
) -> Iterator[Problem]:
    """Find who is named in an item of the programme (by its place in the list) and is not there."""
    if unit:
        yield from _unit_problems(field_name(("programme", place, "unit")), unit, answering)
    yield from _unknown(field_name(("programme", place, "leader")), leader, persons)


def _past(request: Request, today: date) -> Iterator[Problem]:
    """Find a trip or visit that has begun."""
    is_unannounced = isinstance(request, InboundRequest) and request.unannounced
    earliest = today - UNANNOUNCED_WITHIN if is_unannounced else today
    if request.begins < earliest:
        field = _first_day(request)
        told = (("today", today.isoformat()),)
        yield Problem(field, request.begins.isoformat(), f"{field}_past", told)


def _suspended(request: Request, regulation: Regulation) -> Iterator[Problem]:
    """Find the suspensions of delegations that a request falls into, with what ordered them."""
    for suspension in regulation.suspensions:
        countries = suspension.countries
        concerned = request.kind in suspension.kinds and (
            countries is None or not request.countries.isdisjoint(countries)
        )
        if concerned and request.begins <= suspension.until and request.ends >= suspension.since:
            document = regulation.documents.get(suspension.source.document or "")
            told = (
                ("since", suspension.since.isoformat()),
                ("until", suspension.until.isoformat()),
                ("document", document.number if document else "—"),
            )
            yield Problem(_first_day(request), request.begins.isoformat(), "suspended", told)


def _instruction_ahead(request: Request, today: date) -> Iterator[Problem]:
    """Find an urgent request whose leader's instruction is of a day to come: nothing is back-dated."""
    if request.urgent and request.urgent.instruction.date > today:
        day = request.urgent.instruction.date.isoformat()
        told = (("today", today.isoformat()),)
        yield Problem("urgent.instruction.date", day, "instruction_ahead", told)


def _first_day(request: Request) -> str:
    return "arrives" if isinstance(request, InboundRequest) else "departs"


def _unit_problems(field: str, unit: str, units: Collection[str]) -> tuple[Problem, ...]:
    if unit in units:
        return ()
    return (Problem(field, unit, "unknown_unit", (("allowed", ", ".join(sorted(units))),)),)


def _member_problem(
    field: str, member: Member, by_name: Mapping[str, str], persons: Mapping[str, Person]
) -> Iterator[Problem]:
    if member.person is None and member.name in by_name:
        bearer = (("person", by_name[member.name]),)
        yield Problem(field, member.name, "names_somebody", bearer)
    yield from _unknown(field, member.person, persons)


def _unknown(field: str, person: str | None, persons: Mapping[str, Person]) -> Iterator[Problem]:
    if person not in (None, NOT_IN_DIRECTORY) and person not in persons:
        yield Problem(field, str(person), "unknown_person")
