"""From an event of a case to the letters it calls for: recipients and frozen facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from config.regulation.codes import Act
from config.regulation.parts import Text
from config.settings import Settings
from models import entries as e
from models.case import Step, Vote
from models.ids import CaseNo
from models.journal.entry import Entry
from models.store import directory, outbox
from models.store.outbox import NewMessage
from notifications.facts import cases as facts
from notifications.facts.base import PaperFacts
from notifications.facts.letters import CaseLetter
from notifications.telling.in_hand import CaseInHand, EntryInHand
from notifications.telling.kinds import LettersOfKind, letters_of
from notifications.telling.notices import notices_for
from notifications.telling.questions_and_conditions import (
    amendment_facts,
    amendment_of,
    conditions_of,
    question_facts,
    refused_persons,
    remarks_on,
)
from notifications.telling.recipients import people


@dataclass(frozen=True)
class LetterToSend:
    """One message to one person, not yet in the outbox. `seq` is the entry it follows."""

    case_no: CaseNo
    seq: int
    notice: str
    recipient: str
    facts: dict[str, Any]
    asks: bool


def letters_for(in_hand: CaseInHand, entry: Entry) -> tuple[LetterToSend, ...]:
    """Return the letters an entry calls for, with the facts as they are at this moment."""
    about = EntryInHand(in_hand, entry)
    wanted = notices_for(entry.payload, about.step)
    if not wanted:
        return ()
    stored = facts_of(about).stored()
    return tuple(
        LetterToSend(entry.case_no, entry.seq, notice.key, person, stored, notice.asks)
        for notice in wanted
        for person in people(about, notice.to)
    )


def queue_letters(
    conn: Connection, letters: Iterable[LetterToSend], settings: Settings, *, at: datetime
) -> None:
    """Put letters into the outbox, in the transaction of their event."""
    messages = (
        NewMessage(**vars(letter), message_id=_message_id(letter, settings)) for letter in letters
    )
    outbox.queue(conn, messages, at=at)


def _message_id(letter: LetterToSend, settings: Settings) -> str:
    """Return the same id for the same letter, and for no other."""
    name = f"{letter.case_no}.{letter.seq}.{letter.notice}.{letter.recipient}"
    return f"<{name.lower()}@{settings.mail_domain}>"


def facts_of(about: EntryInHand) -> CaseLetter:
    """Return what a letter about an event may say. No passport is among it."""
    payload, step, kind = about.payload, about.step, letters_of(about.case.kind)
    return CaseLetter(
        case=_case_facts(about, kind),
        step=_step_facts(about, step, kind) if step else None,
        outcome=_outcome_facts(about, step) if step else None,
        shown=_shown_facts(about, step) if step else (),
        returned=_returned_facts(about, step) if step else None,
        amendment=amendment_facts(about),
        question=question_facts(about),
        conditions=conditions_of(about),
        refused=refused_persons(about),
        failed=_failed_facts(payload),
        fault=payload.fault if isinstance(payload, e.WalkFailed | e.MessageUnrendered) else None,
        because=payload.because if isinstance(payload, e.StepVoided) else None,
        reason=about.written(payload.reason) if isinstance(payload, _WITH_A_REASON) else None,
        named=_named(about),
        **kind.parts(about).given(),
    )


_WITH_A_REASON = (e.CaseWithdrawn, e.StepReassigned, e.CaseTakenOver)


def _named(about: EntryInHand) -> str | None:
    """Return the name of who is acted for, or of who looks after the case from now on."""
    match about.payload:
        case e.SubstituteCame(giver=person) | e.CaseTakenOver(person=person):
            return directory.person(about.of.conn, person).name
    return None


def _case_facts(about: EntryInHand, kind: LettersOfKind) -> facts.CaseFacts:
    case, request = about.case, about.of.request
    amendment = amendment_of(about)
    amends = "cancellation" if amendment and amendment.cancels else "amendment"
    return facts.CaseFacts(
        no=case.no,
        kind=case.kind,
        title=request.title,
        unit=about.of.unit_names.get(case.unit, Text(vi=case.unit, en=case.unit)),
        purpose=request.purpose,
        countries=tuple(sorted(request.countries)),
        begins=request.begins,
        ends=request.ends,
        members=len(request.persons),
        head=request.head_name,
        amends=amends if amendment else None,
        **kind.facts(about).given(),
    )


def _step_facts(about: EntryInHand, step: Step, kind: LettersOfKind) -> facts.StepFacts:
    return facts.StepFacts(
        number=step.number,
        stage=step.stage,
        act=step.act,
        key=step.key,
        seat=about.seat(step.seat),
        item=kind.item(about, step),
        visit=kind.visit(about, step),
        due_at=step.due_at,
        changed=_changed_since_asked(about.of, step),
    )


def _changed_since_asked(in_hand: CaseInHand, step: Step) -> tuple[str, ...]:
    """Return the facts for whose change the same seat is asked the same once more; mostly none."""
    earlier = in_hand.case.steps[: step.number - 1]
    before = [other for other in earlier if other.place == step.place]
    if not before or before[-1].version == step.version:
        return ()
    then, now = (in_hand.version(asked.version).facts() for asked in (before[-1], step))
    return tuple(name for name in step.rests_on if then.get(name) != now.get(name))


def _outcome_facts(about: EntryInHand, step: Step) -> facts.OutcomeFacts | None:
    """Return the outcome of a step, or the vote that was cast last."""
    said: Step | Vote = step.votes[-1] if isinstance(about.payload, e.VoteCast) else step
    if not said.choice:
        return None
    number, dated = step.paper_number, step.paper_date
    return facts.OutcomeFacts(
        choice=said.choice,
        by=about.seat(step.seat),
        remarks=about.written(said.remarks),
        answer=about.written(said.answer),
        paper=PaperFacts(number=number, dated=dated) if number and dated else None,
        day=step.day,
        given_to=about.seat(step.to_seat) if step.to_seat else None,
    )


def _shown_facts(about: EntryInHand, step: Step) -> tuple[facts.OpinionFacts, ...]:
    """Return the opinions that stand before a step, objections and silences among them."""
    return tuple(
        facts.OpinionFacts(
            seat=about.seat(shown.seat),
            state=shown.state,
            choice=shown.choice,
            remarks=about.written(shown.remarks),
        )
        for number in step.shows
        if (shown := about.case.step(number))
    )


def _returned_facts(about: EntryInHand, step: Step) -> facts.ReturnFacts | None:
    """Return who sent the dossier back and why, for the step that asks for a revision."""
    returned = about.case.step(step.key_number) if step.act is Act.REVISE else None
    if returned is None:
        return None
    return facts.ReturnFacts(
        by=about.seat(returned.seat),
        remarks=about.written(returned.remarks),
        fields=remarks_on(about, returned),
    )


def _failed_facts(payload: e.Payload) -> facts.FailureFacts | None:
    match payload:
        case e.MessageFailed(notice=notice, recipient=recipient, reply_code=code):
            return facts.FailureFacts(notice=notice, recipient=recipient, reply_code=code)
        case e.MessageUnrendered(notice=notice):
            return facts.FailureFacts(notice=notice)
    return None
