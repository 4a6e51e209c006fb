"""Somebody says that what a clerk recorded for them is not theirs."""

from flows.acts.desk import Desk
from flows.acts.taking_back import undo_what_followed
from flows.case.answers import Identified
from flows.case.undoing import can_be_reopened
from flows.case.verbs import StepVerb, demand_at
from flows.case.waiting import Walked
from models import entries as e
from models.competence.recording import recorded_for
from models.ids import NOBODY, CaseNo


def dispute(desk: Desk, case_no: CaseNo, number: int, who: Identified) -> Walked:
    """Dispute an answer or a vote that was recorded in one's name: the step is asked anew.

    Another clerk than the first then checks the paper and records it, or the person answers. Where the
    delegation is under way by it already the dispute is noted and told to the office, which has to see
    to it. Raises `DecisionRefused` where nothing was recorded for them, `StepClosed` for what counts no
    more.
    """
    with desk.at_work(case_no, who.person, number) as work:
        step = work.step(number)
        demand_at(work, step, StepVerb.DISPUTE, who.person)
        clerk = recorded_for(step, who.person) or NOBODY
        reopens = step.is_open or can_be_reopened(work.case, step)
        disputed = e.RecordingDisputed if reopens else e.DisputeNoted
        work.record(disputed(step=number, person=who.person, clerk=clerk), actor=who.person)
        if reopens and not step.is_open:
            undo_what_followed(work, step, who.person, because="disputed")
    return work.walked
