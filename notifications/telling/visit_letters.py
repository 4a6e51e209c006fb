"""What letters about guests may say: the visit, its programme, its assignments, its commitments."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from config.regulation.codes import Act, Stage
from config.regulation.parts import Text
from models import entries as e
from models.acts import Chosen
from models.case import Case, Commitment, Step, latest
from models.inbound.plan import visit_number
from models.inbound.request import InboundRequest
from models.programme.booking import ResourceKind
from models.programme.calendar import Told, uid
from models.programme.items import Item
from models.programme.taking import bookings_of
from models.request.parts import NOT_IN_DIRECTORY
from models.store import bookings, directory
from notifications.telling.in_hand import CaseInHand, Titles
from notifications.writing.calendars import calendar_facts

Facts = dict[str, Any]
Said = dict[str, str]

_ABOUT_ASSIGNMENTS = frozenset((Act.ARRANGE, Act.DELIVER, Act.REASSIGN))
_ABOUT_VISITS = frozenset((Stage.ARRIVAL, Stage.SEND_OFF))
_FOLLOWING = frozenset((Stage.COMMITMENTS, Stage.AGREEMENTS))


def visit_facts(in_hand: CaseInHand, request: InboundRequest) -> Facts:
    """Return what a case of guests has of its own: who sends them, where they go, their class."""
    visited = dict.fromkeys(item.place for item in request.programme)
    return {
        "occasion": request.occasion,
        "sender": request.sender.name,
        "visited": [_place(in_hand, place) for place in visited],
        "members": len(request.guests),
        "head_position": request.head.position,
        "guest_class": in_hand.case.guest_class,
        "visits": len(request.periods),
        "unannounced": request.unannounced.reason if request.unannounced else None,
        "places": [],
    }


def about_a_visit(
    in_hand: CaseInHand, payload: e.Payload, step: Step | None, titles: Titles, said: Said
) -> Facts:
    """Return what only the letters of a visit tell beside the case, its step and the outcome."""
    made = _commitment(in_hand.case, payload, step)
    return {
        "declined": _declined(in_hand.case, step, titles, said),
        "asked_again": _asked_again(in_hand.case, step, said),
        "clashes": _clashes(in_hand, step),
        "lacking": _lacking(in_hand, step, titles, said),
        "commitment": _commitment_facts(made, titles, said) if made else None,
        "programme": _programme_facts(in_hand, payload),
    }


def item_of(in_hand: CaseInHand, step: Step, said: Said) -> dict[str, str] | None:
    """Return what a step of a visit is about, in both languages: an assignment, an item, a promise."""
    if step.act in _ABOUT_ASSIGNMENTS and in_hand.regulation.inbound:
        titles = {a.key: a.title for a in in_hand.regulation.inbound.assignments}
        return titles[step.key].model_dump() if step.key in titles else None
    if step.act is Act.RESOLVE:
        return _what(in_hand.programme[step.key_number - 1])
    made = _commitment(in_hand.case, None, step)
    words = said.get(made.what) if made else None
    return Text(vi=words, en=words).model_dump() if words else None


def visit_of(in_hand: CaseInHand, step: Step) -> Facts | None:
    """Return which visit a step is about, and its days, where guests come or are announced."""
    request = in_hand.request
    if not isinstance(request, InboundRequest):
        return None
    if step.act is not Act.NOTIFY and step.stage not in _ABOUT_VISITS:
        return None
    number = visit_number(step.key)
    period = request.periods[number - 1]
    return {
        "number": number,
        "begins": period.arrives.isoformat(),
        "ends": period.departs.isoformat(),
    }


def invitation_facts(in_hand: CaseInHand, called: e.ParticipantsCalled, at: datetime) -> Facts:
    """Return the event that people's calendars are told of; `at` is the moment of the entry."""
    item = in_hand.programme[called.item - 1]
    return calendar_facts(
        item,
        Told(called.why, called.sequence),
        uid=uid(in_hand.case.no, called.item, in_hand.settings.mail_domain),
        what=_what(item),
        place=_where(in_hand, item),
        stamp=at,
    )


def _what(item: Item) -> dict[str, str]:
    return Text(vi=item.what, en=item.what_en or item.what).model_dump()


def _where(in_hand: CaseInHand, item: Item) -> dict[str, str]:
    place = _place(in_hand, item.place)
    return {
        language: f"{item.hall}, {name}" if item.hall else name for language, name in place.items()
    }


def _place(in_hand: CaseInHand, key: str) -> dict[str, str]:
    places = in_hand.regulation.inbound.places if in_hand.regulation.inbound else {}
    return (places[key].name if key in places else Text(vi=key, en=key)).model_dump()


def _declined(case: Case, step: Step | None, titles: Titles, said: Said) -> Facts | None:
    """Return who declined an assignment and why, for whoever says what becomes of it."""
    if step is None or step.act is not Act.REASSIGN:
        return None
    declined = _before(case, step, Act.ARRANGE)
    if declined is None or declined.choice != Chosen.DECLINE:
        return None
    return {"by": titles.seat(declined.seat), "remarks": said.get(declined.remarks or "")}


def _asked_again(case: Case, step: Step | None, said: Said) -> Facts | None:
    """Return what the coordinator says to whoever is asked about an assignment once more."""
    reassigned = _before(case, step, Act.REASSIGN) if step and step.act is Act.ARRANGE else None
    return {"remarks": said.get(reassigned.remarks or "")} if reassigned else None


def _before(case: Case, step: Step, act: Act) -> Step | None:
    """Return the newest step of an act about the same assignment that came before this one."""
    return latest(case.steps[: step.number - 1], step.stage, act, step.key)


def _clashes(in_hand: CaseInHand, step: Step | None) -> list[Facts]:
    """Return what an item of the programme asks for that another case has: its number, no more."""
    request = in_hand.request
    if step is None or step.act is not Act.RESOLVE or not isinstance(request, InboundRequest):
        return []
    number = step.key_number
    item = in_hand.programme[number - 1]
    wanted = bookings_of(in_hand.programme, request.interpreters)
    of_item = [booking for booking in wanted if booking.item == number]
    return [
        {
            "kind": clash.wanted.kind,
            "name": _resource(in_hand, request, item, clash.wanted.kind),
            "case_no": clash.case_no,
            "begins": clash.wanted.begins.isoformat(),
            "ends": clash.wanted.ends.isoformat(),
        }
        for clash in bookings.clashes(in_hand.conn, in_hand.case.no, of_item)
    ]


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
            known = directory.persons_by_id(in_hand.conn)
            leader = item.leader or NOT_IN_DIRECTORY
            return known[leader].name if leader in known else None


def _lacking(in_hand: CaseInHand, step: Step | None, titles: Titles, said: Said) -> list[Facts]:
    """Return what a reception still waits for and of whom, for its coordinator."""
    if step is None or step.act is not Act.OVERSEE:
        return []
    case = in_hand.case
    optional = {planned.key for planned in case.planned(Stage.RECEPTION) if planned.optional}
    return [
        {"item": item_of(in_hand, asked, said), "seat": titles.seat(asked.seat)}
        for asked in case.open_steps
        if asked.act in (Act.ARRANGE, Act.REASSIGN, Act.RESOLVE)
        and asked.stage is Stage.RECEPTION
        and asked.key not in optional
    ]


def _commitment(case: Case, payload: e.Payload | None, step: Step | None) -> Commitment | None:
    """Return the commitment an entry makes, or a step follows up."""
    if isinstance(payload, e.CommitmentMade):
        number = payload.number
    elif step and step.stage in _FOLLOWING:
        number = step.key_number
    else:
        return None
    return next((made for made in case.commitments if made.number == number), None)


def _commitment_facts(made: Commitment, titles: Titles, said: Said) -> Facts:
    return {
        "what": said.get(made.what),
        "owner": titles.seat(made.owner),
        "due": made.due.isoformat(),
        "agreement": made.agreement,
    }


def _programme_facts(in_hand: CaseInHand, payload: e.Payload) -> Facts | None:
    """Return what a revision of the programme changed."""
    if not isinstance(payload, e.ProgrammeRevised):
        return None
    acceptance = payload.acceptance
    return {
        "revision": payload.revision,
        "changed": _items(in_hand, payload.changed),
        "cancelled": _items(in_hand, payload.cancelled),
        "acceptance": acceptance.model_dump(mode="json", include={"number", "dated"})
        if acceptance
        else None,
    }


def _items(in_hand: CaseInHand, numbers: Iterable[int]) -> list[Facts]:
    return [
        {
            "number": number,
            "day": item.day.isoformat(),
            "begins": f"{item.begins:%H:%M}",
            "ends": f"{item.ends:%H:%M}",
            "what": _what(item),
            "place": _where(in_hand, item),
        }
        for number in numbers
        for item in [in_hand.programme[number - 1]]
    ]
