"""The plan: what the regulation demands of a case, written down as rows when it is submitted.

Stages ask the plan whether it has steps of their kind. A later release with another stage, or a
regulation that changed meanwhile, therefore touches no case under way.
"""

from collections.abc import Iterator

from config.regulation.codes import Act, GuestClass
from config.regulation.parts import RouteStep
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.ids import BodyKey
from models.kinds import KINDS
from models.request.base import Request
from models.route.planned import planned_step, seat_in
from models.route.table import draw_route


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
    steps = KINDS[request.kind].plan(request, regulation, approval, guest_class)
    unit = BodyKey(request.unit)
    numbered = (
        planned.model_copy(update={"ordinal": number, "seat": seat_in(planned.seat, unit)})
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
