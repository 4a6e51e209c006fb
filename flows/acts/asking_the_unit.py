"""An approver asks the unit something without returning the dossier; their clock stands still.

The question is a step of the unit's; its answer joins the dossier's history. Whatever ends the asking
step ends the question too.
"""

from config.regulation.codes import Act, Stage
from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.asking import open_step
from flows.case.at_work import CaseAtWork
from flows.case.entitled import who_may
from flows.case.verbs import StepVerb, demand_at
from flows.case.waiting import Walked
from models import entries as e
from models.case import Step
from models.errors import DecisionIncomplete
from models.ids import CaseNo, Digest
from models.route.planned import planned_step


def ask_unit(desk: Desk, case_no: CaseNo, number: int, who: Identified, question: str) -> Walked:
    """Put a question to the unit on behalf of an open step, and stop the step's clock.

    One question at a time: raises `StepClosed` while another one waits or when the step has its
    outcome, `DecisionRefused` for whoever may not take the step, `DecisionIncomplete` without words
    or without anybody to answer.
    """
    with desk.at_work(case_no, who.person, number) as work:
        step = work.step(number)
        demand_at(work, step, StepVerb.ASK_UNIT, who.person)
        _ask(work, step, who, work.keep_words(question, "question"))
    return work.walked


def _ask(work: CaseAtWork, step: Step, who: Identified, what: Digest) -> None:
    number = len(work.case.questions) + 1
    officer = work.seat("unit/officer")
    limit = work.regulation.questions_answered_within
    planned = planned_step(Stage.QUESTION, Act.ANSWER, officer, limit, key=str(number))
    if not who_may(work, planned):
        raise DecisionIncomplete("question_vacant")
    asked = e.QuestionAsked(
        number=number, step=step.number, person=who.person, what=what, identity=who.shown_by
    )
    work.record(asked, actor=who.person)
    work.disarm(step.number)
    open_step(work, planned)
