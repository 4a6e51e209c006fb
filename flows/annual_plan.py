"""The annual plan of foreign affairs, and what units register for it, from request to archive."""

from datetime import date, timedelta
from functools import partial

from config.regulation.codes import Stage
from flows.case.asking import await_outcome, has_come, require, side_by_side, wait_for_day
from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import archive
from flows.stages.approval import (
    appraise,
    hear_opinions,
    party_decision,
    sign_by_unit,
    state_decision,
    to_approve,
)
from models import entries as e
from models.case import CaseStatus

# Nobody is asked in January for what is due in December.
ASKED_AHEAD = timedelta(days=30)


def plan_contribution(work: CaseAtWork) -> None:
    """Walk what a unit registers: its head signs, the office takes it or gives it back."""
    sign_by_unit(work)
    appraise(work)
    if work.case.status is CaseStatus.IN_APPROVAL:
        work.record(e.CaseApproved())
    archive(work)


def annual_plan(work: CaseAtWork) -> None:
    """Walk a plan: the party's opinion, the answer to the list sent up, the decision, its year."""
    sign_by_unit(work)
    hear_opinions(work)
    party_decision(work)
    send_list_up(work)
    state_decision(work)
    carry_tasks_out(work)
    archive(work)


def send_list_up(work: CaseAtWork) -> None:
    """The list of delegations goes up by a letter with its number; then its answer is recorded."""
    for planned in to_approve(work, Stage.ASKING):
        require(work, planned)


def carry_tasks_out(work: CaseAtWork) -> None:
    """Each task is asked for some weeks before it is due; the plan is in force until its year is over.

    What an amendment took out of the plan while it was open is still answered. A year does not end with
    open tasks.
    """
    asked, ahead = [], [work.request.ends]
    for planned in work.planned(Stage.TASKS):
        opens = _due_on(work, planned) - ASKED_AHEAD
        if work.standing(planned) or has_come(work, opens):
            asked.append(partial(require, work, planned))
        else:
            ahead.append(opens)
    places = {planned.place for planned in work.planned(Stage.TASKS)}
    dropped = [s for s in work.case.open_steps if s.stage is Stage.TASKS and s.place not in places]
    side_by_side(
        *asked,
        *(partial(await_outcome, step) for step in dropped),
        partial(wait_for_day, work, Stage.TASKS, min(ahead)),
    )


def _due_on(work: CaseAtWork, planned: e.PlannedStep) -> date:
    assert planned.within is not None  # noqa: S101 - every task has the day it is due.
    return work.request.begins + timedelta(days=planned.within.amount)
