"""The conditions a regulation can name, of guests who are received. Pure."""

from collections.abc import Callable, Mapping

from config.regulation.codes import Activity, RequiredWhen
from models.inbound.request import InboundRequest


def _brings_press(request: InboundRequest) -> bool:
    return request.is_of_the_press or bool(request.reporters)


def _signs(request: InboundRequest) -> bool:
    """Tell whether an agreement is signed: an item of the programme that takes place says so."""
    items = request.programme
    return any(each.activity is Activity.SIGNING and not each.cancelled for each in items)


# Guests are neither on an official nor on a private trip of ours, and no one's speech is asked.
HOLDS: Mapping[RequiredWhen, Callable[[InboundRequest], bool]] = {
    RequiredWhen.ALWAYS: lambda request: True,
    RequiredWhen.INVITED: lambda request: request.unannounced is None,
    RequiredWhen.STATE_BUDGET: lambda request: request.on_state_budget,
    RequiredWhen.IN_PLAN: lambda request: request.plan_entry is not None,
    RequiredWhen.CONFERENCE: lambda request: request.conference is not None,
    RequiredWhen.HOSTED: lambda request: bool(request.conference and request.conference.hosted),
    RequiredWhen.FOREIGN_NGO: lambda request: request.ngo is not None,
    RequiredWhen.FOREIGN_PRESS: _brings_press,
    RequiredWhen.AGREEMENT_TO_SIGN: _signs,
}


def holds(condition: RequiredWhen | None, request: InboundRequest) -> bool:
    """Tell whether a condition holds; an absent one does, one of trips abroad alone never."""
    asked = HOLDS.get(condition) if condition else None
    return condition is None or (asked is not None and asked(request))
