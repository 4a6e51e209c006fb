"""From an event of a case to the letters it calls for: recipients and frozen facts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from config.regulation.codes import Act
from config.regulation.parts import Text
from models import entries as e
from models.case import CaseStatus, Step, Vote
from models.competence.by_reply import choices_by_reply
from models.competence.seeing import digest_shown
from models.ids import CaseNo, PersonId
from models.journal.entry import Entry
from models.store import directory
from notifications.facts import cases as facts
from notifications.facts.base import PaperFacts
from notifications.facts.changes import changes_between
from notifications.facts.letters import CaseLetter
from notifications.returned.meaning import meaning_of
from notifications.telling.in_hand import CaseInHand, EntryInHand
from notifications.telling.kinds import LettersOfKind, letters_of
from notifications.telling.notices import notices_for
from notifications.telling.questions_and_conditions import (
    amendment_facts,
    amendment_of,
    conditions_of,
    decisions_of,
    question_facts,
    refused_persons,
    remarks_on,
)
from notifications.telling.recipients import people
from notifications.telling.seen import as_shown, view_of_recipient


@dataclass(frozen=True)
class LetterToSend:
    """One message to one person, not yet in the outbox. `seq` is the entry it follows.

    `days` are the first and last of the delegation; what is `urgent` cannot wait for a digest.
    """

    case_no: CaseNo
    seq: int
    notice: str
    recipient: str
    facts: dict[str, Any]
    asks: bool
    days: tuple[date, date] | None = None
    urgent: bool = False


def letters_for(in_hand: CaseInHand, entry: Entry) -> tuple[LetterToSend, ...]:
    """Return the letters an entry calls for, with the facts as they are at this moment."""
    about = EntryInHand(in_hand, entry)
    wanted = notices_for(entry.payload, about.step)
    if not wanted:
        return ()
    whole, by_reply = facts_of(about), _by_reply(about)
    days = (in_hand.request.begins, in_hand.request.ends)
    amendment = whole.amendment
    urgent = bool(whole.case.urgent) or bool(
        amendment and (amendment.cancels or amendment.begins_at)
    )
    return tuple(
        LetterToSend(
            entry.case_no,
            entry.seq,
            notice.key,
            person,
            as_shown(whole, about, view_of_recipient(about, meant))
            .model_copy(update={"by_reply": by_reply} if notice.asks and by_reply else {})
            .stored(),
            notice.asks,
            days,
            urgent,
        )
        for notice in wanted
        for person, meant in people(about, notice.to).items()
    )


def facts_of(about: EntryInHand) -> CaseLetter:
    """Return what a letter about an event may say. No passport is among it."""
    payload, step, kind = about.payload, about.step, letters_of(about.case.kind)
    return CaseLetter(
        case=_case_facts(about, kind),
        step=_step_facts(about, step, kind) if step else None,
        outcome=_outcome_facts(about, step) if step else None,
        shown=_shown_facts(about, step) if step else (),
        decisions=decisions_of(about),
        returned=_returned_facts(about, step) if step else None,
        amendment=amendment_facts(about),
        question=question_facts(about),
        conditions=conditions_of(about),
        refused=refused_persons(about),
        failed=_failed_facts(about),
        replied=_replied_facts(about),
        fault=payload.fault if isinstance(payload, e.WalkFailed | e.MessageUnrendered) else None,
        because=_because(payload),
        reason=about.written(payload.reason) if isinstance(payload, _WITH_A_REASON) else None,
        named=_named(about),
        until=payload.until if isinstance(payload, e.SignersAway) else None,
        waits=_waits(about),
        overdue=_overdue_facts(about),
        **kind.parts(about).given(),
    )


_WITH_A_REASON = (e.CaseWithdrawn, e.StepReassigned, e.CaseTakenOver)


def _by_reply(about: EntryInHand) -> facts.ByReplyFacts | None:
    """Return what the step of an entry can be answered with by reply, where the house takes such."""
    step = about.step
    if step is None or not step.is_open or not about.of.settings.takes_steps_by_reply:
        return None
    if not (choices := choices_by_reply(step, about.of.regulation)):
        return None
    return facts.ByReplyFacts(seen=digest_shown(about.case, step), choices=choices)


def _because(payload: e.Payload) -> str | None:
    match payload:
        case e.StepVoided(because=cause) | e.StepDueMoved(cause=cause):
            return cause
    return None


def _named(about: EntryInHand) -> str | None:
    """Return whom an entry names: who is acted for, who looks after the case, who left, who is away."""
    match about.payload:
        case e.SubstituteCame(giver=person) | e.CaseTakenOver(person=person):
            persons: tuple[PersonId, ...] = (person,)
        case e.VoteUnreachable(left=persons) | e.SignersAway(persons=persons):
            pass
        case _:
            return None
    return ", ".join(directory.person(about.of.conn, each).name for each in persons)


def _waits(about: EntryInHand) -> tuple[facts.WaitFacts, ...]:
    """Return the steps that are open though the delegation begins."""
    payload = about.payload
    numbers = payload.steps if isinstance(payload, e.OpenAtStart) else ()
    return tuple(
        facts.WaitFacts(stage=step.stage, seat=about.seat(step.seat))
        for number in numbers
        if (step := about.case.step(number))
    )


def _overdue_facts(about: EntryInHand) -> facts.OverdueFacts | None:
    """Return how long the step is overdue of which a letter says so."""
    payload, step = about.payload, about.step
    if not isinstance(payload, e.StepOverdue | e.StepReminded) or step is None or not step.overdue:
        return None
    left = about.of.calendar.working_days_left(about.of.today, step.due_at)
    is_last = isinstance(payload, e.StepReminded) and payload.last
    return facts.OverdueFacts(working_days=max(0, -(left or 0)), last=is_last)


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
        members=len(request.persons) - len(about.of.kept_at_home),
        head=request.head_name,
        amends=amends if amendment else None,
        urgent=_urgent_facts(about),
        **kind.facts(about).given(),
    )


def _urgent_facts(about: EntryInHand) -> facts.UrgentFacts | None:
    """Return why a request is urgent, as long as it waits for its approval."""
    urgent = about.of.request.urgent
    if urgent is None or about.case.status is not CaseStatus.IN_APPROVAL:
        return None
    letter = urgent.instruction
    return facts.UrgentFacts(
        reason=urgent.reason, instruction=PaperFacts(number=letter.number, dated=letter.date)
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
        **_changed_since_asked(about.of, step),
    )


def _changed_since_asked(in_hand: CaseInHand, step: Step) -> dict[str, Any]:
    """Return for what change the same seat is asked the same once more, and what it is by name."""
    earlier = in_hand.case.steps[: step.number - 1]
    before = [other for other in earlier if other.place == step.place]
    if not before or before[-1].version == step.version:
        return {"changed": ()}
    was, is_now = (in_hand.version(asked.version) for asked in (before[-1], step))
    then, now = was.facts(), is_now.facts()
    changed = tuple(name for name in step.rests_on if then.get(name) != now.get(name))
    return {"changed": changed, "changes": changes_between(was, is_now, changed)}


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


def _failed_facts(about: EntryInHand) -> facts.FailureFacts | None:
    match about.payload:
        case e.MessageFailed() as failed:
            return facts.FailureFacts(
                notice=failed.notice,
                recipient=failed.recipient,
                reply_code=failed.reply_code,
                name=_name(about, failed.recipient),
                status=failed.status or None,
                why=meaning_of(failed.status) if failed.status else None,
                elsewhere=failed.elsewhere,
            )
        case e.MessageUnrendered(notice=notice):
            return facts.FailureFacts(notice=notice)
    return None


def _replied_facts(about: EntryInHand) -> facts.AnsweredFacts | None:
    payload = about.payload
    if not isinstance(payload, e.MessageAnswered | e.MessageAutoAnswered):
        return None
    name = _name(about, payload.person) if payload.person else None
    words = about.written(payload.what)
    return facts.AnsweredFacts(notice=payload.notice or None, name=name, words=words)


def _name(about: EntryInHand, person: str) -> str:
    """Return what somebody is called; their id where nobody knows them any more."""
    known = directory.some_persons(about.of.conn, (PersonId(person),)).get(PersonId(person))
    return known.name if known else person
