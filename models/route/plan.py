"""The plan: what the regulation demands of a case, written down as rows when it is submitted.

Stages ask the plan whether it has steps of their kind. A later release with another stage, or a
regulation that changed meanwhile, therefore touches no case under way.
"""

from collections.abc import Iterator

from config.regulation.codes import Act, GuestClass, Stage
from config.regulation.parts import RouteStep
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.inbound import plan as inbound
from models.kinds import Request
from models.outbound import plan as outbound
from models.outbound.request import OutboundRequest
from models.route.planned import planned_step, seat_in
from models.route.table import draw_route

# The class of guests is fixed on a dossier that is signed and whole, before anybody is consulted.
_BEFORE_CLASS = (Stage.UNIT_SIGNATURE, Stage.APPRAISAL)


def draw_plan(
    request: Request, regulation: Regulation, guest_class: GuestClass | None = None
) -> tuple[str, tuple[PlannedStep, ...]]:
    """Return the key of the route a request takes and its ordered steps to the archive.

    `guest_class` is that of the guests, once it is known. Raises `RegulationInvalid` when no row of
    the route table matches.
    """
    route = draw_route(request, regulation)
    approval = [
        planned
        for step in route.steps
        for planned in _approval(step, regulation, urgent=bool(request.urgent))
    ]
    if isinstance(request, OutboundRequest):
        steps = [*approval, *outbound.after_approval(request, regulation)]
    else:
        prepared = [planned for planned in approval if planned.stage in _BEFORE_CLASS]
        steps = [
            *inbound.notices(request, regulation),
            *prepared,
            *inbound.classification(request, regulation),
            *(planned for planned in approval if planned not in prepared),
            *inbound.after_approval(request, regulation, guest_class),
        ]
    numbered = (
        planned.model_copy(update={"ordinal": number, "seat": seat_in(planned.seat, request.unit)})
        for number, planned in enumerate(steps, start=1)
    )
    return route.key, tuple(numbered)


def _approval(step: RouteStep, regulation: Regulation, *, urgent: bool) -> Iterator[PlannedStep]:
    """Yield a step of the route; a decision that becomes a paper is followed by its issuing."""
    body = regulation.body_of(step.seat)
    collective = step.act is Act.DECIDE and body is not None and body.voting is not None
    yield planned_step(
        step.stage,
        step.act,
        step.seat,
        (urgent and step.urgent_within) or step.within,
        outside=step.outside,
        collective=collective,
        rests_on=step.rests_on,
    )
    if step.issued_by:
        yield planned_step(
            step.stage, Act.ISSUE, step.issued_by, step.issued_within, rests_on=step.rests_on
        )
