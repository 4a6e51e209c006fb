"""Somebody takes their own decision back, as long as nothing rests on it yet."""

from config.regulation.codes import Act, Kind, Stage
from flows.acts.answers import Identified
from flows.acts.deciding import step_of
from flows.acts.refusals import journaled_refusals
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.stages.programme import stand_down
from flows.walking import Walked, walk_on
from models import entries as e
from models.acts import RESUBMITTED
from models.case import AmendmentState, Case, CaseStatus, Step, StepState
from models.errors import DecisionRefused, StepClosed, TooLate
from models.store import cases


def take_back(desk: Desk, case_no: str, number: int, who: Identified) -> Walked:
    """Undo one's own decision: it counts no more, the step is asked anew, the next one is voided.

    A vote is taken back until the body has decided, and may then be cast anew; anything else until a
    later step has an outcome or the paper a number. Raises `DecisionRefused` for somebody else's
    decision, `StepClosed` for a step without one and for the answer to a question, `TooLate` afterwards.
    """
    with journaled_refusals(desk, case_no, who.person, number), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        step = step_of(work.case, number)
        if step.is_open and any(vote.person == who.person for vote in step.votes):
            work.record(e.VoteTakenBack(step=number, person=who.person), actor=who.person)
        else:
            _check(work.case, step, who.person)
            _take_back(work, step, who.person)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _check(case: Case, step: Step, person: str) -> None:
    if step.state is not StepState.DECIDED or _is_answer_to_somebody(step):
        raise StepClosed(case=case.no, step=step.number)
    if step.decided_by != person:
        raise DecisionRefused("not_your_decision", case=case.no, step=step.number)
    if not can_be_taken_back(case, step):
        raise TooLate(case=case.no, status=case.status)


def _is_answer_to_somebody(step: Step) -> bool:
    """Tell whether somebody goes on by it already: a new version after a return, an answer."""
    return step.choice == RESUBMITTED or step.act is Act.ANSWER


# With one of these taken back an approval falls.
DECIDING_STAGES = frozenset({Stage.PARTY_DECISION, Stage.STATE_DECISION})


def can_be_taken_back(case: Case, step: Step) -> bool:
    """Tell whether nothing rests on a decision yet: no paper, and no outcome of what it opened.

    Nothing of an amendment that has its end is taken back: nobody would be asked anew.
    """
    if case.is_over or step.state is not StepState.DECIDED or step.paper_number:
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
    return case.amendments[int(step.key) - 1].state is not AmendmentState.OPEN


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


def _take_back(work: CaseAtWork, step: Step, person: str) -> None:
    work.record(e.DecisionTakenBack(step=step.number, person=person), actor=person)
    if work.case.status is CaseStatus.APPROVED and step.stage in DECIDING_STAGES:
        work.record(e.CaseReopened(), actor=person)
        if work.case.kind is Kind.INBOUND:
            stand_down(work)
    for later in opened_by(work.case, step):
        if later.is_open:
            work.void(later, because="taken_back")
