"""The plan: what the regulation demands of a case, written down as rows when it is submitted.

Stages ask the plan whether it has steps of their kind. A later release with another stage, or a
regulation that changed meanwhile, therefore touches no case under way.
"""

from collections.abc import Iterator

from config.regulation import Act, Duty, Limit, Regulation, RouteStep, Stage, TimeLimit, Trip
from models.entries import PlannedStep
from models.request import OutboundRequest
from models.routes import draw_route


def draw_plan(
    request: OutboundRequest, regulation: Regulation
) -> tuple[str, tuple[PlannedStep, ...]]:
    """Return the key of the route a request takes and its ordered steps to the archive.

    Raises `RegulationInvalid` when no row of the route table matches.
    """
    route = draw_route(request, regulation)
    steps = [
        *(planned for step in route.steps for planned in _approval(step, regulation)),
        *_preparation(request, regulation),
        *_travel(regulation),
        *_afterwards(request, regulation),
    ]
    numbered = (
        planned.model_copy(update={"ordinal": number, "seat": _seat(planned.seat, request.unit)})
        for number, planned in enumerate(steps, start=1)
    )
    return route.key, tuple(numbered)


def _approval(step: RouteStep, regulation: Regulation) -> Iterator[PlannedStep]:
    """Yield a step of the route; a decision that becomes a paper is followed by its issuing."""
    body = regulation.body_of(step.seat)
    collective = step.act is Act.DECIDE and body is not None and body.voting is not None
    yield _planned(
        step.stage,
        step.act,
        step.seat,
        step.within,
        outside=step.outside,
        collective=collective,
        rests_on=step.rests_on,
    )
    if step.issued_by:
        yield _planned(
            step.stage, Act.ISSUE, step.issued_by, step.issued_within, rests_on=step.rests_on
        )


def _preparation(request: OutboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    for item in regulation.preparation:
        if request.trip is Trip.OFFICIAL or not item.official_only:
            yield _planned(Stage.PREPARATION, Act.PREPARE, item.seat, item.within, key=item.key)


def _travel(regulation: Regulation) -> Iterator[PlannedStep]:
    travel = regulation.travel
    for stage in (Stage.DEPARTURE, Stage.RETURN_HOME):
        yield _planned(stage, Act.CONFIRM, travel.confirmed_by, travel.within)


def _afterwards(request: OutboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    duties = regulation.afterwards
    official = request.trip is Trip.OFFICIAL

    def owed(duty: Duty) -> bool:
        return official or not duty.official_only

    if owed(duties.report):
        yield _planned(Stage.REPORT, Act.FILE, duties.report.seat, duties.report.within)
        if duties.report.accepted_by:
            yield _planned(
                Stage.REPORT,
                Act.ACCEPT,
                duties.report.accepted_by,
                duties.report.accepted_within,
                rests_on=("report",),
            )
    if owed(duties.passports):
        yield _planned(
            Stage.PASSPORTS, Act.HAND_BACK, duties.passports.seat, duties.passports.within
        )
    if owed(duties.accounts):
        yield _planned(Stage.ACCOUNTS, Act.SETTLE, duties.accounts.seat, duties.accounts.within)


def _planned(
    stage: Stage, act: Act, seat: str, limit: TimeLimit | None, **more: object
) -> PlannedStep:
    kept = limit.model_dump(include=set(Limit.model_fields)) if limit else None
    return PlannedStep.model_validate(
        {
            "ordinal": 0,
            "stage": stage,
            "act": act,
            "seat": seat,
            "within": kept,
            "unconfirmed": limit is not None and limit.unconfirmed,
            **more,
        }
    )


def _seat(seat: str, unit: str) -> str:
    """Put the submitting unit in the place of `unit/…`."""
    body, _, key = seat.partition("/")
    return f"{unit}/{key}" if body == "unit" else seat
