"""What only letters about a delegation that goes abroad may say."""

from collections.abc import Iterator
from typing import cast

from config.regulation.codes import Act, Kind
from config.regulation.parts import Text
from models.case import Step
from models.outbound.request import OutboundRequest
from models.request.people.groups import group_called, group_key, groups_of
from notifications.facts.cases import FactsOfKind, GroupFacts
from notifications.facts.letters import PartsOfKind
from notifications.telling.in_hand import EntryInHand
from notifications.telling.visit_letters import commitment_facts, promise_of


def facts_of_trip(about: EntryInHand) -> FactsOfKind:
    """Return what only such a case has: where it goes."""
    request = cast("OutboundRequest", about.of.request)
    return FactsOfKind(
        called=Kind.OUTBOUND,
        goes_abroad=True,
        places=tuple(stop.place for stop in request.itinerary),
        groups=tuple(_groups(request)),
    )


def _groups(request: OutboundRequest) -> Iterator[GroupFacts]:
    """Yield the groups the delegation parts into: where each goes, and from when to when."""
    for group in groups_of(request.members):
        members = [m for m in request.members if group_key(m.group) == group_key(group)]
        spans = [request.days_of_member(member) for member in members]
        yield GroupFacts(
            called=group_called(group),
            people=len(members),
            places=tuple(stop.place for stop in request.stops_of(members[0])),
            begins=min(first for first, _ in spans),
            ends=max(last for _, last in spans),
        )


def parts_of(about: EntryInHand) -> PartsOfKind:
    """Return what its letters tell beside the case, its step and the outcome."""
    return PartsOfKind(commitment=commitment_facts(about))


def item_of(about: EntryInHand, step: Step) -> Text | None:
    """Return what is to be prepared, or the promise that is followed up."""
    if step.act is not Act.PREPARE:
        return promise_of(about, step)
    return next((p.title for p in about.of.regulation.preparation if p.key == step.key), None)
