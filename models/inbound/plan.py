"""What stands before, in and after the approval of a visit, as steps of its plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from config.regulation.codes import Act, GuestClass, Stage
from config.regulation.inbound import Assignment, Inbound, ReportDuty
from config.regulation.parts import TimeLimit
from config.regulation.province import Regulation
from models.entries import PlannedStep
from models.inbound.classes import class_by_rank
from models.inbound.request import InboundRequest
from models.inbound.routes import areas_of
from models.part_on_guests import part_on_guests
from models.route.planned import owed_step, planned_step

# The class of guests is fixed on a dossier that is signed and whole, before anybody is consulted.
_BEFORE_CLASS = (Stage.UNIT_SIGNATURE, Stage.APPRAISAL)
# What the class of the guests rests on: who they are, and nothing else.
CLASS_RESTS_ON = ("guests",)

_NAMED: Mapping[str, Callable[[InboundRequest], bool]] = {
    "lodging": lambda request: bool(request.lodging),
    "interpreters": lambda request: bool(request.interpreters),
    "gifts": lambda request: bool(request.gifts),
    "vehicles": lambda request: any(item.vehicle for item in request.programme),
}


def steps(
    request: InboundRequest,
    regulation: Regulation,
    approval: Sequence[PlannedStep],
    guest_class: GuestClass | None,
) -> Iterator[PlannedStep]:
    """Yield the whole plan: notices, the approval with the class of the guests in it, the visit."""
    prepared = [planned for planned in approval if planned.stage in _BEFORE_CLASS]
    yield from notices(request, regulation)
    yield from prepared
    yield from classification(request, regulation)
    yield from (planned for planned in approval if planned not in prepared)
    yield from after_approval(request, regulation, guest_class)


def notices(request: InboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    """Yield who is told of guests who came without notice."""
    if request.unannounced:
        for seat in part_on_guests(regulation).unannounced_told:
            yield planned_step(Stage.NOTICE, Act.ACKNOWLEDGE, seat, None)


def classification(request: InboundRequest, regulation: Regulation) -> Iterator[PlannedStep]:
    """Yield who fixes the class of guests whose rank has none, once the dossier is appraised."""
    inbound = part_on_guests(regulation)
    if class_by_rank(request, regulation) is None:
        yield planned_step(
            Stage.CLASSIFICATION,
            Act.CLASSIFY,
            inbound.classified_by,
            inbound.classified_within,
            rests_on=CLASS_RESTS_ON,
        )


def after_approval(
    request: InboundRequest, regulation: Regulation, guest_class: GuestClass | None
) -> Iterator[PlannedStep]:
    """Yield what is arranged, confirmed and reported, in this order."""
    inbound = part_on_guests(regulation)
    drawn = [a for a in inbound.assignments if _is_drawn(a, request, regulation, guest_class)]
    # All are asked side by side, so the same acts stand together.
    yield from (_assigned(a, Act.ARRANGE, a.answer_within) for a in drawn)
    yield from (_assigned(a, Act.DELIVER, a.done_within) for a in drawn)
    for number in range(1, len(request.periods) + 1):
        yield from _visit(number, inbound)
    yield from _report(request, inbound)
    if inbound.accounts and request.on_state_budget:
        yield from owed_step(Stage.ACCOUNTS, Act.SETTLE, inbound.accounts)


def visit_key(number: int) -> str:
    """Return the key of the steps of a visit; the first has none."""
    return str(number) if number > 1 else ""


def visit_number(key: str) -> int:
    """Return the number of the visit that a step with this key is of."""
    return int(key or 1)


def _is_drawn(
    assignment: Assignment,
    request: InboundRequest,
    regulation: Regulation,
    guest_class: GuestClass | None,
) -> bool:
    when = assignment.when
    activities = {item.activity for item in request.programme}
    return all(
        (
            assignment.holds_on(request.begins),
            when.classes is None or guest_class in when.classes,
            when.activities is None or not activities.isdisjoint(when.activities),
            when.areas is None or not areas_of(request, regulation).isdisjoint(when.areas),
            when.occasions is None or request.occasion in when.occasions,
            when.has is None or _NAMED[when.has](request),
        )
    )


def _assigned(assignment: Assignment, act: Act, limit: TimeLimit) -> PlannedStep:
    return planned_step(
        Stage.RECEPTION,
        act,
        assignment.seat,
        limit,
        key=assignment.key,
        optional=not assignment.mandatory,
    )


def _visit(number: int, inbound: Inbound) -> Iterator[PlannedStep]:
    """Yield the notice of a further visit, and that its guests have come and gone."""
    visit, key = inbound.visit, visit_key(number)
    if number > 1:
        yield planned_step(
            Stage.NOTICE, Act.NOTIFY, visit.confirmed_by, inbound.notice_of_visit, key=key
        )
    for stage in (Stage.ARRIVAL, Stage.SEND_OFF):
        yield planned_step(stage, Act.CONFIRM, visit.confirmed_by, visit.within, key=key)


def _report(request: InboundRequest, inbound: Inbound) -> Iterator[PlannedStep]:
    duty = _report_duty(request, inbound)
    if duty:
        yield from owed_step(Stage.REPORT, Act.FILE, duty)


def _report_duty(request: InboundRequest, inbound: Inbound) -> ReportDuty | None:
    rows = (
        row
        for row in inbound.reports
        if row.holds_on(request.begins)
        and (row.occasions is None or request.occasion in row.occasions)
    )
    return next(rows, None)
