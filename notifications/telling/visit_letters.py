"""What only letters about guests may say: the visit, its programme, assignments, commitments."""

from collections.abc import Iterable, Iterator
from typing import cast

from config.regulation.codes import Act, Stage
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models import entries as e
from models.acts import Chosen
from models.case import Case, Commitment, Step, latest
from models.ids import PersonId
from models.inbound.request import InboundRequest
from models.programme.booking import ResourceKind
from models.programme.calendar import EventName, Told
from models.programme.items import Item
from models.programme.taking import bookings_of
from models.request.parts import NOT_IN_DIRECTORY
from models.request.people.groups import group_called, group_key, groups_of
from models.store import bookings, directory
from notifications.facts import visits as facts
from notifications.facts.base import PaperFacts
from notifications.facts.cases import FactsOfKind, GroupFacts, PeriodFacts
from notifications.facts.letters import PartsOfKind
from notifications.telling.in_hand import CaseInHand, EntryInHand
from notifications.telling.notices import Recipient
from notifications.writing.calendars import calendar_facts

_ABOUT_ASSIGNMENTS = frozenset((Act.ARRANGE, Act.DELIVER, Act.REASSIGN))
_ABOUT_VISITS = frozenset((Stage.ARRIVAL, Stage.SEND_OFF))
_FOLLOWING = frozenset((Stage.COMMITMENTS, Stage.AGREEMENTS))


def seats_of(regulation: Regulation) -> dict[Recipient, tuple[str, ...]]:
    """Return who else is told of guests."""
    rules = regulation.inbound
    if rules is None:
        return {}
    return {
        Recipient.COORDINATOR: (rules.coordinator,),
        Recipient.TOLD_OF_GUESTS: rules.unannounced_told,
    }


def facts_of_visit(about: EntryInHand) -> FactsOfKind:
    """Return what a case of guests has of its own: who sends them, where they go, their class."""
    request = _request(about.of)
    visited = dict.fromkeys(item.place for item in request.programme)
    return FactsOfKind(
        called=request.occasion,
        receives_guests=True,
        places=(),
        occasion=request.occasion,
        sender=request.sender.name,
        visited=tuple(_place(about.of, place) for place in visited),
        head_position=request.head.position,
        guest_class=about.case.guest_class,
        visits=len(request.periods),
        unannounced=request.unannounced.reason if request.unannounced else None,
        groups=tuple(_groups(request)),
    )


def _groups(request: InboundRequest) -> Iterator[GroupFacts]:
    """Yield the groups the guests come in, and from when to when each is here."""
    for group in groups_of(request.guests):
        guests = [g for g in request.guests if group_key(g.group) == group_key(group)]
        spans = [request.days_of_guest(guest) for guest in guests]
        yield GroupFacts(
            called=group_called(group),
            people=len(guests),
            begins=min(first for first, _ in spans),
            ends=max(last for _, last in spans),
        )


def parts_of(about: EntryInHand) -> PartsOfKind:
    """Return what only the letters of a visit tell beside the case, its step and the outcome."""
    payload, step = about.payload, about.step
    parts = PartsOfKind(
        declined=_declined(about, step),
        asked_again=_asked_again(about, step),
        clashes=_clashes(about.of, step),
        lacking=_lacking(about, step),
        commitment=commitment_facts(about),
        programme=_revised(about.of, payload) if isinstance(payload, e.ProgrammeRevised) else None,
    )
    match payload:
        case e.ParticipantsCalled():
            return PartsOfKind(**parts.given(), calendar=_event(about, payload))
        case e.InvitationAnswered():
            return PartsOfKind(**parts.given(), answered=_answered(about, payload))
    return parts


def item_of(about: EntryInHand, step: Step) -> Text | None:
    """Return what a step of a visit is about: an assignment, an item, a promise."""
    rules = about.of.regulation.inbound
    if step.act in _ABOUT_ASSIGNMENTS and rules:
        return {a.key: a.title for a in rules.assignments}.get(step.key)
    if step.act is Act.RESOLVE:
        return _what(about.of.programme[step.key_number - 1])
    return promise_of(about, step)


def promise_of(about: EntryInHand, step: Step) -> Text | None:
    """Return the words of the promise a step follows up; of a trip there are such, too."""
    made = _followed_up(about.case, step)
    words = about.written(made.what) if made else None
    return Text(vi=words, en=words) if words else None


def visit_of(about: EntryInHand, step: Step) -> PeriodFacts | None:
    """Return which visit a step is about, and its days, where guests come or are announced."""
    if step.act is not Act.NOTIFY and step.stage not in _ABOUT_VISITS:
        return None
    number = step.key_number if step.key else 1
    period = _request(about.of).periods[number - 1]
    return PeriodFacts(number=number, begins=period.arrives, ends=period.departs)


def _request(in_hand: CaseInHand) -> InboundRequest:
    """Return the request to receive guests: the table of kinds asks here for no other."""
    return cast("InboundRequest", in_hand.request)


def _event(about: EntryInHand, called: e.ParticipantsCalled) -> facts.EventFacts:
    """Return the event that people's calendars are told of."""
    item, settings = about.of.programme[called.item - 1], about.of.settings
    return calendar_facts(
        item,
        Told(called.why, called.sequence),
        EventName(called.uid, called.organizer),
        what=_what(item),
        place=_where(about.of, item),
        stamp=about.entry.at,
        answers=settings.takes_answers and called.organizer == settings.answers_to,
        received_by=_receives(about.of, item),
    )


def _answered(about: EntryInHand, answered: e.InvitationAnswered) -> facts.InvitationAnswerFacts:
    """Return what somebody answered, to which item, and whether it was changed since."""
    person = directory.person(about.of.conn, answered.person)
    told = about.case.told_of(answered.item)[answered.person]
    [item] = _items(about.of, [answered.item])
    return facts.InvitationAnswerFacts(
        by=person.name,
        answer=answered.reply,
        item=item,
        note=about.written(answered.remarks),
        outdated=answered.sequence < told.sequence,
    )


def _receives(in_hand: CaseInHand, item: Item) -> str | None:
    """Return the name of who receives the guests at an item."""
    named = (host for host in _request(in_hand).received_by if host.person == item.leader)
    if item.leader and (host := next(named, None)):
        return host.name
    return _resource(in_hand, _request(in_hand), item, ResourceKind.LEADER)


def _what(item: Item) -> Text:
    return Text(vi=item.what, en=item.what_en or item.what)


def _where(in_hand: CaseInHand, item: Item) -> Text:
    place = _place(in_hand, item.place)
    if not item.hall:
        return place
    return Text(vi=f"{item.hall}, {place.vi}", en=f"{item.hall}, {place.en}")


def _place(in_hand: CaseInHand, key: str) -> Text:
    places = in_hand.regulation.inbound.places if in_hand.regulation.inbound else {}
    return places[key].name if key in places else Text(vi=key, en=key)


def _declined(about: EntryInHand, step: Step | None) -> facts.DeclinedFacts | None:
    """Return who declined an assignment and why, for whoever says what becomes of it."""
    declined = _before(about.case, step, Act.ARRANGE) if step and step.act is Act.REASSIGN else None
    if declined is None or declined.choice != Chosen.DECLINE:
        return None
    remarks = about.written(declined.remarks)
    return facts.DeclinedFacts(by=about.seat(declined.seat), remarks=remarks)


def _asked_again(about: EntryInHand, step: Step | None) -> facts.AskedAgainFacts | None:
    """Return what the coordinator says to whoever is asked about an assignment once more."""
    again = _before(about.case, step, Act.REASSIGN) if step and step.act is Act.ARRANGE else None
    return facts.AskedAgainFacts(remarks=about.written(again.remarks)) if again else None


def _before(case: Case, step: Step, act: Act) -> Step | None:
    """Return the newest step of an act about the same assignment that came before this one."""
    return latest(case.steps[: step.number - 1], step.stage, act, step.key)


def _clashes(in_hand: CaseInHand, step: Step | None) -> tuple[facts.ClashFacts, ...]:
    """Return what an item of the programme asks for that another case has: its number, no more."""
    if step is None or step.act is not Act.RESOLVE:
        return ()
    request, number = _request(in_hand), step.key_number
    item = in_hand.programme[number - 1]
    wanted = bookings_of(in_hand.programme, request.interpreters)
    of_item = [booking for booking in wanted if booking.item == number]
    return tuple(
        facts.ClashFacts(
            kind=clash.wanted.kind,
            name=_resource(in_hand, request, item, clash.wanted.kind),
            case_no=clash.case_no,
            begins=clash.wanted.begins,
            ends=clash.wanted.ends,
        )
        for clash in bookings.clashes(in_hand.conn, in_hand.case.no, of_item)
    )


def _resource(
    in_hand: CaseInHand, request: InboundRequest, item: Item, kind: ResourceKind
) -> str | None:
    """Return what people call something that can be booked, as this case's own programme has it."""
    match kind:
        case ResourceKind.HALL:
            return item.hall
        case ResourceKind.VEHICLE:
            return item.vehicle
        case ResourceKind.INTERPRETER:
            return request.interpreters[item.interpreter - 1].name if item.interpreter else None
        case ResourceKind.LEADER:
            of = PersonId(item.leader or NOT_IN_DIRECTORY)
            leader = directory.some_persons(in_hand.conn, (of,)).get(of)
            return leader.name if leader else None


def _lacking(about: EntryInHand, step: Step | None) -> tuple[facts.LackingFacts, ...]:
    """Return what a reception still waits for and of whom, for its coordinator."""
    if step is None or step.act is not Act.OVERSEE:
        return ()
    case = about.case
    optional = {planned.key for planned in case.planned(Stage.RECEPTION) if planned.optional}
    return tuple(
        facts.LackingFacts(item=item_of(about, asked), seat=about.seat(asked.seat))
        for asked in case.open_steps
        if asked.act in (Act.ARRANGE, Act.REASSIGN, Act.RESOLVE)
        and asked.stage is Stage.RECEPTION
        and asked.key not in optional
    )


def commitment_facts(about: EntryInHand) -> facts.CommitmentFacts | None:
    """Return the commitment an entry makes, or its step follows up."""
    if isinstance(about.payload, e.CommitmentMade):
        made = _commitment(about.case, about.payload.number)
    else:
        made = _followed_up(about.case, about.step) if about.step else None
    if made is None:
        return None
    return facts.CommitmentFacts(
        what=about.written(made.what),
        owner=about.seat(made.owner),
        due=made.due,
        agreement=made.agreement,
    )


def _followed_up(case: Case, step: Step) -> Commitment | None:
    return _commitment(case, step.key_number) if step.stage in _FOLLOWING else None


def _commitment(case: Case, number: int) -> Commitment | None:
    return next((made for made in case.commitments if made.number == number), None)


def _revised(in_hand: CaseInHand, revised: e.ProgrammeRevised) -> facts.ProgrammeFacts:
    """Return what a revision of the programme changed."""
    paper = revised.acceptance
    return facts.ProgrammeFacts(
        revision=revised.revision,
        changed=_items(in_hand, revised.changed),
        cancelled=_items(in_hand, revised.cancelled),
        acceptance=PaperFacts(number=paper.number, dated=paper.dated) if paper else None,
    )


def _items(in_hand: CaseInHand, numbers: Iterable[int]) -> tuple[facts.ItemFacts, ...]:
    return tuple(
        facts.ItemFacts(
            number=number,
            day=item.day,
            begins=f"{item.begins:%H:%M}",
            ends=f"{item.ends:%H:%M}",
            what=_what(item),
            place=_where(in_hand, item),
        )
        for number in numbers
        for item in [in_hand.programme[number - 1]]
    )
