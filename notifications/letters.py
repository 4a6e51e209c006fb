"""From an event of a case to the letters it calls for: recipients and frozen facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from config.regulation import Regulation, Text
from config.settings import Settings
from models import entries as e
from models.case import Case, Step
from models.directory import seat_title
from models.inbound.request import InboundRequest
from models.journal import Entry
from models.request import Request
from models.store import directory, dossiers, outbox
from models.store.outbox import NewMessage
from notifications.notices import Recipient, notices_for

# The engine acts under this name in the journal; it has no mailbox.
ENGINE = "doan"


class CaseInHand(Protocol):
    """What must be known of a case to write about it."""

    @property
    def conn(self) -> Connection: ...
    @property
    def case(self) -> Case: ...
    @property
    def request(self) -> Request: ...
    @property
    def regulation(self) -> Regulation: ...
    @property
    def unit_names(self) -> dict[str, Text]: ...
    @property
    def today(self) -> date: ...


@dataclass(frozen=True)
class Letter:
    """One message to one person, not yet in the outbox. `seq` is the entry it follows."""

    case_no: str
    seq: int
    notice: str
    recipient: str
    facts: dict[str, Any]
    asks: bool


def letters_for(in_hand: CaseInHand, entry: Entry) -> tuple[Letter, ...]:
    """Return the letters an entry calls for, with the facts as they are at this moment."""
    wanted = notices_for(entry.payload, in_hand.case)
    if not wanted:
        return ()
    facts = facts_of(in_hand, entry.payload)
    return tuple(
        Letter(entry.case_no, entry.seq, notice.key, person, facts, notice.asks)
        for notice in wanted
        for person in _people(in_hand, entry, notice.to)
    )


def queue_letters(
    conn: Connection, letters: Iterable[Letter], settings: Settings, *, at: datetime
) -> None:
    """Put letters into the outbox, in the transaction of their event."""
    messages = (
        NewMessage(**vars(letter), message_id=_message_id(letter, settings)) for letter in letters
    )
    outbox.queue(conn, messages, at=at)


def _message_id(letter: Letter, settings: Settings) -> str:
    """Return the same id for the same letter, and for no other."""
    name = f"{letter.case_no}.{letter.seq}.{letter.notice}.{letter.recipient}"
    return f"<{name.lower()}@{settings.mail_domain}>"


def facts_of(in_hand: CaseInHand, payload: e.Payload) -> dict[str, Any]:
    """Return what a letter about an event may say. No passport is among it."""
    number = getattr(payload, "step", None)
    step = in_hand.case.step(number) if isinstance(number, int) else None
    titles = _Titles(in_hand)
    said = _said_in(in_hand) if step else {}
    return {
        "case": _case_facts(in_hand, titles),
        "step": _step_facts(in_hand, step, titles) if step else None,
        "outcome": _outcome_facts(payload, step, titles, said) if step else None,
        "shown": [_shown_facts(s, titles, said) for s in _shown(in_hand.case, step)],
        "returned": _returned_facts(in_hand.case, step, titles, said),
        "fault": getattr(payload, "fault", None),
        "failed": _failed_facts(payload),
    }


def _said_in(in_hand: CaseInHand) -> dict[str, str]:
    """Return what people wrote in the case, by digest; most of them only press a button."""
    if not any(step.remarks or step.answer or step.votes for step in in_hand.case.steps):
        return {}
    return dossiers.texts_of(in_hand.conn, in_hand.case.no)


class _Titles:
    """What people call the seats and units of this case."""

    def __init__(self, in_hand: CaseInHand) -> None:
        self._regulation = in_hand.regulation
        self._units = in_hand.unit_names

    def seat(self, seat: str) -> dict[str, str]:
        return seat_title(seat, self._regulation, self._units).model_dump()

    def unit(self, unit: str) -> dict[str, str]:
        return self._units.get(unit, Text(vi=unit, en=unit)).model_dump()


def _people(in_hand: CaseInHand, entry: Entry, to: tuple[Recipient, ...]) -> tuple[str, ...]:
    """Return the recipients, each once however many ways they are meant."""
    found = [person for recipient in to for person in _who(in_hand, entry, recipient)]
    return tuple(dict.fromkeys(person for person in found if person != ENGINE))


def _who(in_hand: CaseInHand, entry: Entry, recipient: Recipient) -> tuple[str, ...]:
    case, regulation = in_hand.case, in_hand.regulation
    match recipient:
        case Recipient.HOLDERS:
            step = case.step(getattr(entry.payload, "step", 0))
            voted = {vote.person for vote in step.votes} if step else set()
            return tuple(p for p in step.holders if p not in voted) if step else ()
        case Recipient.OFFICER:
            return (case.filed_for,)
        case Recipient.ACTOR:
            return (entry.actor,)
        case Recipient.UNIT_HEAD:
            seat = f"{case.unit}/head"
        case Recipient.FOCAL_OFFICE:
            seat = regulation.focal_office
        case Recipient.ADMINISTRATOR:
            seat = regulation.administrator
    return directory.holders(in_hand.conn, seat, in_hand.today)


def _case_facts(in_hand: CaseInHand, titles: _Titles) -> dict[str, Any]:
    case, request = in_hand.case, in_hand.request
    of_its_kind = (
        _visit_facts(request, in_hand.regulation)
        if isinstance(request, InboundRequest)
        else {"places": [stop.place for stop in request.itinerary], "members": len(request.members)}
    )
    return {
        "no": case.no,
        "kind": case.kind,
        "title": request.title,
        "unit": titles.unit(case.unit),
        "purpose": request.purpose,
        "countries": sorted(request.countries),
        "begins": request.begins.isoformat(),
        "ends": request.ends.isoformat(),
        "head": request.head.name,
        **of_its_kind,
    }


def _visit_facts(request: InboundRequest, regulation: Regulation) -> dict[str, Any]:
    """Return what only a visit has: who sends the guests, and where they go (in both languages)."""
    places = regulation.inbound.places if regulation.inbound else {}
    visited = dict.fromkeys(item.place for item in request.programme)
    return {
        "sender": request.sender.name,
        "visited": [places[key].name.model_dump() for key in visited if key in places],
        "members": len(request.guests),
        "places": [],
    }


def _step_facts(in_hand: CaseInHand, step: Step, titles: _Titles) -> dict[str, Any]:
    items = {item.key: item.title.model_dump() for item in in_hand.regulation.preparation}
    return {
        "number": step.number,
        "stage": step.stage,
        "act": step.act,
        "key": step.key,
        "seat": titles.seat(step.seat),
        "item": items.get(step.key),
        "due_at": step.due_at.isoformat() if step.due_at else None,
    }


def _outcome_facts(
    payload: e.Payload, step: Step, titles: _Titles, said: dict[str, str]
) -> dict[str, Any] | None:
    if isinstance(payload, e.VoteCast):
        vote = step.votes[-1]
        choice, remarks, answer = vote.choice, vote.remarks, vote.answer
    else:
        choice, remarks, answer = step.choice or "", step.remarks, step.answer
    if not choice:
        return None
    paper = step.paper_number and {"number": step.paper_number, "dated": str(step.paper_date)}
    return {
        "choice": choice,
        "by": titles.seat(step.seat),
        "remarks": said.get(remarks or ""),
        "answer": said.get(answer or ""),
        "paper": paper or None,
        "day": str(step.day) if step.day else None,
    }


def _shown(case: Case, step: Step | None) -> Iterable[Step]:
    """Return the opinions that stand before a step, objections and silences among them."""
    return (found for n in (step.shows if step else ()) if (found := case.step(n)))


def _shown_facts(step: Step, titles: _Titles, said: dict[str, str]) -> dict[str, Any]:
    return {
        "seat": titles.seat(step.seat),
        "state": step.state,
        "choice": step.choice,
        "remarks": said.get(step.remarks or ""),
    }


def _returned_facts(
    case: Case, step: Step | None, titles: _Titles, said: dict[str, str]
) -> dict[str, Any] | None:
    """Return who sent the dossier back and why, for the step that asks for a revision."""
    returned = case.step(int(step.key)) if step and step.act == "revise" else None
    if returned is None:
        return None
    return {"by": titles.seat(returned.seat), "remarks": said.get(returned.remarks or "")}


def _failed_facts(payload: e.Payload) -> dict[str, Any] | None:
    if not isinstance(payload, e.MessageFailed | e.MessageUnrendered):
        return None
    return payload.model_dump(include={"notice", "recipient", "reply_code"})
