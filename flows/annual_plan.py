"""The annual plan of foreign affairs, and what units register for it, from request to archive."""

from config.regulation.codes import Stage
from flows.case.asking import require, wait_for_day
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
    last_through_the_year(work)
    archive(work)


def send_list_up(work: CaseAtWork) -> None:
    """The list of delegations goes up by a letter with its number; then its answer is recorded."""
    for planned in to_approve(work, Stage.ASKING):
        require(work, planned)


def last_through_the_year(work: CaseAtWork) -> None:
    """The plan is in force until the last day of its year; what changes meanwhile is an amendment."""
    wait_for_day(work, Stage.TASKS, work.request.ends)
