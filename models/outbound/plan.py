"""What comes after the approval of a delegation that goes abroad, as steps of its plan."""

from collections.abc import Iterator, Sequence

from config.regulation.codes import Act, GuestClass, Stage, Trip
from config.regulation.parts import Duty
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.outbound.request import OutboundRequest
from models.route.planned import planned_step


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
        return official or not duty.official_only

    if owed(duties.report):
        yield planned_step(Stage.REPORT, Act.FILE, duties.report.seat, duties.report.within)
        if duties.report.accepted_by:
            yield planned_step(
                Stage.REPORT,
                Act.ACCEPT,
                duties.report.accepted_by,
                duties.report.accepted_within,
                rests_on=("report",),
            )
    if owed(duties.passports):
        yield planned_step(
            Stage.PASSPORTS, Act.HAND_BACK, duties.passports.seat, duties.passports.within
        )
    if owed(duties.accounts):
        yield planned_step(Stage.ACCOUNTS, Act.SETTLE, duties.accounts.seat, duties.accounts.within)
