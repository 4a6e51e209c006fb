"""Somebody takes a step: the decision, the next stage and its messages are one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from config.regulation.codes import Act
from flows.acts.ballots import cast
from flows.acts.checking import check
from flows.acts.desk import Desk
from flows.case.answers import Answer, Identified
from flows.case.at_work import CaseAtWork
from flows.case.entitled import verdict_on
from flows.case.open_choices import takes_late
from flows.case.recording import notes_of_record
from flows.case.verbs import StepVerb, demand_right
from flows.stages.questions import start_clock_again
from models import entries as e
from models.acts import Chosen
from models.authority import Authority
from models.case import Step
from models.competence.seeing import digest_shown
from models.errors import (
    CaseUnknown,
    DecisionIncomplete,
    DecisionRefused,
    DoanError,
    DossierChanged,
    SomeNotTaken,
    StepClosed,
    StepUnknown,
    TooLate,
)
from models.ids import CaseNo, Digest, PersonId
from models.journal.entry import salted_digest
from models.request.parts import Sum

# What may speak against one of several steps; a fault of the house stops them all.
_OF_ONE = (
    CaseUnknown,
    DecisionIncomplete,
    DecisionRefused,
    DossierChanged,
    StepClosed,
    StepUnknown,
    TooLate,
)


def take_step(desk: Desk, case_no: CaseNo, step_no: int, who: Identified, answer: Answer) -> Step:
    """Record a person's answer to a step and walk on; return the step as it then stands.

    Everything is asked again under the case's lock. The very same answer given once more changes
    nothing and is no mistake: a button pressed twice. An opinion that comes after its silence was
    recorded is taken as late until the last decision. Raises `StepClosed` when the step has its outcome
    already, `DossierChanged` when the page showed another version, `DecisionIncomplete` when the
    choice needs more, `DecisionRefused` when this person may not (which is journaled).
    """
    with desk.at_work(case_no, who.person, step_no) as work:
        step = work.step(step_no)
        if not _stands_already(work, step, who.person, answer):
            take_in_hand(work, step, who, answer)
    return work.step(step_no)


@dataclass(frozen=True)
class Ticked:
    """A step among like ones that somebody ticked; `seen` is the digest of the version shown to them."""

    case_no: CaseNo
    step: int
    seen: str


def take_together(desk: Desk, who: Identified, ticked: Sequence[Ticked], choice: str) -> None:
    """Give one answer to several steps: each by `take_step`, in a transaction of its own.

    Safe to repeat: what is recorded already changes nothing. Raises `DecisionIncomplete` where nothing
    was ticked, and `SomeNotTaken` once all were tried and some were refused, with the reason of each.
    """
    if not ticked:
        raise DecisionIncomplete("ticked")
    taken: list[CaseNo] = []
    refused: list[tuple[CaseNo, DoanError]] = []
    for each in ticked:
        try:
            take_step(desk, each.case_no, each.step, who, Answer(choice, seen=each.seen))
        except _OF_ONE as refusal:
            refused.append((each.case_no, refusal))
        else:
            taken.append(each.case_no)
    if refused:
        raise SomeNotTaken(tuple(taken), tuple(refused))


def _stands_already(work: CaseAtWork, step: Step, person: PersonId, answer: Answer) -> bool:
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
    choice = Chosen.APPROVE_SOME if step.choice == Chosen.HEAD_REFUSED else step.choice
    decided = (step.decided_by, choice, step.remarks, step.answer)
    along = (number, set(answer.refused_members)) == (step.paper_number, set(step.refused_members))
    return given in voted or (given == decided and along)


def take_in_hand(work: CaseAtWork, step: Step, who: Identified, answer: Answer) -> None:
    """Record an answer in a case that is at work: what `take_step` does once it holds the lock."""
    late = takes_late(work, step)
    if not (step.is_open or late):
        raise StepClosed(case=work.case.no, step=step.number)
    verdict = verdict_on(work, step, who.person)
    if verdict.refusal:
        raise DecisionRefused(verdict.refusal, case=work.case.no, step=step.number)
    noted: tuple[str, ...] = ()
    if who.recorded_by:
        demand_right(work, step, StepVerb.RECORD_ON_PAPER, who.recorded_by)
        noted = notes_of_record(work, step, who.recorded_by)
    if answer.seen != digest_shown(work.case, step):
        raise DossierChanged(case=work.case.no)
    check(work, step, who, answer)
    decided = e.StepDecided(
        step=step.number,
        choice=_recorded(work, answer),
        person=who.person,
        remarks=work.keep_text(answer.remarks),
        answer=work.keep_text(answer.answer),
        paper=work.keep_paper(answer.paper),
        day=answer.day,
        to_seat=answer.seat,
        refused_members=answer.refused_members,
        told_apart=answer.told_apart,
        settled=tuple(map(_settled, answer.settled)),
        seen=answer.seen,
        identity=who.shown_by,
        signed_in=who.signed_in,
        letter=who.letter,
        notes=(*verdict.notes, *noted),
        evidence=work.keep_paper(who.on_paper),
        recorded_by=who.recorded_by,
        **_capacity(verdict.authority),
    )
    if late:
        told = decided.model_dump(include=set(e.OpinionLate.model_fields))
        work.record(e.OpinionLate.model_validate(told), actor=who.recorded_by or who.person)
    elif step.collective:
        cast(work, step, decided)
    else:
        work.record(decided, actor=who.recorded_by or who.person)
        for said in _said_along(work, step, answer):
            work.record(said, actor=who.person)
        if step.act is Act.ANSWER:
            start_clock_again(work, step)


def _settled(spent: Sum) -> e.SumSettled:
    plain = format(spent.amount.normalize(), "f")
    return e.SumSettled(payer=spent.payer, currency=spent.currency, amount=plain)


def _capacity(authority: Authority | None) -> dict[str, Any]:
    """Return for whom, under which authority and in which capacity somebody acts."""
    if authority is None:
        return {}
    return {
        "on_behalf_of": authority.giver,
        "authority": authority.number,
        "capacity": authority.capacity,
    }


def _said_along(work: CaseAtWork, step: Step, answer: Answer) -> Iterator[e.Payload]:
    """Yield what an answer brings beside its choice: commitments, conditions, remarks on fields."""
    case = work.case
    for number, made in enumerate(answer.commitments, start=len(case.commitments) + 1):
        yield e.CommitmentMade(
            number=number,
            step=step.number,
            what=work.keep_words(made.what),
            owner=made.owner,
            due=made.due,
            agreement=made.agreement,
        )
    for number, given in enumerate(answer.conditions, start=len(case.conditions) + 1):
        what = work.keep_words(given.what)
        yield e.ConditionSet(number=number, step=step.number, what=what, gate=given.gate)
    for number, remark in enumerate(answer.remarks_on, start=len(case.remarks) + 1):
        what = work.keep_words(remark.what)
        yield e.RemarkMade(number=number, step=step.number, field=remark.field, what=what)


def _digest(work: CaseAtWork, words: str) -> Digest | None:
    said = words.strip()
    return salted_digest(work.salt, said.encode()) if said else None


def _recorded(work: CaseAtWork, answer: Answer) -> str:
    """Return the choice as it is recorded: without its head a delegation goes back to the unit."""
    without_head = work.request.head_number in answer.refused_members
    return Chosen.HEAD_REFUSED if without_head else answer.choice
