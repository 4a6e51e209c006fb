"""An amendment takes its short route; the decision in force stands until one entry replaces it.

Everything else of the case goes on meanwhile. What comes of an amendment never touches what was decided
before: it moves deadlines, calendars and the plan of what is still to come.
"""

from datetime import datetime

from config.regulation.codes import StartEvent
from flows.case.asking import await_outcome, due_of, open_step, remind_of
from flows.case.at_work import CaseAtWork
from flows.case.plan_drawing import draw
from flows.stages.calendars import tell_calendars
from flows.stages.programme import stand_down
from models import entries as e
from models.acts import Effect
from models.case import Amendment, Step, latest
from models.programme.items import Item
from models.timeline.lines import planned_of

# Deadlines counted from these move with the days of the delegation.
_OF_THE_DAYS = frozenset(
    {
        StartEvent.DEPARTURE,
        StartEvent.RETURN,
        StartEvent.ARRIVAL,
        StartEvent.SEND_OFF,
        StartEvent.PRESS_CONFERENCE,
        StartEvent.YEAR_BEGINS,
    }
)


def amend(work: CaseAtWork) -> None:
    """Walk the open amendment on; raises `Waiting` while it is on its way. Keyed by its number."""
    amendment = work.case.open_amendment
    if amendment is None:
        return
    refused: Step | None = None
    for planned in amendment.steps:
        stage, act, seat, key = planned.place
        asked = latest(work.case.steps, stage, act, key, seat=seat)
        step = asked or open_step(work, planned, due_at=_sooner(work, amendment, planned))
        await_outcome(step)
        if step.effect in (Effect.TO_UNIT, Effect.ENDS_CASE):
            refused = step
            break
    if refused:
        work.record(e.AmendmentRefused(number=amendment.number, step=refused.number))
    elif amendment.cancels:
        _call_off(work, amendment)
    else:
        _put_in_force(work, amendment)


def _sooner(work: CaseAtWork, amendment: Amendment, planned: e.PlannedStep) -> datetime | None:
    """Return when a step is due whose usual time ends after what it is about has begun; mostly None."""
    begins_at = amendment.begins_at
    if begins_at is None or planned.within is None or begins_at <= work.now:
        return None
    return min(due_of(work, planned), begins_at)


def _call_off(work: CaseAtWork, amendment: Amendment) -> None:
    """End an approved delegation: nobody is asked any more, calendars and bookings are freed."""
    work.record(e.AmendmentInForce(number=amendment.number))
    for step in work.case.open_steps:
        work.void(step, because="case_cancelled")
    stand_down(work)
    work.record(e.CaseCancelled())


def _put_in_force(work: CaseAtWork, amendment: Amendment) -> None:
    before = work.programme
    assert amendment.version is not None  # noqa: S101 - what calls off is put in force elsewhere.
    passports = work.amendment_is_in_force(amendment.number, amendment.version)
    work.record(e.AmendmentInForce(number=amendment.number, passports=passports))
    if "programme" in amendment.changed:
        _revise_programme(work, before)
    draw(work)
    _move_deadlines(work)


def _revise_programme(work: CaseAtWork, before: tuple[Item, ...]) -> None:
    """Put the amended programme in the place of the one in force, and tell calendars what changed."""
    items = work.request.planned_items
    gone = tuple(item.model_copy(update={"cancelled": True}) for item in before[len(items) :])
    now = (*items, *gone)
    revision = work.case.programme_revision + 1
    changed = [n for n, item in enumerate(now, 1) if before[n - 1 : n] != (item,)]
    work.record(
        e.ProgrammeRevised(
            revision=revision,
            digest=work.programme_arrives(revision, now),
            changed=tuple(n for n in changed if not now[n - 1].cancelled),
            cancelled=tuple(n for n in changed if now[n - 1].cancelled),
        )
    )
    for number in changed:
        known = before[number - 1] if number <= len(before) else None
        tell_calendars(work, number, now[number - 1], before=known)


def _move_deadlines(work: CaseAtWork) -> None:
    """Let open steps fall due by the days that are in force now."""
    for step in work.case.open_steps:
        planned = planned_of(work.case, step)
        if planned is None or planned.within is None:
            continue
        if planned.within.counted_from not in _OF_THE_DAYS:
            continue
        due_at = due_of(work, planned)
        if due_at != step.due_at:
            work.record(e.StepDueMoved(step=step.number, due_at=due_at))
            remind_of(work, step.number, due_at)
