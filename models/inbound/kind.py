"""Guests who are received (đoàn vào), as a kind of case."""

from models.inbound import admission, plan, routes
from models.inbound.classes import class_by_rank
from models.inbound.conditions import HOLDS
from models.inbound.findings.ceilings import check_own_amounts
from models.inbound.legible import legible
from models.inbound.request import InboundRequest
from models.kind_of_case import KindOfCase
from models.part_on_guests import part_on_guests

INBOUND = KindOfCase(
    model=InboundRequest,
    prefix="DV",
    sections={
        "letter": ("unit", "letter", "urgent", "allowed", "unannounced"),
        "purpose": (
            *(
                "visit",
                "invited_by",
                "title",
                "purpose",
                "area",
                "plan_entry",
                "sender",
                "received_by",
            ),
            *("conference", "ngo", "press"),
        ),
        "journey": ("arrives", "departs", "further_visits", "lodging"),
        "people": ("guests", "interpreters"),
        "programme": ("programme", "gifts"),
        "costs": ("bears_costs", "costs"),
        "papers": ("papers",),
    },
    legible=legible,
    plan=plan.steps,
    applies=routes.applies,
    is_asked=routes.is_asked,
    problems_at_filing=admission.problems_at_filing,
    asked_when=HOLDS,
    earliest_day=admission.earliest_day,
    is_in=lambda regulation: regulation.inbound is not None,
    class_of_guests=class_by_rank,
    check=check_own_amounts,
    looked_after_by=lambda regulation: (part_on_guests(regulation).coordinator,),
)
