"""A collective body decides in a meeting: its minutes are entered in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.codes import Act
from config.regulation.province import Regulation
from flows.acts.ballots import chair_of, objection_unanswered, voting_of
from flows.acts.desk import Desk
from flows.acts.papers import on_version_judged
from flows.case.answers import Identified, PaperGiven
from flows.case.at_work import CaseAtWork
from flows.case.entitled import verdict_on
from flows.case.recording import notes_of_record
from flows.case.verbs import StepVerb, demand_right
from flows.stages.programme import hold_what_they_take
from flows.walking import walk_on
from models import entries as e
from models import voting
from models.acts import VOTES, Chosen
from models.case import Step
from models.competence.recording import NotRecorded
from models.directory import Person
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, body_of
from models.store import cases, directory
from models.store.database.clock import today
from models.store.lists.asked import waiting_collectively

IN_MEETING = "minutes"


@dataclass(frozen=True)
class OnAgenda:
    """A step that waits for a body."""

    case_no: CaseNo
    step: Step


@dataclass(frozen=True)
class Outcome:
    """What the minutes say of one case: each member's vote, the chair's answer to an objection."""

    case_no: CaseNo
    step: int
    votes: Mapping[PersonId, str]
    answer: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Minutes:
    """The minutes of a meeting of a body: the paper, who was present, the outcomes."""

    body: BodyKey
    paper: PaperGiven
    present: tuple[PersonId, ...]
    outcomes: tuple[Outcome, ...]


def agenda(desk: Desk, body: BodyKey) -> tuple[OnAgenda, ...]:
    """Return every case that waits for a body's decision, the longest waiting first."""
    with desk.store.reading() as conn:
        return agenda_in(conn, body)


def keeps_papers(conn: Connection, regulation: Regulation, body: BodyKey, person: PersonId) -> bool:
    """Tell whether somebody keeps the minutes of a body today, by the regulation in force."""
    on, keepers = today(conn), regulation.keepers_of(body)
    return any(person in directory.holders(conn, SeatKey(keeper), on) for keeper in keepers)


def agenda_in(conn: Connection, body: BodyKey) -> tuple[OnAgenda, ...]:
    """Return the agenda of a body within a transaction."""
    found = waiting_collectively(conn, body, Act.DECIDE)
    return tuple(OnAgenda(case_no, step) for case_no, step in found)


def enter_minutes(desk: Desk, minutes: Minutes, clerk: Identified) -> None:
    """Record what a body decided in a meeting, every case of it in one transaction.

    Nothing is recorded if anything is wrong: raises `DecisionIncomplete` (a member who was absent is
    named as voting, too few were present for a quorum, an objection was not answered, no file),
    `StepClosed` (a case no longer waits for the body), `DecisionRefused` (a member may not vote, or the
    clerk not record it, which is journaled with the case; or they keep other bodies' papers).
    """
    if not minutes.paper.is_whole:
        raise DecisionIncomplete("evidence")
    try:
        _enter_all(desk, minutes, clerk)
    except DecisionRefused as refusal:
        _journal(desk, refusal, minutes, clerk.person)
        raise
    for outcome in minutes.outcomes:
        desk.tell(outcome.case_no)


def _enter_all(desk: Desk, minutes: Minutes, clerk: Identified) -> None:
    with desk.store.writing() as conn:
        if minutes.paper.dated > today(conn):
            raise DecisionIncomplete("paper_date", value=minutes.paper.dated)
        if not keeps_papers(conn, desk.regulation(), minutes.body, clerk.person):
            raise DecisionRefused(NotRecorded.NOT_KEEPER, person=clerk.person)
        # Everything is locked before anything is entered, in the order everybody locks in: who
        # decides on one of the cases meanwhile then waits for the whole of it, or the whole for them.
        numbers = sorted({outcome.case_no for outcome in minutes.outcomes})
        works = {no: CaseAtWork(conn, cases.lock_case(conn, no), desk.settings) for no in numbers}
        hold_what_they_take(conn, works.values())
        for outcome in sorted(minutes.outcomes, key=lambda outcome: outcome.case_no):
            work = works[outcome.case_no]
            _enter(work, outcome, minutes, clerk)
            walk_on(work)


def _journal(desk: Desk, refusal: DecisionRefused, minutes: Minutes, clerk: PersonId) -> None:
    """Journal a refusal with the case it is about; one about the body as a whole has no case."""
    for outcome in minutes.outcomes:
        if outcome.case_no == refusal.facts.get("case"):
            with desk.noting(outcome.case_no) as work:
                noted = e.RefusalNoted(step=outcome.step, person=clerk, reason=refusal.reason)
                work.record(noted, actor=clerk)


def _enter(work: CaseAtWork, outcome: Outcome, minutes: Minutes, who: Identified) -> None:
    clerk = who.person
    step = work.step(outcome.step)
    if not step.is_open or not step.collective or body_of(step.seat) != minutes.body:
        raise StepClosed(case=work.case.no, step=outcome.step)
    demand_right(work, step, StepVerb.RECORD_ON_PAPER, clerk)
    _check(work, step, outcome, minutes)
    evidence = work.keep_paper(on_version_judged(work, step, minutes.paper))
    noted = notes_of_record(work, step, clerk)
    answer = work.keep_text(outcome.answer)
    voted = {vote.person for vote in step.votes}
    for person, choice in outcome.votes.items():
        if person not in voted:
            if refusal := verdict_on(work, step, person).refusal:
                raise DecisionRefused(refusal, case=work.case.no, person=person)
            cast = e.VoteCast(
                step=step.number,
                person=person,
                choice=choice,
                answer=answer if person == chair_of(work, step) else None,
                evidence=evidence,
                recorded_by=clerk,
                seen=work.case.dossier_digest,
                identity=IN_MEETING,
                signed_in=who.signed_in,
            )
            work.record(cast, actor=clerk)
    step = work.step(outcome.step)
    result = voting.closed(
        step.votes,
        members=len(step.holders),
        chair=chair_of(work, step),
        voting=voting_of(work, step),
    )
    if result is None:
        raise DecisionIncomplete("quorum", case=work.case.no)
    if result == Chosen.APPROVE and objection_unanswered(work, step):
        raise DecisionIncomplete("answer", case=work.case.no)
    decided = e.StepDecided(
        step=step.number,
        choice=result,
        person=None,
        remarks=work.keep_text(outcome.remarks),
        answer=answer,
        evidence=evidence,
        recorded_by=clerk,
        seen=work.case.dossier_digest,
        identity=IN_MEETING,
        signed_in=who.signed_in,
        notes=noted,
    )
    work.record(decided, actor=clerk)


def _check(work: CaseAtWork, step: Step, outcome: Outcome, minutes: Minutes) -> None:
    known = {choice.key for choice in VOTES}
    people = directory.persons_by_id(work.conn)
    for person, choice in outcome.votes.items():
        told = {"case": work.case.no, "value": _name(people, person)}
        if choice not in known:
            raise DecisionIncomplete("choice", value=choice)
        if person not in step.holders:
            raise DecisionIncomplete("not_a_member", **told)
        if person not in minutes.present:
            raise DecisionIncomplete("absent_voted", **told)
    for vote in step.votes:
        if outcome.votes.get(vote.person, vote.choice) != vote.choice:
            # Who voted by circulation takes that back before the minutes can say otherwise.
            named = _name(people, vote.person)
            raise DecisionIncomplete("voted_otherwise", case=work.case.no, value=named)


def _name(people: Mapping[str, Person], person: str) -> str:
    return people[person].name if person in people else person
