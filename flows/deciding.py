"""Somebody takes a step: the decision, the next stage and its messages are one transaction."""

from dataclasses import dataclass
from datetime import date

from config.regulation import Act, Stage, Voting
from config.words import day_of
from flows.case_at_work import CaseAtWork
from flows.desk import Desk
from flows.outbound import outbound
from flows.walking import walk_on
from models import entries as e
from models import voting
from models.acts import Choice, Needs, choice_of
from models.case import Case, Step
from models.competence import Refusal, Verdict, may_decide
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    DossierChanged,
    RegulationInvalid,
    StepClosed,
    StepUnknown,
)
from models.journal import salted_digest
from models.request_reading import Attachment
from models.store import cases, dossiers


@dataclass(frozen=True)
class PaperGiven:
    """A paper as somebody hands it in: number, date, file."""

    number: str
    dated: date
    file: Attachment | None = None


@dataclass(frozen=True)
class Answer:
    """What a person answers to a step. `seen` is the digest of the dossier their page showed."""

    choice: str
    seen: str
    remarks: str = ""
    answer: str = ""
    paper: PaperGiven | None = None
    day: date | None = None


@dataclass(frozen=True)
class Identified:
    """A person, and how their identity was shown (`mailbox_code`)."""

    person: str
    shown_by: str


def take_step(desk: Desk, case_no: str, step_no: int, who: Identified, answer: Answer) -> Step:
    """Record a person's answer to a step and walk on; return the step as it then stands.

    Everything is asked again under the case's lock. The very same answer given once more changes
    nothing and is no mistake: a button pressed twice. Raises `StepClosed` when the step has its outcome
    already, `DossierChanged` when the page showed another version, `DecisionIncomplete` when the
    choice needs more, `DecisionRefused` when this person may not (which is journaled).
    """
    try:
        with desk.store.writing() as conn:
            work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
            step = step_of(work.case, step_no)
            if _stands_already(work, step, who.person, answer):
                return step
            _take(work, step, who, answer)
            walk_on(work, outbound)
            taken = step_of(work.case, step_no)
    except DecisionRefused as refusal:
        _journal_refusal(desk, case_no, step_no, who.person, refusal.reason)
        raise
    desk.tell(case_no)
    return taken


def verdict_on(work: CaseAtWork, step: Step, person: str) -> Verdict:
    """Ask `may_decide` with the facts of this moment.

    Of a collective body only those vote who were its members when it was asked: quorum and majority
    are counted of them.
    """
    holding = work.holders(step.seat, collective=step.collective)
    if step.collective:
        holding = tuple(person for person in holding if person in step.holders)
    if any(vote.person == person for vote in step.votes):
        return Verdict(Refusal.ALREADY_VOTED)
    return may_decide(
        person, work.case, step, holders=frozenset(holding), travellers=work.travellers
    )


def step_of(case: Case, number: int) -> Step:
    """Return a step of a case; raises `StepUnknown`."""
    step = case.step(number)
    if step is None:
        raise StepUnknown(case=case.no, step=number)
    return step


def _stands_already(work: CaseAtWork, step: Step, person: str, answer: Answer) -> bool:
    """Tell whether this very answer of this person is recorded; their words are known by digest."""
    number = answer.paper.number.strip() if answer.paper else None
    remarks, answered = (_digest(work, words) for words in (answer.remarks, answer.answer))
    given = (person, answer.choice, remarks, answered)
    voted = [(vote.person, vote.choice, vote.remarks, vote.answer) for vote in step.votes]
    decided = (step.decided_by, step.choice, step.remarks, step.answer)
    return given in voted or (given == decided and number == step.paper_number)


def _take(work: CaseAtWork, step: Step, who: Identified, answer: Answer) -> None:
    if not step.is_open:
        raise StepClosed(case=work.case.no, step=step.number)
    verdict = verdict_on(work, step, who.person)
    if verdict.refusal:
        raise DecisionRefused(verdict.refusal, case=work.case.no, step=step.number)
    if answer.seen != work.case.dossier_digest:
        raise DossierChanged(case=work.case.no)
    _check(work, step, who, answer)
    decided = e.StepDecided(
        step=step.number,
        choice=answer.choice,
        person=who.person,
        remarks=_kept(work, answer.remarks),
        answer=_kept(work, answer.answer),
        paper=_kept_paper(work, answer.paper),
        day=answer.day,
        seen=answer.seen,
        identity=who.shown_by,
        notes=verdict.notes,
    )
    if step.collective:
        _vote(work, step, decided)
    else:
        work.record(decided, actor=who.person)


def _check(work: CaseAtWork, step: Step, who: Identified, answer: Answer) -> None:
    choice = choice_of(step.act, answer.choice, collective=step.collective)
    if choice is None:
        raise DecisionIncomplete("choice", value=answer.choice)
    _check_needs(work, choice, answer)
    _check_day(work, step, answer.day)
    if choice.key == "supplement" and _asked_before(work.case):
        raise DecisionIncomplete("supplement")
    # A body may agree without its chair, whose vote then has to bring the answer all the same.
    agrees = choice.key in ("approve", "vote_for") or who.person == _chair_in(work, step)
    if agrees and not answer.answer.strip() and must_answer(work, step, who.person):
        raise DecisionIncomplete("answer")


def _check_needs(work: CaseAtWork, choice: Choice, answer: Answer) -> None:
    if Needs.REMARKS in choice.needs and not answer.remarks.strip():
        raise DecisionIncomplete("remarks")
    if Needs.PAPER in choice.needs and (answer.paper is None or answer.paper.file is None):
        raise DecisionIncomplete("paper")
    if answer.paper and answer.paper.dated > work.today:
        raise DecisionIncomplete("paper_date", value=answer.paper.dated)
    if Needs.DAY in choice.needs and answer.day is None:
        raise DecisionIncomplete("day")


def _check_day(work: CaseAtWork, step: Step, day: date | None) -> None:
    """A delegation leaves after it was approved, comes back after it left, and not in the future."""
    if day is None:
        return
    if day > work.today:
        raise DecisionIncomplete("day_ahead", value=day)
    earliest = _earliest_day(work.case, step)
    if earliest and day < earliest:
        raise DecisionIncomplete("day_before", value=day, earliest=earliest)


def _earliest_day(case: Case, step: Step) -> date | None:
    """Return the first day a confirmation may name: that of the approval, or of the departure."""
    before = {Stage.DEPARTURE: Stage.STATE_DECISION, Stage.RETURN_HOME: Stage.DEPARTURE}
    found = [s for s in case.steps if s.stage is before.get(step.stage) and s.decided_at]
    if not found:
        return None
    return found[-1].day or day_of(found[-1].decided_at or found[-1].opened_at)


def _asked_before(case: Case) -> bool:
    """Missing papers are asked for once and completely; a second time the dossier is returned."""
    return any(step.choice == "supplement" for step in case.steps)


def must_answer(work: CaseAtWork, step: Step, person: str) -> bool:
    """Tell whether a person who agrees must answer an objection: the decider, or a body's chair."""
    objections = [s for n in step.shows if (s := work.case.step(n)) and s.objects]
    if not objections or step.act is not Act.DECIDE:
        return False
    return _chair_in(work, step) in (None, person)


def _chair_in(work: CaseAtWork, step: Step) -> str | None:
    return _chair(work, step) if step.collective else None


def _vote(work: CaseAtWork, step: Step, ballot: e.StepDecided) -> None:
    """Record a vote; once no further vote can change the result, the body has decided."""
    person = ballot.person or ""
    work.record(
        e.VoteCast(**ballot.model_dump(exclude={"paper", "day"}) | {"person": person}),
        actor=person,
    )
    voted = step_of(work.case, step.number)
    result = voting.outcome(
        voted.votes,
        members=len(voted.holders),
        chair=_chair(work, voted),
        voting=_voting(work, voted),
    )
    if result == voting.APPROVE and _objection_unanswered(work, voted):
        return
    if result:
        reasons = [v for v in voted.votes if v.remarks and v.choice == "vote_against"]
        work.record(
            e.StepDecided(
                step=voted.number,
                choice=result,
                person=None,
                remarks=reasons[-1].remarks if result == voting.REJECT and reasons else None,
                answer=next((v.answer for v in voted.votes if v.answer), None),
                seen=ballot.seen,
            )
        )


def _objection_unanswered(work: CaseAtWork, step: Step) -> bool:
    """Tell whether the body would agree before its chair has answered an objection."""
    objections = [s for n in step.shows if (s := work.case.step(n)) and s.objects]
    return bool(objections) and not any(vote.answer for vote in step.votes)


def _chair(work: CaseAtWork, step: Step) -> str | None:
    """Return who chairs the body in this step; None when the chair does not take part in it."""
    body = step.seat.partition("/")[0]
    holding = work.holders(f"{body}/chair")
    return next((person for person in holding if person in step.holders), None)


def _voting(work: CaseAtWork, step: Step) -> Voting:
    body = work.regulation.body_of(step.seat)
    if body is None or body.voting is None:
        raise RegulationInvalid(name=work.regulation.name, what=f"{step.seat} has no voting")
    return body.voting


def _digest(work: CaseAtWork, words: str) -> str | None:
    said = words.strip()
    return salted_digest(work.salt, said.encode()) if said else None


def _kept(work: CaseAtWork, words: str) -> str | None:
    """Keep what a person wrote in the erasable table; None when they wrote nothing."""
    said = words.strip()
    return dossiers.keep_text(work.conn, work.case.no, work.salt, said) if said else None


def _kept_paper(work: CaseAtWork, paper: PaperGiven | None) -> e.PaperRef | None:
    if paper is None:
        return None
    digest = (
        dossiers.keep_file(work.conn, work.case.no, work.salt, paper.file) if paper.file else None
    )
    return e.PaperRef(number=paper.number.strip(), dated=paper.dated, file=digest)


def _journal_refusal(desk: Desk, case_no: str, step_no: int, person: str, reason: str) -> None:
    """Write a refusal in a transaction of its own: the one it belongs to was rolled back."""
    with desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        work.record(e.DecisionRefused(step=step_no, person=person, reason=reason), actor=person)
        work.save()
