"""What a row of the route table asks of a delegation that goes abroad. Pure."""

from config.regulation.parts import RouteCondition
from config.regulation.province import Regulation
from models.outbound.request import OutboundRequest


def highest_level(request: OutboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank in the delegation."""
    return max(regulation.ranks[member.rank].level for member in request.members)


def applies(when: RouteCondition, request: OutboundRequest, regulation: Regulation) -> bool:
    """Tell whether what only such rows restrict is met."""
    managed_by = {member.managed_by for member in request.members}
    in_party = any(member.party_member for member in request.members)
    return all(
        (
            when.trip in (None, request.trip),
            when.managed_by is None or not managed_by.isdisjoint(when.managed_by),
            when.minimum_level is None or highest_level(request, regulation) >= when.minimum_level,
            when.party_members in (None, in_party),
        )
    )
