"""From an event of a case to the letters it calls for: recipients and frozen facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from config.regulation.codes import Act
from config.settings import Settings
from models import entries as e
from models.case import Case, Step
from models.inbound.request import InboundRequest
from models.journal.entry import Entry
from models.outbound.request import OutboundRequest
from models.store import directory, outbox
from models.store.outbox import NewMessage
from notifications.telling.in_hand import CaseInHand, Titles
from notifications.telling.notices import notices_for
from notifications.telling.questions_and_conditions import amendment_of, facts_of_terms, remarks_on
from notifications.telling.recipients import people
from notifications.telling.visit_letters import (
    about_a_visit,
    invitation_facts,
    item_of,
    visit_facts,
    visit_of,
)


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
    facts = facts_of(in_hand, entry)
    return tuple(
        Letter(entry.case_no, entry.seq, notice.key, person, facts, notice.asks)
        for notice in wanted
        for person in people(in_hand, entry, notice.to)
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


def facts_of(in_hand: CaseInHand, entry: Entry) -> dict[str, Any]:
    """Return what a letter about an event may say. No passport is among it."""
    payload = entry.payload
    number = getattr(payload, "step", None)
    step = in_hand.case.step(number) if isinstance(number, int) else None
    titles = Titles(in_hand)
    reason = payload.reason if isinstance(payload, _WITH_A_REASON) else None
    said = in_hand.said if _has_words(in_hand, reason) else {}
    return {
        "case": _case_facts(in_hand, titles) | {"amends": _amends(in_hand, payload, step)},
        "step": _step_facts(in_hand, step, titles, said) if step else None,
        "outcome": _outcome_facts(payload, step, titles, said) if step else None,
        "shown": [_shown_facts(s, titles, said) for s in _shown(in_hand.case, step)],
        "returned": _returned_facts(in_hand.case, step, titles, said),
        "fault": getattr(payload, "fault", None),
        "failed": _failed_facts(payload),
        "because": getattr(payload, "because", None),
        "reason": said.get(reason or ""),
        "named": _named(in_hand, payload),
        **facts_of_terms(in_hand, payload, step, titles, said),
        **_facts_of_a_visit(in_hand, entry, step, titles, said),
    }


_WITH_A_REASON = (e.CaseWithdrawn, e.StepReassigned, e.CaseTakenOver)


def _named(in_hand: CaseInHand, payload: e.Payload) -> str | None:
    """Return the name of who is acted for, or of who looks after the case from now on."""
    match payload:
        case e.SubstituteCame():
            return directory.person(in_hand.conn, payload.giver).name
        case e.CaseTakenOver():
            return directory.person(in_hand.conn, payload.person).name
    return None


def _amends(in_hand: CaseInHand, payload: e.Payload, step: Step | None) -> str | None:
    """Return whether a letter is about changing what was approved, or about calling it off."""
    amendment = amendment_of(in_hand.case, payload, step)
    if amendment is None:
        return None
    return "cancellation" if amendment.cancels else "amendment"


def _has_words(in_hand: CaseInHand, reason: str | None) -> bool:
    """Tell whether people wrote something in the case; most of them only press a button."""
    case = in_hand.case
    if reason or case.questions or case.conditions or case.commitments or case.amendments:
        return True
    return any(step.remarks or step.answer or step.votes for step in case.steps)


def _facts_of_a_visit(
    in_hand: CaseInHand, entry: Entry, step: Step | None, titles: Titles, said: dict[str, str]
) -> dict[str, Any]:
    payload = entry.payload
    if not isinstance(in_hand.request, InboundRequest):
        return {}
    event = (
        {"calendar": invitation_facts(in_hand, payload, entry.at)}
        if isinstance(payload, e.ParticipantsCalled)
        else {}
    )
    return {**about_a_visit(in_hand, payload, step, titles, said), **event}


def _case_facts(in_hand: CaseInHand, titles: Titles) -> dict[str, Any]:
    case, request = in_hand.case, in_hand.request
    of_its_kind = (
        visit_facts(in_hand, request)
        if isinstance(request, InboundRequest)
        else {
            "places": [stop.place for stop in request.itinerary]
            if isinstance(request, OutboundRequest)
            else [],
            "members": len(request.persons),
        }
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
        "head": request.head_name,
        **of_its_kind,
    }


def _step_facts(
    in_hand: CaseInHand, step: Step, titles: Titles, said: dict[str, str]
) -> dict[str, Any]:
    return {
        "number": step.number,
        "stage": step.stage,
        "act": step.act,
        "key": step.key,
        "seat": titles.seat(step.seat),
        "item": _item(in_hand, step, said),
        "visit": visit_of(in_hand, step),
        "due_at": step.due_at.isoformat() if step.due_at else None,
        "changed": _changed_since_asked(in_hand, step),
    }


def _changed_since_asked(in_hand: CaseInHand, step: Step) -> list[str]:
    """Return the facts for whose change the same seat is asked the same once more; mostly none."""
    earlier = in_hand.case.steps[: step.number - 1]
    before = [other for other in earlier if other.place == step.place]
    if not before or before[-1].version == step.version:
        return []
    then, now = (in_hand.version(asked.version).facts() for asked in (before[-1], step))
    return [name for name in step.rests_on if then.get(name) != now.get(name)]


def _item(in_hand: CaseInHand, step: Step, said: dict[str, str]) -> dict[str, str] | None:
    """Return what a step is about in particular, in both languages."""
    if step.act is Act.PREPARE:
        titles = {item.key: item.title for item in in_hand.regulation.preparation}
        return titles[step.key].model_dump() if step.key in titles else None
    return item_of(in_hand, step, said)


def _outcome_facts(
    payload: e.Payload, step: Step, titles: Titles, said: dict[str, str]
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
        "given_to": titles.seat(step.to_seat) if step.to_seat else None,
    }


def _shown(case: Case, step: Step | None) -> Iterable[Step]:
    """Return the opinions that stand before a step, objections and silences among them."""
    return (found for n in (step.shows if step else ()) if (found := case.step(n)))


def _shown_facts(step: Step, titles: Titles, said: dict[str, str]) -> dict[str, Any]:
    return {
        "seat": titles.seat(step.seat),
        "state": step.state,
        "choice": step.choice,
        "remarks": said.get(step.remarks or ""),
    }


def _returned_facts(
    case: Case, step: Step | None, titles: Titles, said: dict[str, str]
) -> dict[str, Any] | None:
    """Return who sent the dossier back and why, for the step that asks for a revision."""
    returned = case.step(step.key_number) if step and step.act == "revise" else None
    if returned is None:
        return None
    return {
        "by": titles.seat(returned.seat),
        "remarks": said.get(returned.remarks or ""),
        "fields": remarks_on(case, returned, said),
    }


def _failed_facts(payload: e.Payload) -> dict[str, Any] | None:
    if not isinstance(payload, e.MessageFailed | e.MessageUnrendered):
        return None
    return payload.model_dump(include={"notice", "recipient", "reply_code"})
