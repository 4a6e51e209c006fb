"""What must hold of a request on the day it is filed, beyond its own text. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from models.directory import Person
from models.errors import Problem
from models.request import NOT_IN_DIRECTORY, Member, OutboundRequest
from models.request_problems import field_name


def problems_at_filing(
    request: OutboundRequest,
    *,
    units: Collection[str],
    persons: Mapping[str, Person],
    today: date,
) -> tuple[Problem, ...]:
    """Return everything that keeps a request from being filed today.

    A trip that has begun cannot be asked for any more: nothing is back-dated. A member who bears the
    name of somebody in the directory must be told apart from them, because nobody judges their own
    trip.
    """
    return tuple(_problems(request, units, persons, today))


def _problems(
    request: OutboundRequest,
    units: Collection[str],
    persons: Mapping[str, Person],
    today: date,
) -> Iterator[Problem]:
    if request.unit not in units:
        allowed = ", ".join(sorted(units))
        yield Problem("unit", request.unit, "unknown_unit", (("allowed", allowed),))
    if request.departs < today:
        day = (("today", today.isoformat()),)
        yield Problem("departs", request.departs.isoformat(), "departs_past", day)
    by_name = {person.name: person.id for person in persons.values()}
    for place, member in enumerate(request.members):
        field = field_name(("members", place, "person"))
        yield from _person_problem(field, member, by_name, persons)


def _person_problem(
    field: str, member: Member, by_name: Mapping[str, str], persons: Mapping[str, Person]
) -> Iterator[Problem]:
    if member.person is None and member.name in by_name:
        bearer = (("person", by_name[member.name]),)
        yield Problem(field, member.name, "names_somebody", bearer)
    if member.person not in (None, NOT_IN_DIRECTORY) and member.person not in persons:
        yield Problem(field, str(member.person), "unknown_person")
