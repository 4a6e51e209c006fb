"""Which way through the offices a request takes: the first row of the route table that applies."""

from dataclasses import dataclass

from config.regulation.codes import Occasion, PlaceArea
from config.regulation.parts import RouteCondition, RouteStep
from config.regulation.province import Regulation
from models.errors import NoRouteApplies, RegulationInvalid
from models.inbound.request import InboundRequest
from models.kinds import Request
from models.outbound.request import OutboundRequest


@dataclass(frozen=True)
class DrawnRoute:
    """The row of the table that was taken, by its key, and its steps in their order."""

    key: str
    steps: tuple[RouteStep, ...]


def draw_route(request: Request, regulation: Regulation) -> DrawnRoute:
    """Return the route of a request that was read under `regulation`.

    Rows stand from the stricter to the milder, so the first that applies is the strictest that
    does. A delegation is treated as its highest member has to be treated, and one member managed
    by a body is enough to bring that body in. Raises `NoRouteApplies`, a `RegulationInvalid`, when
    the table has a gap.
    """
    for route in regulation.routes:
        if _applies(route.when, request, regulation):
            steps = (s for s in route.steps if _is_asked(s, request, regulation))
            return DrawnRoute(route.key, tuple(steps))
    raise NoRouteApplies(regulation=regulation.name, title=request.title)


def highest_level(request: OutboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank in the delegation."""
    return max(regulation.ranks[member.rank].level for member in request.members)


def highest_guest_level(request: InboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank among the guests; raises `RegulationInvalid`."""
    if regulation.inbound is None:
        raise RegulationInvalid(name=regulation.name, what="it has no part on receiving guests")
    ranks = regulation.inbound.guest_ranks
    return max(ranks[guest.rank].level for guest in request.guests)


def is_remit_of_pm(request: InboundRequest, regulation: Regulation) -> bool:
    """Tell whether a conference is the Prime Minister's to allow: by its topic or by who comes.

    Source: 06/2020/QĐ-TTg, article 3.
    """
    if request.occasion is not Occasion.CONFERENCE or regulation.inbound is None:
        return False
    high = highest_guest_level(request, regulation) >= regulation.inbound.minister_level
    return high or bool(request.conference and request.conference.topics)


def _applies(when: RouteCondition, request: Request, regulation: Regulation) -> bool:
    """Tell whether every restriction of a row is met; an absent one is met by every request."""
    if when.kind is not request.kind:
        return False
    of_its_kind = (
        _applies_outbound(when, request, regulation)
        if isinstance(request, OutboundRequest)
        else _applies_inbound(when, request, regulation)
    )
    return of_its_kind and all(
        (
            when.in_plan in (None, request.plan_entry is not None),
            when.urgent in (None, request.urgent is not None),
            when.area is None or request.area in when.area,
            # A row for neighbouring countries is for those that go, or come from, nowhere else.
            when.countries is None or request.countries <= set(when.countries),
        )
    )


def _applies_outbound(
    when: RouteCondition, request: OutboundRequest, regulation: Regulation
) -> bool:
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


def _applies_inbound(when: RouteCondition, request: InboundRequest, regulation: Regulation) -> bool:
    level = when.minimum_guest_level
    received_by = {leader.rank for leader in request.received_by}
    return all(
        (
            when.senders is None or request.sender.kind in when.senders,
            when.invited_by is None or request.invited_by in when.invited_by,
            when.visits is None or request.visit in when.visits,
            when.occasions is None or request.occasion in when.occasions,
            when.unannounced in (None, request.unannounced is not None),
            level is None or highest_guest_level(request, regulation) >= level,
            when.received_by is None or not received_by.isdisjoint(when.received_by),
            when.remit_of_pm in (None, is_remit_of_pm(request, regulation)),
        )
    )


def _is_asked(step: RouteStep, request: Request, regulation: Regulation) -> bool:
    """Tell whether a step is asked of this request: some only where guests go to certain areas."""
    if not step.only_at:
        return True
    return isinstance(request, InboundRequest) and not areas_of(request, regulation).isdisjoint(
        step.only_at
    )


def areas_of(request: InboundRequest, regulation: Regulation) -> frozenset[PlaceArea]:
    """Return the areas of the places guests go to or stay at; unknown places count as ordinary."""
    places = regulation.inbound.places if regulation.inbound else {}
    named = (*(item.place for item in request.programme), *(stay.place for stay in request.lodging))
    return frozenset(places[key].area for key in named if key in places)
