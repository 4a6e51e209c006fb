"""Whether a decision can be undone: as long as nothing rests on it yet. Pure."""

from config.regulation.codes import Act, Stage
from models.acts import Chosen
from models.case import AmendmentState, Case, CaseStatus, Step, StepState
from models.ids import PersonId

# With one of these taken back an approval falls.
DECIDING_STAGES = frozenset({Stage.PARTY_DECISION, Stage.STATE_DECISION})


def is_a_decision(step: Step) -> bool:
    """Tell whether somebody decided it, and nobody goes on by it yet as by an answer or new version."""
    answers = step.choice == Chosen.RESUBMITTED or step.act is Act.ANSWER
    return step.state is StepState.DECIDED and not answers


def can_be_taken_back(case: Case, step: Step) -> bool:
    """Tell whether nothing rests on a decision yet: no paper, and no outcome of what it opened.

    Nothing of an amendment that has its end is taken back: nobody would be asked anew.
    """
    if case.is_over or not is_a_decision(step) or step.paper_number:
        return False
    if step.stage in DECIDING_STAGES and case.programme_revision:
        # The programme was changed since, which may be done with an approved one only.
        return False
    if _has_taken_effect(case, step):
        return False
    return all(later.is_open or later.is_void for later in opened_by(case, step))


def _has_taken_effect(case: Case, step: Step) -> bool:
    """Tell whether a step decided on an amendment that is no longer on its way."""
    if step.stage is not Stage.AMENDMENT:
        return False
    return case.amendments[step.key_number - 1].state is not AmendmentState.OPEN


def can_be_reopened(case: Case, step: Step) -> bool:
    """Tell whether a step that was answered wrongly can be asked anew, whatever was answered since.

    Not once the delegation is under way by it, or the case or its amendment has its end.
    """
    if case.is_over or not is_a_decision(step) or _has_taken_effect(case, step):
        return False
    if case.status is CaseStatus.IN_APPROVAL or step.stage is Stage.AMENDMENT:
        return True
    under_way = any(s.act is Act.CONFIRM and s.state is StepState.DECIDED for s in case.steps)
    return step.stage in DECIDING_STAGES and not under_way and not case.programme_revision


def opened_by(case: Case, step: Step) -> tuple[Step, ...]:
    """Return the steps that were opened when a step was decided, or after it.

    A question is not among them: it lives and ends with the step that asks it, which may be another
    one than these.
    """
    decided_at = step.decided_at
    if decided_at is None:
        return ()
    return tuple(
        s
        for s in case.steps
        if s.number > step.number and s.opened_at >= decided_at and s.act is not Act.ANSWER
    )


def voted_in(step: Step, person: PersonId) -> bool:
    """Tell whether a person has a vote in a step."""
    return any(vote.person == person for vote in step.votes)
