"""What only letters about a delegation that goes abroad may say."""

from typing import cast

from config.regulation.codes import Act, Kind
from config.regulation.parts import Text
from models.case import Step
from models.outbound.request import OutboundRequest
from notifications.facts.cases import FactsOfKind
from notifications.telling.in_hand import EntryInHand


def facts_of_trip(about: EntryInHand) -> FactsOfKind:
    """Return what only such a case has: where it goes."""
    request = cast("OutboundRequest", about.of.request)
    return FactsOfKind(
        called=Kind.OUTBOUND,
        goes_abroad=True,
        places=tuple(stop.place for stop in request.itinerary),
    )


def item_of(about: EntryInHand, step: Step) -> Text | None:
    """Return what is to be prepared."""
    if step.act is not Act.PREPARE:
        return None
    return next((p.title for p in about.of.regulation.preparation if p.key == step.key), None)
