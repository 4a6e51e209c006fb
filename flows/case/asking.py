"""How a stage asks for something: find the outcome, or open the step and wait."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NoReturn

from config.province_time import moment_of, office_opens, start_of
from config.regulation.codes import Act, Activity, Direction, Stage, StartEvent
from config.regulation.parts import Limit
from flows.case.at_work import CaseAtWork
from flows.case.entitled import who_may
from flows.case.waiting import Over, Waiting
from models import entries as e
from models.acts import Effect
from models.case import Step
from models.errors import SeatVacant
from models.ids import PersonId, SeatKey
from models.journal.entry import DIGEST_VERSION
from models.store import moments
from models.store.moments import DueMoment, MomentKind

_NO_END = datetime.max.replace(tzinfo=UTC)


def require(work: CaseAtWork, planned: e.PlannedStep, *, due_at: datetime | None = None) -> Step:
    """Return the outcome of a planned step, or open it and wait.

    A return sends the dossier back to the unit, a refusal ends the case: both end the walk.
    Repeat-safe: keyed by stage, act, seat, key and the digest of what the step rests on. `due_at`
    (UTC) stands in for the plan's time limit.
    """
    step = answered(work, planned, due_at=due_at)
    if step.effect is Effect.ENDS_CASE:
        reject(work, step)
    return step


def answered(work: CaseAtWork, planned: e.PlannedStep, *, due_at: datetime | None = None) -> Step:
    """Like `require`, but leave a refusal to the stage, which may have its paper to issue."""
    step = work.standing(planned) or open_step(work, planned, due_at=due_at)
    await_outcome(step)
    if step.effect is Effect.TO_UNIT:
        _await_revision(work, step)
    return step


def await_outcome(step: Step) -> None:
    """Wait while a step is open."""
    if step.is_open:
        raise waiting_for(step)


def waiting_for(step: Step) -> Waiting:
    """Return the wait for a step's outcome."""
    return Waiting(step.stage, step.due_at)


def side_by_side(*parts: Callable[[], object]) -> None:
    """Do all parts that can be done; wait once, for the earliest, if any of them waits.

    A vacant seat keeps nobody else from being asked: it is told by the wait for the others.
    """
    if waiting := as_far_as_possible(*parts):
        raise waiting


def alongside(main: Callable[[], object], *others: Callable[[], object]) -> None:
    """Do `main`, and beside it what can be done of the others: only `main` is waited for."""
    beside = as_far_as_possible(*others)
    try:
        main()
    except Waiting as waiting:
        raise waiting.beside(beside) from None


def as_far_as_possible(*parts: Callable[[], object]) -> Waiting | None:
    """Do all parts that can be done; return what they wait for, the earliest of it."""
    waits: list[Waiting] = []
    for part in parts:
        try:
            part()
        except Waiting as waiting:
            waits.append(waiting)
    if not waits:
        return None
    earliest = min(waits, key=lambda waiting: waiting.until or _NO_END)
    vacant = next((waiting for waiting in waits if waiting.vacant), None)
    return earliest.beside(vacant)


def has_come(work: CaseAtWork, day: date) -> bool:
    """Tell whether the office has opened on a day of the province."""
    return work.now >= office_opens(day)


def wait_for_day(work: CaseAtWork, stage: Stage, day: date) -> None:
    """Wait until the office opens on a day of the province; return at once when it has."""
    if has_come(work, day):
        return
    begins = office_opens(day)
    if moments.armed(work.conn, work.case.no, 0, MomentKind.DAY) != begins:
        work.arm(DueMoment(work.case.no, 0, MomentKind.DAY, begins))
    raise Waiting(stage, begins)


def reject(work: CaseAtWork, step: Step) -> NoReturn:
    """End the case with a refusal."""
    work.record(e.CaseRejected(step=step.number))
    raise Over


def _await_revision(work: CaseAtWork, returned: Step) -> NoReturn:
    """Ask the unit for a new version of the dossier, once for each return."""
    planned = e.PlannedStep(
        ordinal=0,
        stage=Stage.REVISION,
        act=Act.REVISE,
        seat=SeatKey(f"{work.case.unit}/officer"),
        key=str(returned.number),
    )
    raise waiting_for(work.standing(planned) or open_step(work, planned))


def open_step(work: CaseAtWork, planned: e.PlannedStep, *, due_at: datetime | None = None) -> Step:
    """Open a step for those who hold its seat, with its deadline.

    Who is asked once more has the whole time again: a limit that ran from the past runs from now.
    """
    again = any(step.place == planned.place for step in work.case.steps)
    if planned.within and not due_at:
        due_at = _due(work, planned.within, again=again, key=planned.key)
    work.record(
        e.StepOpened(
            step=len(work.case.steps) + 1,
            stage=planned.stage,
            act=planned.act,
            seat=planned.seat,
            key=planned.key,
            collective=planned.collective,
            holders=_who_may(work, planned),
            version=work.case.version,
            rests_on=planned.rests_on,
            digest=work.digest(planned.rests_on),
            digest_version=DIGEST_VERSION,
            due_at=due_at,
            shows=_opinions(work) if planned.act in (Act.DECIDE, Act.RECORD) else (),
        )
    )
    step = work.case.steps[-1]
    if due_at:
        remind_of(work, step.number, due_at)
    return step


def _who_may(work: CaseAtWork, planned: e.PlannedStep) -> tuple[PersonId, ...]:
    """Return who will be asked: those who hold the seat today and may take such a step.

    Where nobody is left it is the seat that is waited for.
    """
    able = who_may(work, planned)
    if not able:
        called = work.seat_called(planned.seat)
        raise Waiting(planned.stage, None, SeatVacant(seat=planned.seat, called=called))
    return able


def _opinions(work: CaseAtWork) -> tuple[int, ...]:
    """Return the steps a decider must see first: opinions given, and silences."""
    found = (work.standing(planned) for planned in work.planned(Stage.OPINIONS))
    return tuple(step.number for step in found if step and not step.is_open)


def due_of(work: CaseAtWork, planned: e.PlannedStep) -> datetime:
    """Return when a planned step that has a limit falls due, asked for the first time just now."""
    assert planned.within is not None  # noqa: S101 - the caller has seen that there is one.
    return _due(work, planned.within, again=False, key=planned.key)


def _due(work: CaseAtWork, limit: Limit, *, again: bool, key: str) -> datetime:
    """Return the UTC moment a limit ends, counted from the event it names."""
    start = _start(work, limit.counted_from, key)
    return work.calendar.moment_due(limit, max(start, work.now) if again else start)


def _start(work: CaseAtWork, event: StartEvent, key: str) -> datetime:
    match event:
        case StartEvent.COMPLETE_DOSSIER:
            return _dossier_complete_at(work)
        case StartEvent.DEPARTURE | StartEvent.YEAR_BEGINS:
            return start_of(work.request.begins)
        case StartEvent.RETURN:
            return start_of(_confirmed(work, Stage.RETURN_HOME) or work.request.ends)
        case StartEvent.STEP_OPENED:
            return work.now
        case StartEvent.ARRIVAL:
            return arrival_of(work, key)
        case StartEvent.SEND_OFF:
            return start_of(_confirmed(work, Stage.SEND_OFF) or work.request.spans[0][1])
        case StartEvent.PRESS_CONFERENCE:
            return _press_conference_at(work)


def _dossier_complete_at(work: CaseAtWork) -> datetime:
    """Return when the version in force had come and was signed: only a whole file starts the clock."""
    signed = (s for s in reversed(work.case.steps) if s.act is Act.SIGN and work.counts(s))
    signed_at = next((s.decided_at for s in signed if s.decided_at), work.now)
    arrived = (s.decided_at for s in reversed(work.case.steps) if s.act is Act.REVISE)
    return max(signed_at, next((at for at in arrived if at), signed_at))


def _confirmed(work: CaseAtWork, stage: Stage) -> date | None:
    """Return the day the unit confirmed for a stage last."""
    confirmed = (s.day for s in reversed(work.case.steps) if s.stage is stage)
    return next((day for day in confirmed if day), None)


def arrival_of(work: CaseAtWork, key: str = "") -> datetime:
    """Return when the guests of a visit come: its programme's first item, or else the day begins.

    The key of a further visit is its number; any other key means the first one.
    """
    number = int(key) if key.isdecimal() else 1
    spans = work.request.spans
    arrives, _ = spans[min(number, len(spans)) - 1]
    that_day = (i for i in work.programme if i.day == arrives and not i.cancelled)
    first = min((moment_of(i.day, i.begins) for i in that_day), default=None)
    return first or start_of(arrives)


def _press_conference_at(work: CaseAtWork) -> datetime:
    """Return when the first press conference begins; without one, when the guests come."""
    items = (i for i in work.programme if i.activity is Activity.PRESS_CONFERENCE)
    first = min((moment_of(i.day, i.begins) for i in items if not i.cancelled), default=None)
    return first or arrival_of(work)


def remind_of(work: CaseAtWork, step: int, due_at: datetime) -> None:
    """Set the deadline of a step, and a reminder before it where there is still time for one."""
    no = work.case.no
    work.arm(DueMoment(no, step, MomentKind.DEADLINE, due_at))
    before = work.regulation.remind_before.model_copy(update={"direction": Direction.BEFORE})
    remind_at = work.calendar.moment_due(before, due_at)
    if remind_at > work.now:
        work.arm(DueMoment(no, step, MomentKind.REMIND, remind_at))
