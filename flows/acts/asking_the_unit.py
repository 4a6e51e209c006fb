"""An approver asks the unit something without returning the dossier; their clock stands still.

The question is a step of the unit's; its answer joins the dossier's history. Whatever ends the asking
step ends the question too.
"""

from config.regulation.codes import Act, Stage
from flows.acts.answers import Identified
from flows.acts.deciding import step_of
from flows.acts.refusals import journaled_refusals
from flows.case.asking import open_step
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.case.entitled import verdict_on, who_may
from flows.walking import Walked, walk_on
from models import entries as e
from models.case import Step
from models.competence import JUDGING
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed
from models.route.planned import planned_step
from models.store import cases


def ask_unit(desk: Desk, case_no: str, number: int, who: Identified, question: str) -> Walked:
    """Put a question to the unit on behalf of an open step, and stop the step's clock.

    One question at a time: raises `StepClosed` while another one waits or when the step has its
    outcome, `DecisionRefused` for whoever may not take the step, `DecisionIncomplete` without words
    or without anybody to answer.
    """
    with journaled_refusals(desk, case_no, who.person, number), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        step = step_of(work.case, number)
        if not step.is_open or step.act not in JUDGING or step.paused_at:
            raise StepClosed(case=case_no, step=number)
        if refusal := verdict_on(work, step, who.person).refusal:
            raise DecisionRefused(refusal, case=case_no, step=number)
        what = work.keep_text(question)
        if what is None:
            raise DecisionIncomplete("question")
        _ask(work, step, who.person, what)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _ask(work: CaseAtWork, step: Step, person: str, what: str) -> None:
    number = len(work.case.questions) + 1
    officer = work.seat("unit/officer")
    limit = work.regulation.questions_answered_within
    planned = planned_step(Stage.QUESTION, Act.ANSWER, officer, limit, key=str(number))
    if not who_may(work, planned):
        raise DecisionIncomplete("question_vacant")
    asked = e.QuestionAsked(number=number, step=step.number, person=person, what=what)
    work.record(asked, actor=person)
    work.disarm(step.number)
    open_step(work, planned)
