"""The focal office helps along: what came on paper is recorded, a step given to somebody else."""

from dataclasses import replace

from flows.acts.answers import Answer, Identified, PaperGiven
from flows.acts.deciding import digest_shown, step_of, take_step
from flows.acts.refusals import journaled_refusals
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.walking import Walked, walk_on
from models import entries as e
from models.case import Step
from models.competence import body_of
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed, TooLate
from models.store import cases

ON_PAPER = "paper"


def record_on_paper(
    desk: Desk,
    case_no: str,
    step_no: int,
    answered_by: str,
    answer: Answer,
    paper: PaperGiven,
    clerk: Identified,
) -> Step:
    """Record an answer that came on paper: the answer is that person's, the record is the clerk's.

    The rules are the same as if the person had answered: who may not decide may not on paper either.
    The paper has its number, date and file, else `DecisionIncomplete`. Raises `DecisionRefused` for
    clerks of other bodies and for one's own answer.
    """
    if paper.file is None or not paper.number.strip():
        raise DecisionIncomplete("evidence")
    with journaled_refusals(desk, case_no, clerk.person, step_no), desk.store.reading() as conn:
        work = CaseAtWork(conn, cases.read_case(conn, case_no), desk.settings)
        _check_office(work, clerk.person)
        if clerk.person == answered_by:
            raise DecisionRefused("own_answer", person=clerk.person)
        if paper.dated > work.today:
            raise DecisionIncomplete("paper_date", value=paper.dated)
        seen = digest_shown(work.case, step_of(work.case, step_no))
    who = Identified(answered_by, ON_PAPER, recorded_by=clerk.person, on_paper=paper)
    return take_step(desk, case_no, step_no, who, replace(answer, seen=seen))


def reassign_step(
    desk: Desk, case_no: str, step_no: int, to: str, reason: str, who: Identified
) -> Walked:
    """Let another person of the same body or unit take an open step, and say why.

    Raises `StepClosed`, `DecisionRefused` (not of the office; the person is of another body; a seat
    that decides alone is reached by an authority, not by a clerk), `DecisionIncomplete`.
    """
    with journaled_refusals(desk, case_no, who.person, step_no), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        step = step_of(work.case, step_no)
        _check_office(work, who.person)
        if not step.is_open or step.collective:
            raise StepClosed(case=case_no, step=step_no)
        if not work.is_of_body(to, body_of(step.seat)):
            raise DecisionRefused("not_of_body", person=to)
        if to in step.holders:
            return walk_on(work)
        kept = _reason(work, reason)
        given = e.StepReassigned(step=step_no, person=to, reason=kept)
        work.record(given, actor=who.person)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def take_over(desk: Desk, case_no: str, reason: str, who: Identified) -> Walked:
    """Let a colleague of the unit look after a case: from now on they are written to.

    Raises `TooLate` when the case is over, `DecisionRefused` for people of other units.
    """
    with journaled_refusals(desk, case_no, who.person), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        if work.case.is_over:
            raise TooLate(case=case_no, status=work.case.status)
        if not work.is_of_body(who.person, work.case.unit):
            raise DecisionRefused("not_of_unit", person=who.person, unit=work.case.unit)
        if work.case.filed_for != who.person:
            kept = _reason(work, reason)
            taken = e.CaseTakenOver(person=who.person, reason=kept)
            work.record(taken, actor=who.person)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _reason(work: CaseAtWork, reason: str) -> str:
    kept = work.keep_text(reason)
    if kept is None:
        raise DecisionIncomplete("reason")
    return kept


def _check_office(work: CaseAtWork, person: str) -> None:
    if not work.is_of_body(person, body_of(work.regulation.focal_office)):
        raise DecisionRefused("not_of_office", person=person)
