"""Who a message goes to, as the case stands at its event."""

from collections.abc import Iterable

from config.regulation.codes import Act, Stage
from models import entries as e
from models.acts import Chosen
from models.case import Case, Step
from models.ids import PersonId, SeatKey
from models.journal.entry import ENGINE
from models.programme.calendar import Method
from models.route.planned import seat_in
from models.store import directory
from notifications.facts.changes import OF_THE_RECEPTION
from notifications.telling.in_hand import EntryInHand
from notifications.telling.kinds import letters_of
from notifications.telling.notices import AMENDMENT_TOLD, Recipient
from notifications.telling.questions_and_conditions import amendment_of

# Entries that bring a person into the case, who is then written to.
NAMING = (e.SubstituteCame, e.StepReassigned, e.CaseTakenOver)

# What changes of the programme itself is told to each by their calendar.
TOLD_TO_THE_INVITED = OF_THE_RECEPTION - {"programme"}


def people(about: EntryInHand, to: tuple[Recipient, ...]) -> dict[str, list[Recipient]]:
    """Return the recipients, each once with all the ways they are meant."""
    found: dict[str, list[Recipient]] = {}
    for recipient in to:
        for person in _who(about, recipient):
            found.setdefault(person, []).append(recipient)
    found.pop(ENGINE, None)
    return found


def _assigned(case: Case) -> tuple[Step, ...]:
    """Return for each assignment of a reception the step of the unit that has it, or is asked to."""
    asked = (s for s in case.steps if (s.stage, s.act) == (Stage.RECEPTION, Act.ARRANGE))
    newest = {step.key: step for step in asked if not step.is_void}
    has_it = (Chosen.TAKE_ON, Chosen.DONE)
    return tuple(step for step in newest.values() if step.is_open or step.choice in has_it)


def _invited(about: EntryInHand) -> list[str]:
    """Return who is called to an item of a visit of which an amendment changed what they meet there.

    Who has a part in the case is told of the amendment itself; what changed of an item, calendars tell.
    """
    amendment = amendment_of(about)
    if amendment is None or TOLD_TO_THE_INVITED.isdisjoint(amendment.changed):
        return []
    told = people(about, AMENDMENT_TOLD)
    called = (call.person for call in about.case.calls if call.why.method is Method.REQUEST)
    return [person for person in dict.fromkeys(called) if person not in told]


def _who(about: EntryInHand, recipient: Recipient) -> Iterable[str]:
    """Return persons known from the journal itself, or else those who hold the seats meant today."""
    payload, step = about.payload, about.step
    match recipient:
        case Recipient.HOLDERS:
            return _waited_for(about, step) if step else ()
        case Recipient.GOING_BY_IT:
            asked = (s for s in about.case.open_steps if step and step.number in s.shows)
            return [person for s in asked for person in _waited_for(about, s)]
        case Recipient.HEAD:
            return _heads(about, step) if step else ()
        case Recipient.OFFICER | Recipient.OFFICER_BESIDE:
            officer = about.case.filed_for
            is_asked = recipient is Recipient.OFFICER_BESIDE and step and officer in step.holders
            return () if is_asked else (officer,)
        case Recipient.ACTOR:
            return (about.entry.actor,)
        case Recipient.RECORDED_FOR | Recipient.CLERK:
            return _of_a_record(payload, recipient)
        case Recipient.INVITED:
            return _invited(about)
        case Recipient.CALLED | Recipient.CAME | Recipient.LEFT | Recipient.STAND_INS:
            return _listed(payload, recipient)
        case Recipient.NAMED:
            return (payload.person,) if isinstance(payload, NAMING) else ()
    seats = (seat_in(seat, about.case.unit) for seat in _seats(about, recipient))
    held = (directory.holders(about.of.conn, seat, about.of.today) for seat in seats)
    return [person for persons in held for person in persons]


def _listed(payload: e.Payload, recipient: Recipient) -> Iterable[str]:
    """Return the persons an entry lists."""
    match payload:
        case e.ParticipantsCalled(persons=persons) if recipient is Recipient.CALLED:
            return persons
        case e.HoldersChanged(came=came) if recipient is Recipient.CAME:
            return came
        case e.HoldersChanged(left=left) if recipient is Recipient.LEFT:
            return left
        case e.MessageFailed(stand_ins=stand_ins) if recipient is Recipient.STAND_INS:
            return stand_ins
    return ()


def _heads(about: EntryInHand, step: Step) -> list[PersonId]:
    """Return who heads the body that is asked and is not waited for themselves."""
    seat = SeatKey(about.of.regulation.head_of(step.seat))
    waited_for = _waited_for(about, step)
    heads = directory.holders(about.of.conn, seat, about.of.today)
    return [person for person in heads if person not in waited_for]


def _waited_for(about: EntryInHand, step: Step) -> list[PersonId]:
    """Return who has a step and has not voted in it; whoever left a body is written to no more."""
    voted = {vote.person for vote in step.votes}
    return [person for person in about.of.asked_now(step) if person not in voted]


def _of_a_record(payload: e.Payload, recipient: Recipient) -> Iterable[str]:
    """Return whose answer a clerk recorded; or the clerk, where that is disputed."""
    if isinstance(payload, e.RecordingDisputed | e.DisputeNoted):
        return (payload.clerk,)
    if recipient is not Recipient.RECORDED_FOR:
        return ()
    if isinstance(payload, e.StepDecided | e.OpinionLate | e.VoteCast):
        return (payload.person,) if payload.recorded_by and payload.person else ()
    return ()


def _seats(about: EntryInHand, recipient: Recipient) -> Iterable[str]:
    payload, regulation = about.payload, about.of.regulation
    match recipient:
        case Recipient.UNIT_HEAD:
            return ("unit/head",)
        case Recipient.FOCAL_OFFICE:
            return (regulation.focal_office,)
        case Recipient.ADMINISTRATOR:
            return (regulation.administrator,)
        case Recipient.RECEIVING:
            return [step.seat for step in _assigned(about.case)]
        case Recipient.KEEPERS:
            return regulation.keepers_of(about.step.seat) if about.step else ()
        case Recipient.OWNER:
            return (payload.owner,) if isinstance(payload, e.CommitmentMade) else ()
    return letters_of(about.case.kind).seats(regulation).get(recipient, ())
