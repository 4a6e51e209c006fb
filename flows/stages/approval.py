"""From the unit's signature to the last decision. Shared by whatever needs a delegation approved.

Once it is approved nothing of this is asked again: what changes then is an amendment.
"""

from functools import partial

from config.regulation.codes import Act, Stage
from flows.case.asking import answered, reject, require, side_by_side
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.acts import Effect
from models.case import CaseStatus
from models.entries import PlannedStep

DECIDING = frozenset({Act.DECIDE, Act.RECORD})


def sign_by_unit(work: CaseAtWork) -> None:
    """The head of the submitting unit signs the request."""
    for planned in to_approve(work, Stage.UNIT_SIGNATURE):
        require(work, planned)


def appraise(work: CaseAtWork) -> None:
    """The focal office finds the dossier whole and forwards it, or asks once for all that lacks."""
    for planned in to_approve(work, Stage.APPRAISAL):
        require(work, planned)


def hear_opinions(work: CaseAtWork) -> None:
    """The consulted agencies answer side by side; at its deadline a silence is recorded as such."""
    side_by_side(*(partial(require, work, planned) for planned in to_approve(work, Stage.OPINIONS)))


def ask_above(work: CaseAtWork) -> None:
    """Who may not decide asks above: each letter gets its number, date and file, side by side."""
    side_by_side(*(partial(require, work, planned) for planned in to_approve(work, Stage.ASKING)))


def party_decision(work: CaseAtWork) -> None:
    """The party body agrees in principle, before the state decides."""
    decide(work, Stage.PARTY_DECISION)


def state_decision(work: CaseAtWork) -> None:
    """The state body decides; with it the delegation is approved."""
    decide(work, Stage.STATE_DECISION)
    if work.case.status is CaseStatus.IN_APPROVAL:
        work.record(e.CaseApproved())


def decide(work: CaseAtWork, stage: Stage) -> None:
    """Decide, then issue the paper: a refusal too gets its number, date and file before it ends."""
    planned_steps = to_approve(work, stage)
    decisions = [answered(work, p) for p in planned_steps if p.act in DECIDING]
    for planned in (p for p in planned_steps if p.act is Act.ISSUE):
        require(work, planned)
    for step in decisions:
        if step.effect is Effect.ENDS_CASE:
            reject(work, step)


def to_approve(work: CaseAtWork, stage: Stage) -> tuple[PlannedStep, ...]:
    """Return what the plan has of a stage of the approval; nothing once the case is approved."""
    return work.planned(stage) if work.case.status is CaseStatus.IN_APPROVAL else ()
