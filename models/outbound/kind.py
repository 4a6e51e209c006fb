"""A delegation that goes abroad (đoàn ra), as a kind of case."""

from models.kind_of_case import KindOfCase
from models.outbound import plan, routes
from models.outbound.admission import problems_at_filing
from models.outbound.conditions import HOLDS
from models.outbound.legible import legible
from models.outbound.limits import looks_back
from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.outbound.slips import is_slip
from models.request.form.persons import PersonsKept

# Who stands in for a leader, whose relative somebody is and with which group they go differs from one
# request to the next.
_OF_ONE_REQUEST = ("role", "acting", "relative_of", "group", "departs", "returns", "note")

OUTBOUND = KindOfCase(
    model=OutboundRequest,
    prefix="DR",
    sections={
        "letter": ("unit", "letter", "urgent", "allowed"),
        "purpose": ("trip", "title", "purpose", "area", "plan_entry", "host"),
        "journey": ("departs", "returns", "itinerary"),
        "people": ("members",),
        "programme": ("speeches",),
        "costs": ("costs",),
        "papers": ("papers",),
    },
    persons=PersonsKept("members", Member, of_one_request=_OF_ONE_REQUEST),
    legible=legible,
    plan=plan.steps,
    applies=routes.applies,
    is_asked=routes.is_asked,
    is_slip=is_slip,
    looks_back=looks_back,
    problems_at_filing=problems_at_filing,
    asked_when=HOLDS,
)
