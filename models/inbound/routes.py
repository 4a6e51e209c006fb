"""What a row of the route table asks of guests, and where they go. Pure."""

from config.regulation.codes import Occasion, PlaceArea
from config.regulation.parts import RouteCondition, RouteStep
from config.regulation.province import Regulation
from models.inbound.conditions import holds
from models.inbound.request import InboundRequest
from models.part_on_guests import part_on_guests


def highest_guest_level(request: InboundRequest, regulation: Regulation) -> int:
    """Return the level of the highest rank among the guests; raises `RegulationInvalid`."""
    ranks = part_on_guests(regulation).guest_ranks
    return max(ranks[guest.rank].level for guest in request.guests)


def is_remit_of_pm(request: InboundRequest, regulation: Regulation) -> bool:
    """Tell whether a conference is the Prime Minister's to allow: by its topic or by who comes.

    Source: 06/2020/QĐ-TTg, article 3.
    """
    if request.occasion is not Occasion.CONFERENCE or regulation.inbound is None:
        return False
    high = highest_guest_level(request, regulation) >= regulation.inbound.minister_level
    return high or bool(request.conference and request.conference.topics)


def applies(when: RouteCondition, request: InboundRequest, regulation: Regulation) -> bool:
    """Tell whether what only such rows restrict is met."""
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


def is_asked(step: RouteStep, request: InboundRequest, regulation: Regulation) -> bool:
    """Tell whether a step is asked of these guests: some only where they go, or what they are."""
    there = not step.only_at or not areas_of(request, regulation).isdisjoint(step.only_at)
    return there and holds(step.only_when, request)


def areas_of(request: InboundRequest, regulation: Regulation) -> frozenset[PlaceArea]:
    """Return the areas of the places guests go to or stay at; unknown places count as ordinary."""
    places = regulation.inbound.places if regulation.inbound else {}
    named = (*(item.place for item in request.programme), *(stay.place for stay in request.lodging))
    return frozenset(places[key].area for key in named if key in places)
