"""Who a message goes to, as the case stands at its event."""

from collections.abc import Iterable

from config.regulation.codes import Act, Kind, Stage
from models import entries as e
from models.acts import Chosen
from models.case import Case, Step
from models.journal.entry import ENGINE, Entry
from models.route.planned import seat_in
from models.store import directory
from notifications.telling.in_hand import CaseInHand
from notifications.telling.notices import Recipient

# Entries that bring a person into the case, who is then written to.
NAMING = (e.SubstituteCame, e.StepReassigned, e.CaseTakenOver)


def people(in_hand: CaseInHand, entry: Entry, to: tuple[Recipient, ...]) -> tuple[str, ...]:
    """Return the recipients, each once however many ways they are meant."""
    found = [person for recipient in to for person in _who(in_hand, entry, recipient)]
    return tuple(dict.fromkeys(person for person in found if person != ENGINE))


def taken_on(case: Case) -> tuple[Step, ...]:
    """Return for each assignment of a reception the step by which a unit took it on."""
    asked = (s for s in case.steps if (s.stage, s.act) == (Stage.RECEPTION, Act.ARRANGE))
    newest = {step.key: step for step in asked if not step.is_void}
    return tuple(step for step in newest.values() if step.choice in (Chosen.TAKE_ON, Chosen.DONE))


def _who(in_hand: CaseInHand, entry: Entry, recipient: Recipient) -> tuple[str, ...]:
    """Return persons known from the journal itself, or else those who hold the seats meant today."""
    case, payload = in_hand.case, entry.payload
    match recipient:
        case Recipient.HOLDERS:
            step = case.step(getattr(payload, "step", 0))
            voted = {vote.person for vote in step.votes} if step else set()
            return tuple(p for p in step.holders if p not in voted) if step else ()
        case Recipient.OFFICER:
            return (case.filed_for,)
        case Recipient.ACTOR:
            return (entry.actor,)
        case Recipient.CALLED:
            return payload.persons if isinstance(payload, e.ParticipantsCalled) else ()
        case Recipient.CAME:
            return payload.came if isinstance(payload, e.HoldersChanged) else ()
        case Recipient.LEFT:
            return payload.left if isinstance(payload, e.HoldersChanged) else ()
        case Recipient.NAMED:
            return (payload.person,) if isinstance(payload, NAMING) else ()
    held = (
        directory.holders(in_hand.conn, seat_in(seat, case.unit), in_hand.today)
        for seat in _seats(in_hand, payload, recipient)
    )
    return tuple(person for persons in held for person in persons)


def _seats(in_hand: CaseInHand, payload: e.Payload, recipient: Recipient) -> Iterable[str]:
    regulation = in_hand.regulation
    inbound = regulation.inbound if in_hand.case.kind is Kind.INBOUND else None
    match recipient:
        case Recipient.UNIT_HEAD:
            return ("unit/head",)
        case Recipient.FOCAL_OFFICE:
            return (regulation.focal_office,)
        case Recipient.ADMINISTRATOR:
            return (regulation.administrator,)
        case Recipient.COORDINATOR:
            return (inbound.coordinator,) if inbound else ()
        case Recipient.TOLD_OF_GUESTS:
            return inbound.unannounced_told if inbound else ()
        case Recipient.RECEIVING:
            return [step.seat for step in taken_on(in_hand.case)]
        case Recipient.OWNER:
            return (payload.owner,) if isinstance(payload, e.CommitmentMade) else ()
        case _:
            return ()
