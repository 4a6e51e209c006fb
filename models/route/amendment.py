"""The short route of an amendment: the first row of the regulation that applies. Pure."""

from datetime import datetime

from config.province_time import WorkingCalendar
from config.regulation.codes import Act, Stage
from config.regulation.parts import AmendmentRoute
from config.regulation.province import Regulation
from models.case import AmendmentState, Case
from models.entries import PlannedStep
from models.errors import NoRouteApplies
from models.ids import BodyKey
from models.route.planned import planned_step, seat_in


def draw_amendment(
    regulation: Regulation,
    case: Case,
    changed: tuple[str, ...],
    *,
    cancels: bool,
    number: int,
    is_slip: bool = False,
    urgent: bool = False,
) -> tuple[str, tuple[PlannedStep, ...]]:
    """Return the key of the route and its steps, all keyed by the amendment's number.

    `is_slip`: of the members, only something written of one is put right. `urgent`: the steps have the
    time the regulation gives to what is urgent, where it gives one. Raises `NoRouteApplies` when the
    regulation says nothing of such an amendment.
    """
    # Another list of members is no correction; a name or post that was written wrong is one.
    one = len(changed) == 1 and (is_slip or changed != ("members",))
    in_force = sum(a.state is AmendmentState.IN_FORCE for a in case.amendments)
    for route in regulation.amendments:
        if _applies(route, case, changed, cancels=cancels, corrects=one and in_force == 0):
            return route.key, _steps(route, case.unit, str(number), urgent=urgent)
    raise NoRouteApplies(regulation=regulation.title, title=case.no)


def _applies(
    route: AmendmentRoute, case: Case, changed: tuple[str, ...], *, cancels: bool, corrects: bool
) -> bool:
    return all(
        (
            route.kind in (None, case.kind),
            route.routes is None or case.route in route.routes,
            route.touches is None or not set(route.touches).isdisjoint(changed),
            route.cancels in (None, cancels),
            route.stamped in (None, corrects),
        )
    )


def comes_too_late(
    steps: tuple[PlannedStep, ...], calendar: WorkingCalendar, *, now: datetime, begins_at: datetime
) -> bool:
    """Tell whether the last of some steps, each taking all its time, is due after something begins."""
    due_at = now
    for step in steps:
        due_at = calendar.moment_due(step.within, due_at) if step.within else due_at
    return due_at > begins_at


def _steps(
    route: AmendmentRoute, unit: BodyKey, key: str, *, urgent: bool
) -> tuple[PlannedStep, ...]:
    steps: list[PlannedStep] = []
    for step in route.steps:
        sooner = step.urgent_within if urgent else None
        seats = [(step.act, step.seat, sooner or step.within)]
        if step.issued_by:
            seats.append((Act.ISSUE, step.issued_by, sooner or step.issued_within))
        for act, seat, limit in seats:
            asked = planned_step(Stage.AMENDMENT, act, seat_in(seat, unit), limit, key=key)
            steps.append(asked.model_copy(update={"outside": step.outside}))
    return tuple(
        step.model_copy(update={"ordinal": ordinal}) for ordinal, step in enumerate(steps, start=1)
    )
