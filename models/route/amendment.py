"""The short route of an amendment: the first row of the regulation that applies. Pure."""

from config.regulation.codes import Act, Stage
from config.regulation.parts import AmendmentRoute
from config.regulation.province import Regulation
from models.case import AmendmentState, Case
from models.entries import PlannedStep
from models.errors import NoRouteApplies
from models.ids import BodyKey
from models.route.planned import planned_step, seat_in


def draw_amendment(
    regulation: Regulation, case: Case, changed: tuple[str, ...], *, cancels: bool, number: int
) -> tuple[str, tuple[PlannedStep, ...]]:
    """Return the key of the route and its steps, all keyed by the amendment's number.

    Raises `NoRouteApplies` when the regulation says nothing of such an amendment.
    """
    in_force = sum(a.state is AmendmentState.IN_FORCE for a in case.amendments)
    for route in regulation.amendments:
        if _applies(route, case, changed, cancels=cancels, is_first=in_force == 0):
            return route.key, _steps(route, case.unit, str(number))
    raise NoRouteApplies(regulation=regulation.name, title=case.no)


def _applies(
    route: AmendmentRoute, case: Case, changed: tuple[str, ...], *, cancels: bool, is_first: bool
) -> bool:
    return all(
        (
            route.kind in (None, case.kind),
            route.touches is None or not set(route.touches).isdisjoint(changed),
            route.cancels in (None, cancels),
            route.stamped in (None, is_first and len(changed) == 1),
        )
    )


def _steps(route: AmendmentRoute, unit: BodyKey, key: str) -> tuple[PlannedStep, ...]:
    steps: list[PlannedStep] = []
    for step in route.steps:
        seats = [(step.act, step.seat, step.within)]
        if step.issued_by:
            seats.append((Act.ISSUE, step.issued_by, step.issued_within))
        for act, seat, limit in seats:
            steps.append(planned_step(Stage.AMENDMENT, act, seat_in(seat, unit), limit, key=key))
    return tuple(
        step.model_copy(update={"ordinal": ordinal}) for ordinal, step in enumerate(steps, start=1)
    )
