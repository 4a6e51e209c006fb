"""How the focal office helps a step along: an answer that came on paper, a step for a colleague."""

from dataclasses import dataclass, replace
from datetime import date

from config.regulation.codes import Act, Gate
from flows.acts.ballots import objections
from flows.acts.desk import Desk
from flows.acts.office import reassign_step, record_on_paper
from flows.acts.papers import version_came_on
from flows.case.answers import Answer, ConditionGiven, Identified
from flows.case.entitled import can_be_given, who_may
from flows.case.planned import granted_to
from flows.case.read import CaseRead
from flows.case.travelling import version_judged
from flows.case.verbs import StepVerb, demand_at
from models.acts import Needs, choice_of
from models.case import Step
from models.errors import DecisionIncomplete
from models.ids import PersonId, body_of
from models.store import directory
from web.dossier.history import CaseHistory
from web.ground.address import Address
from web.ground.fields import number_in
from web.ground.form import Sent
from web.step.answer import seat_given, settled_in
from web.step.answer_form import AnswerForm, answer_form


@dataclass(frozen=True)
class PaperForm:
    """What the form of an answer on paper offers: whose answer it may be, and the answer itself."""

    who: tuple[PersonId, ...]
    answer: AnswerForm
    answers_objection: bool
    version: int
    came: date


def paper_form(history: CaseHistory, step: Step, clerk: PersonId) -> PaperForm:
    """Return what can be chosen of an open step; raises `StepClosed` for any other."""
    work = history.work
    demand_at(work, step, StepVerb.RECORD_ON_PAPER, clerk)
    return PaperForm(
        who=tuple(person for person in who_may(work, step) if person != clerk),
        answer=answer_form(history, step, clerk),
        answers_objection=step.act is Act.DECIDE
        and bool(objections(work, step) or granted_to(work)),
        version=version_judged(work, step),
        came=version_came_on(work, step),
    )


def colleagues(work: CaseRead, step: Step, clerk: PersonId) -> tuple[PersonId, ...]:
    """Return who can be given an open step; raises `StepClosed` for a step nobody can be given."""
    demand_at(work, step, StepVerb.REASSIGN, clerk)
    found = directory.people_of_body(work.conn, body_of(step.seat), work.today)
    return tuple(
        person
        for person in found
        if person not in step.holders and can_be_given(work, step, person)
    )


def record(desk: Desk, address: Address, clerk: Identified, sent: Sent) -> None:
    """Record what somebody answered on paper; raises what `flows.acts.office` refuses."""
    case_no, number = address.case_no, address.step
    with desk.reading(case_no) as work:
        answer = _answer(work.step(number), sent)
    paper = replace(sent.evidence(), version=_version(sent))
    record_on_paper(desk, case_no, number, PersonId(sent["person"]), answer, paper, clerk)


def _version(sent: Sent) -> int:
    """Return the version the paper names, as the clerk read it there."""
    version = number_in(sent["version"])
    if version is None:
        raise DecisionIncomplete("paper_version", value=sent["version"] or "—", version="")
    return version


def give(desk: Desk, address: Address, clerk: Identified, sent: Sent) -> None:
    """Give a step to a colleague; raises what `flows.acts.office` refuses."""
    if not sent["person"]:
        raise DecisionIncomplete("person")
    person, reason = PersonId(sent["person"]), sent["reason"]
    reassign_step(desk, address.case_no, address.step, person, reason, clerk)


def _answer(step: Step, sent: Sent) -> Answer:
    """Return the answer a form tells of. The paper is the answer's own only where it needs one."""
    if not sent["person"]:
        raise DecisionIncomplete("person")
    paper, day = sent.paper(), sent.day("day")
    choice = choice_of(step.act, sent["choice"], collective=step.collective)
    needs = choice.needs | choice.may if choice else frozenset()
    what, gate = sent["condition"], sent["gate"]
    sets = Needs.CONDITIONS in needs and what and gate in set(Gate)
    numbers = (number_in(said) or 0 for said in sent.all("refused"))
    return Answer(
        choice=sent["choice"],
        seen="",
        remarks=sent["remarks"],
        answer=sent["answer"],
        paper=paper if Needs.PAPER in needs else None,
        day=day if Needs.DAY in needs else None,
        settled=settled_in(sent) if Needs.SUMS in needs else (),
        seat=seat_given(sent),
        conditions=(ConditionGiven(what, Gate(gate)),) if sets else (),
        refused_members=tuple(numbers) if Needs.MEMBERS in needs else (),
    )
