"""A delegation that goes abroad (đoàn ra), as a kind of case."""

from models.kind_of_case import KindOfCase
from models.outbound import plan, routes
from models.outbound.admission import problems_at_filing
from models.outbound.legible import legible
from models.outbound.request import OutboundRequest

OUTBOUND = KindOfCase(
    model=OutboundRequest,
    prefix="DR",
    legible=legible,
    plan=plan.steps,
    applies=routes.applies,
    is_asked=lambda step, _request, _regulation: not step.only_at,
    problems_at_filing=problems_at_filing,
)
