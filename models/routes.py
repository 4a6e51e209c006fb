"""Which way through the offices a request takes: the first row of the route table that applies."""

from dataclasses import dataclass

from config.regulation import Kind, Regulation, RouteCondition, RouteStep
from models.errors import NoRouteApplies
from models.request import OutboundRequest


@dataclass(frozen=True)
class DrawnRoute:
    """The row of the table that was taken, by its key, and its steps in their order."""

    key: str
    steps: tuple[RouteStep, ...]


def draw_route(request: OutboundRequest, regulation: Regulation) -> DrawnRoute:
    """Return the route of a request that was read under `regulation`.

    Rows stand from the stricter to the milder, so the first that applies is the strictest that
    does. A delegation is treated as its highest member has to be treated, and one member managed
    by a body is enough to bring that body in. Raises `NoRouteApplies`, a `RegulationInvalid`, when
    the table has a gap.
    """
    for route in regulation.routes:
        if _applies(route.when, request, regulation):
            return DrawnRoute(route.key, route.steps)
    raise NoRouteApplies(regulation=regulation.name, title=request.title)


def highest_level(request: OutboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank in the delegation."""
    return max(regulation.ranks[member.rank].level for member in request.members)


def _applies(when: RouteCondition, request: OutboundRequest, regulation: Regulation) -> bool:
    """Tell whether every restriction of a row is met; an absent one is met by every request."""
    managed_by = {member.managed_by for member in request.members}
    in_party = any(member.party_member for member in request.members)
    return all(
        (
            when.kind is Kind.OUTBOUND,
            when.trip in (None, request.trip),
            when.managed_by is None or not managed_by.isdisjoint(when.managed_by),
            when.minimum_level is None or highest_level(request, regulation) >= when.minimum_level,
            when.party_members in (None, in_party),
            when.in_plan in (None, request.plan_entry is not None),
            when.area is None or request.area in when.area,
            # A row for neighbouring countries is for trips that go nowhere else.
            when.countries is None or request.countries <= set(when.countries),
        )
    )
