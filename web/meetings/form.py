"""The agenda sheet of a body that meets, and its minutes as a form tells them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from config.settings import Settings
from flows.acts.ballots import chair_of
from flows.acts.desk import Desk
from flows.acts.meetings import Minutes, OnAgenda, Outcome, agenda_in, enter_minutes
from flows.case.answers import Identified
from flows.case.read import CaseRead
from flows.case.views import view_of
from models.acts import VOTES
from models.case import Step
from models.errors import DecisionIncomplete
from models.ids import BodyKey, CaseNo, PersonId
from models.request.base import Request
from models.store import cases
from web.dossier.history import CaseHistory
from web.dossier.outcomes import OutcomeShown
from web.ground.form import Sent

# Nobody has said yet how a member voted.
UNSAID = ""
# Present, and yet without a vote in this case.
NO_VOTE = "none"


@dataclass(frozen=True)
class MemberOfBody:
    """A member of the body in one case; `voted` before the meeting, which only they may know how."""

    person: PersonId
    name: str
    is_chair: bool
    voted: bool


@dataclass(frozen=True)
class AgendaItem:
    """A case that waits for the body, as its members need to see it; `going` is how many go."""

    case_no: CaseNo
    step: Step
    unit: str
    request: Request
    countries: str
    said: tuple[OutcomeShown, ...]
    people: tuple[MemberOfBody, ...]
    objected: bool
    going: int

    @property
    def mark(self) -> str:
        """Return what the fields of this case in the minutes end in."""
        return f"{self.case_no}.{self.step.number}"


@dataclass(frozen=True)
class Agenda:
    """The agenda of a body: its cases, and everybody who takes part in one of them."""

    body: BodyKey
    name: str
    items: tuple[AgendaItem, ...]
    people: tuple[tuple[str, str], ...]


def agenda_sheet(
    conn: Connection,
    settings: Settings,
    body: BodyKey,
    clerk: PersonId,
    *,
    name: str,
    language: str,
) -> Agenda:
    """Return the agenda of a body for a clerk, the longest waiting first."""
    waiting = agenda_in(conn, body)
    items = tuple(_item(conn, settings, each, clerk, language) for each in waiting)
    people = {m.person: m.name for item in items for m in item.people}
    return Agenda(body, name, items, tuple(people.items()))


def enter(desk: Desk, agenda: Agenda, clerk: Identified, sent: Sent) -> None:
    """Enter the minutes a form tells; raises what `flows.acts.meetings` refuses, by members' names."""
    present = tuple(PersonId(each) for each in sent.all("present"))
    try:
        outcomes = tuple(_outcomes(agenda, present, sent))
        if not outcomes:
            raise DecisionIncomplete("no_case")
        enter_minutes(desk, Minutes(agenda.body, sent.evidence(), present, outcomes), clerk)
    except DecisionIncomplete as incomplete:
        names = dict(agenda.people)
        told = {name: fact for name, fact in incomplete.facts.items() if name != "field"}
        if "value" in told:
            told["value"] = names.get(str(told["value"]), told["value"])
        raise DecisionIncomplete(incomplete.field, **told) from None


def _outcomes(agenda: Agenda, present: tuple[PersonId, ...], sent: Sent) -> Iterator[Outcome]:
    """Yield what the form says of the cases the meeting took up.

    Raises `DecisionIncomplete` where it does not say how somebody present voted.
    """
    for item in agenda.items:
        if sent[f"taken.{item.mark}"]:
            votes = dict(_votes(item, present, sent))
            answer, remarks = sent[f"answer.{item.mark}"], sent[f"remarks.{item.mark}"]
            yield Outcome(item.case_no, item.step.number, votes, answer, remarks)


def _votes(
    item: AgendaItem, present: tuple[PersonId, ...], sent: Sent
) -> Iterator[tuple[PersonId, str]]:
    others = VOTES[0].key if sent[f"others_for.{item.mark}"] else UNSAID
    for member in item.people:
        said = sent[f"vote.{item.mark}.{member.person}"]
        if said == UNSAID and member.person in present and not member.voted:
            said = others
            if not said:
                raise DecisionIncomplete("vote_unsaid", case=item.case_no, value=member.person)
        if said not in (UNSAID, NO_VOTE):
            yield member.person, said


def _item(
    conn: Connection, settings: Settings, each: OnAgenda, clerk: PersonId, language: str
) -> AgendaItem:
    work = CaseRead(conn, cases.read_case(conn, each.case_no), settings)
    history = CaseHistory(work, language, view_of(work, clerk))
    names, step = history.names, work.step(each.step.number)
    voted = {vote.person for vote in step.votes}
    chair = chair_of(work, step)
    before = tuple(history.outcome(work.case.steps[number - 1]) for number in step.shows)
    request = work.request
    return AgendaItem(
        case_no=each.case_no,
        step=step,
        unit=names.body(work.case.unit),
        request=request,
        countries=names.countries(request.countries),
        said=before,
        people=tuple(
            MemberOfBody(person, names.person(person), person == chair, person in voted)
            for person in step.holders
        ),
        going=len(request.persons) - len(work.kept_at_home),
        objected=any(outcome.step.objects for outcome in before),
    )
