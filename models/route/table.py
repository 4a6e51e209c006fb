"""Which way through the offices a request takes: the first row of the route table that applies."""

from config.regulation.parts import Route, RouteCondition
from config.regulation.province import Regulation
from models.errors import NoRouteApplies
from models.kinds import KINDS
from models.request.base import Request


def draw_route(request: Request, regulation: Regulation) -> Route:
    """Return the route of a request that was read under `regulation`, with the steps it asks for.

    Rows stand from the stricter to the milder, so the first that applies is the strictest that
    does. A delegation is treated as its highest member has to be treated, and one member managed
    by a body is enough to bring that body in. Raises `NoRouteApplies`, a `RegulationInvalid`, when
    the table has a gap.
    """
    kind = KINDS[request.kind]
    for route in regulation.routes:
        if _applies(route.when, request, regulation):
            steps = tuple(s for s in route.steps if kind.is_asked(s, request, regulation))
            return route.model_copy(update={"steps": steps})
    raise NoRouteApplies(regulation=regulation.title, title=request.title)


def _applies(when: RouteCondition, request: Request, regulation: Regulation) -> bool:
    """Tell whether every restriction of a row is met; an absent one is met by every request."""
    if when.kind is not request.kind:
        return False
    of_its_kind = KINDS[request.kind].applies(when, request, regulation)
    return of_its_kind and all(
        (
            when.in_plan in (None, request.plan_entry is not None),
            when.urgent in (None, request.urgent is not None),
            when.branches is None or regulation.branch_of(request.unit) in when.branches,
            when.area is None or request.area in when.area,
            # A row for neighbouring countries is for those that go, or come from, nowhere else.
            when.countries is None or request.countries <= set(when.countries),
        )
    )
