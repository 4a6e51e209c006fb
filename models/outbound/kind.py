"""A delegation that goes abroad (đoàn ra), as a kind of case."""

from models.kind_of_case import KindOfCase
from models.outbound import admission, plan, routes
from models.outbound.legible import legible
from models.outbound.request import OutboundRequest

OUTBOUND = KindOfCase(
    model=OutboundRequest,
    prefix="DR",
    legible=legible,
    plan=plan.steps,
    applies=routes.applies,
    is_asked=lambda step, _request, _regulation: not step.only_at,
    problems_at_filing=admission.problems_at_filing,
    earliest_day=admission.earliest_day,
)
