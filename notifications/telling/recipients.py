"""Who a message goes to, as the case stands at its event."""

from collections.abc import Iterable

from config.regulation.codes import Act, Stage
from models import entries as e
from models.acts import Chosen
from models.case import Case, Step
from models.journal.entry import ENGINE
from models.route.planned import seat_in
from models.store import directory
from notifications.telling.in_hand import EntryInHand
from notifications.telling.kinds import letters_of
from notifications.telling.notices import Recipient

# Entries that bring a person into the case, who is then written to.
NAMING = (e.SubstituteCame, e.StepReassigned, e.CaseTakenOver)


def people(about: EntryInHand, to: tuple[Recipient, ...]) -> tuple[str, ...]:
    """Return the recipients, each once however many ways they are meant."""
    found = [person for recipient in to for person in _who(about, recipient)]
    return tuple(dict.fromkeys(person for person in found if person != ENGINE))


def _taken_on(case: Case) -> tuple[Step, ...]:
    """Return for each assignment of a reception the step by which a unit took it on."""
    asked = (s for s in case.steps if (s.stage, s.act) == (Stage.RECEPTION, Act.ARRANGE))
    newest = {step.key: step for step in asked if not step.is_void}
    return tuple(step for step in newest.values() if step.choice in (Chosen.TAKE_ON, Chosen.DONE))


def _who(about: EntryInHand, recipient: Recipient) -> Iterable[str]:
    """Return persons known from the journal itself, or else those who hold the seats meant today."""
    payload, step = about.payload, about.step
    match recipient:
        case Recipient.HOLDERS:
            voted = {vote.person for vote in step.votes} if step else set()
            return [person for person in step.holders if person not in voted] if step else ()
        case Recipient.OFFICER:
            return (about.case.filed_for,)
        case Recipient.ACTOR:
            return (about.entry.actor,)
        case Recipient.RECORDED_FOR | Recipient.CLERK:
            return _of_a_record(payload, recipient)
        case Recipient.CALLED:
            return payload.persons if isinstance(payload, e.ParticipantsCalled) else ()
        case Recipient.CAME:
            return payload.came if isinstance(payload, e.HoldersChanged) else ()
        case Recipient.LEFT:
            return payload.left if isinstance(payload, e.HoldersChanged) else ()
        case Recipient.NAMED:
            return (payload.person,) if isinstance(payload, NAMING) else ()
    seats = (seat_in(seat, about.case.unit) for seat in _seats(about, recipient))
    held = (directory.holders(about.of.conn, seat, about.of.today) for seat in seats)
    return [person for persons in held for person in persons]


def _of_a_record(payload: e.Payload, recipient: Recipient) -> Iterable[str]:
    """Return whose answer a clerk recorded; or the clerk, where that is disputed."""
    if isinstance(payload, e.RecordingDisputed | e.DisputeNoted):
        return (payload.clerk,)
    if isinstance(payload, e.StepDecided | e.VoteCast) and recipient is Recipient.RECORDED_FOR:
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
            return [step.seat for step in _taken_on(about.case)]
        case Recipient.OWNER:
            return (payload.owner,) if isinstance(payload, e.CommitmentMade) else ()
    return letters_of(about.case.kind).seats(regulation).get(recipient, ())
