"""What the journal says of receiving guests."""

from datetime import date, datetime
from typing import ClassVar

from config.regulation.codes import GuestClass
from models.entries.base import Changes, PaperRef
from models.ids import Digest, PersonId, SeatKey
from models.programme.calendar import PartStat, Why


class GuestsClassified(Changes):
    """The class the guests are received in, by their head's rank or a decision; None: not fixed."""

    kind: ClassVar[str] = "guests_classified"
    guest_class: GuestClass | None


class ProgrammeRevised(Changes):
    """The programme was changed after the approval; the digest is that of its whole new text.

    `changed` and `cancelled` are numbers of items. `acceptance` is the paper by which the people's
    committee accepted that foreign press works to a changed programme. `identity` is how it was
    shown who changed it.
    """

    kind: ClassVar[str] = "programme_revised"
    revision: int
    digest: Digest
    changed: tuple[int, ...]
    cancelled: tuple[int, ...]
    acceptance: PaperRef | None = None
    identity: str = ""


class ParticipantsCalled(Changes):
    """People are told by a calendar message of an item of the programme, and why.

    `event` is the salted digest of what they were told of it, `uid` and `organizer` the name and the
    organiser under which it stands in their calendars. The earliest entries do not say these.
    """

    kind: ClassVar[str] = "participants_called"
    item: int
    sequence: int
    why: Why
    persons: tuple[PersonId, ...]
    event: Digest | None = None
    uid: str = ""
    organizer: str = ""


class InvitationAnswered(Changes):
    """Somebody's calendar answered what it was told of an item, by mail.

    `sequence` is that of the invitation it answers, `stamp` when the calendar wrote it, by its own
    clock. `remarks` is the digest of what the person wrote beside. It shows what a mailbox said, and
    nothing goes by it.
    """

    kind: ClassVar[str] = "invitation_answered"
    item: int
    person: PersonId
    reply: PartStat
    sequence: int
    stamp: datetime
    remarks: Digest | None = None


class CommitmentMade(Changes):
    """Something was agreed on during the visit: who owes it, and by when. `what` is a digest."""

    kind: ClassVar[str] = "commitment_made"
    number: int
    step: int
    what: Digest
    owner: SeatKey
    due: date
    agreement: bool = False
