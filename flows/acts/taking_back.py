"""Somebody takes their own decision back, as long as nothing rests on it yet."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.at_work import CaseAtWork
from flows.case.undoing import DECIDING_STAGES, is_a_decision, opened_by, voted_in
from flows.case.verbs import StepVerb, demand_at
from flows.case.waiting import Walked
from flows.stages.programme import stand_down
from models import entries as e
from models.case import CaseStatus, Step
from models.errors import StepClosed
from models.ids import CaseNo, PersonId


def take_back(desk: Desk, case_no: CaseNo, number: int, who: Identified) -> Walked:
    """Undo one's own decision: it counts no more, the step is asked anew, the next one is voided.

    A vote is taken back until the body has decided, and may then be cast anew; anything else until a
    later step has an outcome or the paper a number. Raises `DecisionRefused` for somebody else's
    decision, `StepClosed` for a step without one and for the answer to a question, `TooLate` afterwards.
    """
    with desk.at_work(case_no, who.person, number) as work:
        step = work.step(number)
        if step.is_open and voted_in(step, who.person):
            taken = e.VoteTakenBack(step=number, person=who.person, identity=who.shown_by)
            work.record(taken, actor=who.person)
        else:
            if not is_a_decision(step):
                raise StepClosed(case=case_no, step=number)
            demand_at(work, step, StepVerb.TAKE_BACK, who.person)
            _take_back(work, step, who)
    return work.walked


def _take_back(work: CaseAtWork, step: Step, who: Identified) -> None:
    taken = e.DecisionTakenBack(step=step.number, person=who.person, identity=who.shown_by)
    work.record(taken, actor=who.person)
    undo_what_followed(work, step, who.person, because="taken_back")


def undo_what_followed(work: CaseAtWork, step: Step, person: PersonId, *, because: str) -> None:
    """Withdraw what was opened by a decision that counts no more; an approval falls with it."""
    if work.case.status is CaseStatus.APPROVED and step.stage in DECIDING_STAGES:
        work.record(e.CaseReopened(), actor=person)
        stand_down(work)
    for later in opened_by(work.case, step):
        if later.is_open:
            work.void(later, because=because)
