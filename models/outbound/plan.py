"""What comes after the approval of a delegation that goes abroad, as steps of its plan."""

from collections.abc import Iterator, Sequence

from config.regulation.codes import Act, GuestClass, Stage, Trip
from config.regulation.parts import Duty
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.ids import HEAD_OF_DELEGATION
from models.outbound.conditions import holds
from models.outbound.request import OutboundRequest
from models.route.planned import owed_step, planned_step


def steps(
    request: OutboundRequest,
    regulation: Regulation,
    approval: Sequence[PlannedStep],
    _guest_class: GuestClass | None,
) -> Iterator[PlannedStep]:
    """Yield the whole plan: the approval, then what is prepared, confirmed and settled."""
    yield from approval
    yield from _preparation(request, regulation)
    travel = regulation.travel
    for stage in (Stage.DEPARTURE, Stage.RETURN_HOME):
        yield planned_step(stage, Act.CONFIRM, travel.confirmed_by, travel.within)
    yield from _afterwards(request, regulation)


def _preparation(request: OutboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    for item in regulation.preparation:
        if request.trip is Trip.OFFICIAL or not item.official_only:
            yield planned_step(Stage.PREPARATION, Act.PREPARE, item.seat, item.within, key=item.key)


def _afterwards(request: OutboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    duties = regulation.afterwards
    official = request.trip is Trip.OFFICIAL

    def owed(duty: Duty) -> bool:
        return (official or not duty.official_only) and holds(duty.only_when, request)

    if owed(duties.report):
        # Who owes it stands in the regulation; that the head of the delegation does, beside it.
        head = {"seat": f"unit/{HEAD_OF_DELEGATION}"} if duties.report_by_head else {}
        report = duties.report.model_copy(update=head)
        yield from owed_step(Stage.REPORT, Act.FILE, report)
    if owed(duties.passports):
        yield from owed_step(Stage.PASSPORTS, Act.HAND_BACK, duties.passports)
    if owed(duties.accounts):
        yield from owed_step(Stage.ACCOUNTS, Act.SETTLE, duties.accounts)
