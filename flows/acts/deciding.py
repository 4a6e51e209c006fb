"""Somebody takes a step: the decision, the next stage and its messages are one transaction."""

from typing import Any

from config.regulation.codes import Act, Stage
from flows.acts.answers import (
    Answer,
    CommitmentGiven,
    ConditionGiven,
    Identified,
    PaperGiven,
    RemarkGiven,
)
from flows.acts.ballots import cast
from flows.acts.checking import check
from flows.acts.refusals import journaled_refusals
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.case.entitled import verdict_on
from flows.stages.questions import start_clock_again
from flows.walking import walk_on
from models import entries as e
from models.acts import APPROVE_SOME, HEAD_REFUSED
from models.authority import Authority
from models.case import Case, Step
from models.errors import DecisionRefused, DossierChanged, StepClosed, StepUnknown
from models.journal.entry import salted_digest
from models.outbound.request import OutboundRequest
from models.store import cases, dossiers


def take_step(desk: Desk, case_no: str, step_no: int, who: Identified, answer: Answer) -> Step:
    """Record a person's answer to a step and walk on; return the step as it then stands.

    Everything is asked again under the case's lock. The very same answer given once more changes
    nothing and is no mistake: a button pressed twice. Raises `StepClosed` when the step has its outcome
    already, `DossierChanged` when the page showed another version, `DecisionIncomplete` when the
    choice needs more, `DecisionRefused` when this person may not (which is journaled).
    """
    with journaled_refusals(desk, case_no, who.person, step_no), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        step = step_of(work.case, step_no)
        if _stands_already(work, step, who.person, answer):
            return step
        _take(work, step, who, answer)
        walk_on(work)
        taken = step_of(work.case, step_no)
    desk.tell(case_no)
    return taken


def digest_shown(case: Case, step: Step) -> str:
    """Return the digest of what a step's page shows: the dossier, or the amendment it is about."""
    if step.stage is Stage.AMENDMENT:
        return case.amendments[int(step.key) - 1].dossier_digest
    return case.dossier_digest


def step_of(case: Case, number: int) -> Step:
    """Return a step of a case; raises `StepUnknown`."""
    step = case.step(number)
    if step is None:
        raise StepUnknown(case=case.no, step=number)
    return step


def _stands_already(work: CaseAtWork, step: Step, person: str, answer: Answer) -> bool:
    """Tell whether this very answer of this person is recorded and counts.

    Their words are known by digest. One that was taken back or voided does not stand.
    """
    if step.is_void:
        return False
    number = answer.paper.number.strip() if answer.paper else None
    remarks, answered = (_digest(work, words) for words in (answer.remarks, answer.answer))
    given = (person, answer.choice, remarks, answered)
    voted = [(vote.person, vote.choice, vote.remarks, vote.answer) for vote in step.votes]
    # Without its head a delegation is returned; the decider has refused some of its members.
    choice = APPROVE_SOME if step.choice == HEAD_REFUSED else step.choice
    decided = (step.decided_by, choice, step.remarks, step.answer)
    along = (number, set(answer.refused_members)) == (step.paper_number, set(step.refused_members))
    return given in voted or (given == decided and along)


def _take(work: CaseAtWork, step: Step, who: Identified, answer: Answer) -> None:
    if not step.is_open:
        raise StepClosed(case=work.case.no, step=step.number)
    verdict = verdict_on(work, step, who.person)
    if verdict.refusal:
        raise DecisionRefused(verdict.refusal, case=work.case.no, step=step.number)
    if answer.seen != digest_shown(work.case, step):
        raise DossierChanged(case=work.case.no)
    check(work, step, who, answer)
    decided = e.StepDecided(
        step=step.number,
        choice=_recorded(work, answer),
        person=who.person,
        remarks=work.keep_text(answer.remarks),
        answer=work.keep_text(answer.answer),
        paper=kept_paper(work, answer.paper),
        day=answer.day,
        to_seat=answer.seat,
        refused_members=answer.refused_members,
        seen=answer.seen,
        identity=who.shown_by,
        notes=verdict.notes,
        evidence=kept_paper(work, who.on_paper),
        **_capacity(verdict.authority),
    )
    if step.collective:
        cast(work, step, decided)
    else:
        work.record(decided, actor=who.recorded_by or who.person)
        _commit(work, step, answer.commitments, who.person)
        _set_conditions(work, step, answer.conditions, who.person)
        _remark(work, step, answer.remarks_on, who.person)
        if step.act is Act.ANSWER:
            start_clock_again(work, step)


def _capacity(authority: Authority | None) -> dict[str, Any]:
    """Return for whom, under which authority and in which capacity somebody acts."""
    if authority is None:
        return {}
    return {
        "on_behalf_of": authority.giver,
        "authority": authority.number,
        "capacity": authority.capacity,
    }


def _remark(work: CaseAtWork, step: Step, remarks: tuple[RemarkGiven, ...], person: str) -> None:
    """Record what a return says of single fields."""
    for number, given in enumerate(remarks, start=len(work.case.remarks) + 1):
        what = dossiers.keep_text(work.conn, work.case.no, work.salt, given.what.strip())
        remark = e.RemarkMade(number=number, step=step.number, field=given.field, what=what)
        work.record(remark, actor=person)


def _digest(work: CaseAtWork, words: str) -> str | None:
    said = words.strip()
    return salted_digest(work.salt, said.encode()) if said else None


def kept_paper(work: CaseAtWork, paper: PaperGiven | None) -> e.PaperRef | None:
    """Keep the file of a paper in the erasable table; return how the journal names the paper."""
    if paper is None:
        return None
    digest = (
        dossiers.keep_file(work.conn, work.case.no, work.salt, paper.file) if paper.file else None
    )
    return e.PaperRef(number=paper.number.strip(), dated=paper.dated, file=digest)


def _commit(
    work: CaseAtWork, step: Step, commitments: tuple[CommitmentGiven, ...], person: str
) -> None:
    """Record what was agreed on during the visit."""
    for number, made in enumerate(commitments, start=len(work.case.commitments) + 1):
        what = dossiers.keep_text(work.conn, work.case.no, work.salt, made.what.strip())
        work.record(
            e.CommitmentMade(
                number=number,
                step=step.number,
                what=what,
                owner=made.owner,
                due=made.due,
                agreement=made.agreement,
            ),
            actor=person,
        )


def _recorded(work: CaseAtWork, answer: Answer) -> str:
    """Return the choice as it is recorded: without its head a delegation goes back to the unit."""
    request = work.request
    if not isinstance(request, OutboundRequest):
        return answer.choice
    head = request.members.index(request.head) + 1
    return HEAD_REFUSED if head in answer.refused_members else answer.choice


def _set_conditions(
    work: CaseAtWork, step: Step, conditions: tuple[ConditionGiven, ...], person: str
) -> None:
    """Record under which conditions a decider agreed."""
    for number, given in enumerate(conditions, start=len(work.case.conditions) + 1):
        what = dossiers.keep_text(work.conn, work.case.no, work.salt, given.what.strip())
        condition = e.ConditionSet(number=number, step=step.number, what=what, gate=given.gate)
        work.record(condition, actor=person)
