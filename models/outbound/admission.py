"""What must hold of a delegation that goes abroad on the day its request is filed. Pure."""

from collections.abc import Iterator, Mapping

from models.directory import Person
from models.errors import Problem
from models.names import name_key
from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.request.filing_day import FilingDay, unknown_person
from models.request.problems import field_name


def problems_at_filing(request: OutboundRequest, day: FilingDay) -> Iterator[Problem]:
    """Find the members who are not there, or must be told apart from somebody who is."""
    by_name = {name_key(person.name): person.id for person in day.persons.values()}
    for place, member in enumerate(request.members):
        field = field_name(("members", place, "person"))
        yield from _member_problem(field, member, by_name, day.persons)


def _member_problem(
    field: str, member: Member, by_name: Mapping[str, str], persons: Mapping[str, Person]
) -> Iterator[Problem]:
    if member.person is None and name_key(member.name) in by_name:
        bearer = (("person", by_name[name_key(member.name)]),)
        yield Problem(field, member.name, "names_somebody", bearer)
    yield from unknown_person(field, member.person, persons)
