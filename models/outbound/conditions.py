"""The conditions a regulation can name, of a delegation that goes abroad. Pure."""

from collections.abc import Callable, Mapping

from config.regulation.codes import RequiredWhen, Trip
from models.outbound.request import OutboundRequest

HOLDS: Mapping[RequiredWhen, Callable[[OutboundRequest], bool]] = {
    RequiredWhen.ALWAYS: lambda request: True,
    RequiredWhen.OFFICIAL: lambda request: request.trip is Trip.OFFICIAL,
    RequiredWhen.PRIVATE: lambda request: request.trip is Trip.PRIVATE,
    RequiredWhen.INVITED: lambda request: request.host.invitation is not None,
    RequiredWhen.STATE_BUDGET: lambda request: request.on_state_budget,
    RequiredWhen.SPEECHES: lambda request: bool(request.speeches),
    RequiredWhen.IN_PLAN: lambda request: request.plan_entry is not None,
    RequiredWhen.PARTY_MEMBER: lambda request: any(m.party_member for m in request.members),
}


def holds(condition: RequiredWhen | None, request: OutboundRequest) -> bool:
    """Tell whether a condition holds; an absent one does, one of guests alone never."""
    asked = HOLDS.get(condition) if condition else None
    return condition is None or (asked is not None and asked(request))
