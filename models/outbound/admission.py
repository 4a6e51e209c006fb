"""What must hold of a delegation that goes abroad on the day its request is filed. Pure."""

from collections.abc import Iterator

from models.errors import Problem
from models.names import same_name
from models.outbound.parts import Acting, Member
from models.outbound.request import OutboundRequest
from models.request.filing_day import (
    FilingDay,
    born_ahead,
    day_ahead,
    identity_problems,
    namesake_problems,
    passport_twice,
    told_twice,
)
from models.request.parts import NOT_IN_DIRECTORY
from models.request.problems import field_name


def problems_at_filing(request: OutboundRequest, day: FilingDay) -> Iterator[Problem]:
    """Find the members who are not there, are said twice, or must be told apart from somebody who is.

    So it is with who stands in for a leader; whoever travels too does not stand in.
    """
    bearers = day.bearers()
    for place, member in enumerate(request.members):
        field = field_name(("members", place, "person"))
        yield from namesake_problems(field, member.name, member.person, bearers)
        yield from identity_problems(field, member.name, member.person, day.persons)
        if member.acting:
            yield from _substitute(place, member.acting, request.members, day)
    born = [m.born for m in request.members]
    yield from told_twice("members", request.persons, born)
    yield from born_ahead("members", born, day.today)
    yield from passport_twice("members", request.passports())
    if request.host.invitation:
        yield from day_ahead("host.invitation.date", request.host.invitation.date, day.today)


def _substitute(
    place: int, acting: Acting, members: tuple[Member, ...], day: FilingDay
) -> Iterator[Problem]:
    field = field_name(("members", place, "acting", "person"))
    yield from identity_problems(field, acting.name, acting.person, day.persons)
    for number, member in enumerate(members, start=1):
        if _are_one(acting, member):
            yield Problem(field, acting.name, "substitute_travels", (("number", str(number)),))


def _are_one(acting: Acting, member: Member) -> bool:
    """Tell whether who stands in may be a member: by the directory, or else by name."""
    known = {acting.person, member.person} - {None, NOT_IN_DIRECTORY}
    if known and acting.person and member.person:
        return acting.person == member.person
    return same_name(acting.name, member.name)
