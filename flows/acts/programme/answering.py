"""What comes back to an invitation is kept with its event: for whoever reads the mailbox of answers."""

from dataclasses import dataclass

from flows.acts.desk import Desk
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.case import Call
from models.errors import CaseUnknown
from models.ids import CaseNo, PersonId
from models.programme.answers import CalendarAnswer, item_of_uid, read_answers
from models.programme.calendar import PartStat
from models.store import directory


@dataclass(frozen=True)
class AnswerTaken:
    """An answer that was kept: of whom, to which item of which case."""

    case_no: CaseNo
    item: int
    person: PersonId
    answer: PartStat


def answer_to_invitation(
    desk: Desk, content: bytes, *, sender: str = ""
) -> tuple[AnswerTaken, ...]:
    """Keep what an iCalendar object answers to invitations of ours, and tell who arranges.

    `sender` is the mailbox its message came from, for calendars that name another one of the same
    person. Nothing is returned where it is no answer, or nobody knows to what or by whom: then people
    have to read the message. Repeat-safe: an answer that came before, or an older one, changes nothing.
    """
    kept = (_kept(desk, answer, sender) for answer in read_answers(content))
    return tuple(taken for taken in kept if taken)


def _kept(desk: Desk, answer: CalendarAnswer, sender: str) -> AnswerTaken | None:
    of_item = item_of_uid(answer.uid)
    if of_item is None:
        return None
    case_no, item = of_item
    try:
        with desk.at_work(case_no) as work:
            call = _call(work, item, answer, sender)
            if call is None or work.case.is_over:
                return None
            if _is_newer(call, answer):
                _record(work, call, answer)
    except CaseUnknown:
        return None
    return AnswerTaken(case_no, item, call.person, answer.answer)


def _call(work: CaseAtWork, item: int, answer: CalendarAnswer, sender: str) -> Call | None:
    """Return what whoever answers was told of the item; None where nobody was, or of another event."""
    calls = [call for call in work.case.calls if call.item == item]
    known = work.case.event_name(item)
    if known and known.uid != answer.uid.lower():
        return None
    persons = directory.some_persons(work.conn, {call.person for call in calls})
    for mailbox in (answer.attendee, sender.strip().lower()):
        for call in calls:
            person = persons.get(call.person)
            if person and mailbox and person.mailbox.lower() == mailbox:
                return call
    return None


def _is_newer(call: Call, answer: CalendarAnswer) -> bool:
    """Tell whether an answer came after the one that is kept, in whatever order messages arrive."""
    if call.answered is None or call.answer_stamp is None:
        return True
    return (answer.sequence, answer.stamp) > (call.answered, call.answer_stamp)


def _record(work: CaseAtWork, call: Call, answer: CalendarAnswer) -> None:
    work.record(
        e.InvitationAnswered(
            item=call.item,
            person=call.person,
            reply=answer.answer,
            # Nobody answers what was not sent yet, whatever their calendar writes.
            sequence=min(answer.sequence, call.sequence),
            stamp=answer.stamp,
            remarks=work.keep_text(answer.comment),
        )
    )
