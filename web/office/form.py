"""How the focal office helps a step along: an answer that came on paper, a step for a colleague."""

from dataclasses import dataclass
from datetime import date

from config.regulation.codes import Act, Gate
from flows.acts.desk import Desk
from flows.acts.office import reassign_step, record_on_paper
from flows.case.answers import Answer, ConditionGiven, Identified
from flows.case.entitled import who_may
from flows.case.read import CaseRead
from flows.case.verbs import StepVerb, demand_at
from models.acts import Choice, Needs, choice_of
from models.case import Step
from models.errors import DecisionIncomplete
from models.ids import PersonId, body_of
from models.store import directory
from web.dossier.history import CaseHistory
from web.ground.address import Address
from web.ground.form import Sent
from web.ground.names import Names
from web.step.answer import seat_given
from web.step.answer_form import MemberOffered, answer_form
from web.step.seats import BodyOffered


@dataclass(frozen=True)
class PersonOffered:
    """A person to choose from."""

    person: PersonId
    name: str


@dataclass(frozen=True)
class PaperForm:
    """What the form of an answer on paper offers."""

    step: Step
    who: tuple[PersonOffered, ...]
    choices: tuple[Choice, ...]
    latest_day: date
    answers_objection: bool
    seats: tuple[BodyOffered, ...]
    members: tuple[MemberOffered, ...]

    @property
    def takes_day(self) -> bool:
        return self._needs(Needs.DAY)

    @property
    def takes_conditions(self) -> bool:
        return self._needs(Needs.CONDITIONS)

    def _needs(self, what: Needs) -> bool:
        return any(what in choice.needs for choice in self.choices)


def paper_form(work: CaseRead, step: Step, clerk: PersonId, names: Names) -> PaperForm:
    """Return what can be chosen of an open step; raises `StepClosed` for any other."""
    demand_at(work, step, StepVerb.RECORD_ON_PAPER, clerk)
    history = CaseHistory(work, names)
    form = answer_form(work, step, clerk, history, names, None)
    objections = [s for n in step.shows if (s := work.case.step(n)) and s.objects]
    return PaperForm(
        step=step,
        who=tuple(_named(p, names) for p in who_may(work, step) if p != clerk),
        choices=form.choices if form else (),
        latest_day=work.today,
        answers_objection=bool(objections) and step.act is Act.DECIDE,
        seats=form.seats if form and form.takes_seat else (),
        members=form.members if form else (),
    )


def colleagues(
    work: CaseRead, step: Step, clerk: PersonId, names: Names
) -> tuple[PersonOffered, ...]:
    """Return who can be given an open step; raises `StepClosed` for a step nobody can be given."""
    demand_at(work, step, StepVerb.REASSIGN, clerk)
    found = directory.people_of_body(work.conn, body_of(step.seat), work.today)
    return tuple(_named(person, names) for person in found if person not in step.holders)


def record(desk: Desk, address: Address, clerk: Identified, sent: Sent) -> None:
    """Record what somebody answered on paper; raises what `flows.acts.office` refuses."""
    case_no, number = address.case_no, address.step
    with desk.reading(case_no) as work:
        step = work.step(number)
    answer = _answer(step, sent)
    record_on_paper(desk, case_no, number, PersonId(sent["person"]), answer, sent.evidence(), clerk)


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
    needs = choice.needs if choice else frozenset()
    what, gate = sent["condition"], sent["gate"]
    sets = Needs.CONDITIONS in needs and what and gate in set(Gate)
    numbers = (n for n in sent.all("refused") if n.isdecimal())
    return Answer(
        choice=sent["choice"],
        seen="",
        remarks=sent["remarks"],
        answer=sent["answer"],
        paper=paper if Needs.PAPER in needs else None,
        day=day if Needs.DAY in needs else None,
        seat=seat_given(sent),
        conditions=(ConditionGiven(what, Gate(gate)),) if sets else (),
        refused_members=tuple(int(n) for n in numbers) if Needs.MEMBERS in needs else (),
    )


def _named(person: PersonId, names: Names) -> PersonOffered:
    return PersonOffered(person, names.person(person))
