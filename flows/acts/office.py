"""Others help a step along: what came on paper is recorded, it is given on, a secretary notes a word."""

from dataclasses import replace

from flows.acts.deciding import take_step
from flows.acts.desk import Desk
from flows.acts.papers import on_version_judged
from flows.case.answers import Answer, Identified, PaperGiven
from flows.case.entitled import can_be_given
from flows.case.verbs import StepVerb, Verb, demand, demand_at, demand_right
from flows.case.waiting import Walked
from models import entries as e
from models.case import Step
from models.competence.seeing import digest_shown
from models.errors import DecisionIncomplete, DecisionRefused
from models.ids import CaseNo, PersonId, body_of
from models.store import journal

ON_PAPER = "paper"


def record_on_paper(
    desk: Desk,
    case_no: CaseNo,
    step_no: int,
    answered_by: PersonId,
    answer: Answer,
    paper: PaperGiven,
    clerk: Identified,
) -> Step:
    """Record an answer that came on paper: the answer is that person's, the record is the clerk's.

    The rules are the same as if the person had answered: who may not decide may not on paper either.
    The paper is whole, and was given on the version that is judged, else
    `DecisionIncomplete`. Raises `DecisionRefused` for whom `may_record` refuses.
    """
    if not paper.is_whole:
        raise DecisionIncomplete("evidence")
    refusals = desk.journaling_refusals(case_no, clerk.person, step_no)
    with refusals, desk.reading(case_no) as work:
        step = work.step(step_no)
        # Whether it is open yet the answer itself asks: a form sent twice is no mistake.
        demand_right(work, step, StepVerb.RECORD_ON_PAPER, clerk.person)
        if clerk.person == answered_by:
            raise DecisionRefused("own_answer", person=clerk.person)
        given = on_version_judged(work, step, paper)
        seen = digest_shown(work.case, step)
    who = Identified(answered_by, ON_PAPER, clerk.person, on_paper=given, signed_in=clerk.signed_in)
    return take_step(desk, case_no, step_no, who, replace(answer, seen=seen))


def reassign_step(
    desk: Desk, case_no: CaseNo, step_no: int, to: PersonId, reason: str, who: Identified
) -> Walked:
    """Let another person of the same body or unit take an open step, and say why.

    Raises `StepClosed`, `DecisionRefused` (not of the office; the person is of another body; what
    judges or signs is given to nobody but a deputy of the regulation), `DecisionIncomplete`.
    """
    with desk.at_work(case_no, who.person, step_no) as work:
        step = work.step(step_no)
        demand_at(work, step, StepVerb.REASSIGN, who.person)
        if not can_be_given(work, step, to):
            colleague = work.is_of_body(to, body_of(step.seat))
            raise DecisionRefused("no_deputy" if colleague else "not_of_body", person=to)
        if to not in step.holders:
            kept = work.keep_words(reason)
            given = e.StepReassigned(step=step_no, person=to, reason=kept, identity=who.shown_by)
            work.record(given, actor=who.person)
    return work.walked


def take_over(desk: Desk, case_no: CaseNo, reason: str, who: Identified) -> Walked:
    """Let a colleague of the unit look after a case: from now on they are written to.

    Raises `TooLate` when the case is over, `DecisionRefused` for people of other units.
    """
    with desk.at_work(case_no, who.person) as work:
        demand(work, Verb.TAKE_OVER, who.person)
        if work.case.filed_for != who.person:
            kept = work.keep_words(reason)
            taken = e.CaseTakenOver(person=who.person, reason=kept, identity=who.shown_by)
            work.record(taken, actor=who.person)
    return work.walked


def note_for_leader(desk: Desk, case_no: CaseNo, step_no: int, words: str, who: Identified) -> None:
    """Note a few words for the leader for whom an open step waits. It decides nothing and moves nothing.

    The same words noted again by the same secretary change nothing. Raises `DecisionRefused` for
    whoever does not prepare the step, `StepClosed`, `DecisionIncomplete` without words.
    """
    refusals = desk.journaling_refusals(case_no, who.person, step_no)
    with refusals, desk.noting(case_no) as work:
        step = work.step(step_no)
        demand_at(work, step, StepVerb.NOTE, who.person)
        noted = e.SecretaryNoted(
            step=step_no,
            person=who.person,
            what=work.keep_words(words, "note"),
            identity=who.shown_by,
        )
        if noted not in (entry.payload for entry in journal.all_of(work.conn, case_no, noted.kind)):
            work.record(noted, actor=who.person)
