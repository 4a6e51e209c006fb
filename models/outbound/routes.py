"""What a row of the route table asks of a delegation that goes abroad. Pure."""

from config.regulation.parts import RouteCondition, RouteStep
from config.regulation.province import Regulation
from models.outbound.conditions import holds
from models.outbound.request import OutboundRequest


def highest_level(request: OutboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank in the delegation."""
    return max(regulation.ranks[member.rank].level for member in request.members)


def applies(when: RouteCondition, request: OutboundRequest, regulation: Regulation) -> bool:
    """Tell whether what only such rows restrict is met."""
    managed_by = {member.managed_by for member in request.members}
    ranks = {member.rank for member in request.members}
    in_party = any(member.party_member for member in request.members)
    return all(
        (
            when.trip in (None, request.trip),
            when.managed_by is None or not managed_by.isdisjoint(when.managed_by),
            when.ranks is None or not ranks.isdisjoint(when.ranks),
            when.minimum_level is None or highest_level(request, regulation) >= when.minimum_level,
            when.party_members in (None, in_party),
        )
    )


def is_asked(step: RouteStep, request: OutboundRequest, _regulation: Regulation) -> bool:
    """Tell whether a step is asked of a delegation: none that is for places where guests go."""
    return not step.only_at and holds(step.only_when, request)
