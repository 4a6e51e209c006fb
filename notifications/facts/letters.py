"""The families of letters: all that each of them may say."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from config.regulation.parts import Text
from notifications.facts import cases, visits
from notifications.facts.base import Facts, Moment


class PartsOfKind(Facts):
    """What letters of one kind of delegation tell beside the case, its step and the outcome."""

    declined: visits.DeclinedFacts | None = None
    asked_again: visits.AskedAgainFacts | None = None
    clashes: tuple[visits.ClashFacts, ...] = ()
    lacking: tuple[visits.LackingFacts, ...] = ()
    commitment: visits.CommitmentFacts | None = None
    programme: visits.ProgrammeFacts | None = None
    calendar: visits.EventFacts | None = None
    answered: visits.InvitationAnswerFacts | None = None


class CaseLetter(PartsOfKind):
    """A letter about an event of a case."""

    case: cases.CaseFacts
    step: cases.StepFacts | None = None
    outcome: cases.OutcomeFacts | None = None
    shown: tuple[cases.OpinionFacts, ...] = ()
    decisions: tuple[cases.DecisionFacts, ...] = ()
    returned: cases.ReturnFacts | None = None
    amendment: cases.AmendmentFacts | None = None
    question: cases.QuestionFacts | None = None
    conditions: tuple[cases.ConditionFacts, ...] = ()
    refused: tuple[str, ...] = ()
    failed: cases.FailureFacts | None = None
    replied: cases.AnsweredFacts | None = None
    fault: str | None = None
    because: str | None = None
    reason: str | None = None
    named: str | None = None
    until: date | None = None
    waits: tuple[cases.WaitFacts, ...] = ()
    by_reply: cases.ByReplyFacts | None = None
    overdue: cases.OverdueFacts | None = None


class ToldFacts(Facts):
    """A message about a case that goes in a letter with others, by its Message-ID: all that it says."""

    message_id: str
    case_no: str
    notice: str
    at: Moment
    step: int | None = None
    facts: dict[str, Any] = Field(default_factory=dict)


class CarryingLetter(Facts):
    """A letter that says what several messages say."""

    told: tuple[ToldFacts, ...] = ()


class DigestLetter(CarryingLetter):
    """A letter of a working day: all that a person was told until then and that asks nothing of them."""

    day: date


class SeveralLetter(CarryingLetter):
    """A letter of what one event asks of one person several times over in a case, or calls them to."""

    case: cases.CaseFacts


class StandardLetter(Facts):
    """The letter that is sent where no other can be written."""

    case: cases.CaseFacts


class AwayFacts(Facts):
    """Days, both included, on which who was to act is away themselves."""

    begins: date
    ends: date


class AuthorityFacts(Facts):
    """Who lets whom act, in which seats and in which capacity, from when to when.

    `away`: when of these days the holder is away; `acts_for`: for whom the giver acts on some of them.
    """

    giver: str
    holder: str
    set_by: str
    seats: tuple[Text, ...]
    since: date
    until: date
    capacity: str
    away: tuple[AwayFacts, ...] = ()
    acts_for: tuple[str, ...] = ()


class AuthorityLetter(Facts):
    """A letter about an authority."""

    authority: AuthorityFacts


class MailboxFacts(Facts):
    """Whose mailbox is to be another: the old one, the new one, who proposed it, from which day on."""

    person: str
    old: str
    new: str
    proposed_by: str
    counts_from: date | None = None


class MailboxLetter(Facts):
    """A letter about the change of a mailbox, `sent_to` the old or the new one, else its reader's."""

    mailbox: MailboxFacts
    sent_to: str | None = None


class SeatChangeFacts(Facts):
    """Who takes a seat from a day on, or `leaves` it after a day; the day may be open yet."""

    person: str
    seat: Text
    leaves: bool
    day: date | None = None
    until: date | None = None


class SeatsLetter(Facts):
    """A letter about who takes and leaves which seats; `more` are not among `changes`."""

    changes: tuple[SeatChangeFacts, ...]
    more: int = 0
    proposed_by: str


class NewDeviceLetter(Facts):
    """A letter that somebody has signed in on a new device, as far as that can be named."""

    device: str | None = None


class DraftLetter(Facts):
    """A letter that nobody has gone on with a draft since a day, and when it is erased."""

    title: str | None
    changed_on: date
    erased_on: date


class PasskeyLetter(Facts):
    """A letter that a passkey was added, on a device as far as that can be named."""

    device: str | None = None


class TokenLetter(Facts):
    """A letter that a token calls for its reader: its name, what it may do, until when.

    `by_console`: it was made on Doan's machine, not by whoever it calls for.
    """

    name: str
    scopes: tuple[str, ...]
    expires_at: datetime
    by_console: bool = False


class GuessingLetter(Facts):
    """A letter that so many wrong codes were entered within an hour."""

    times: int


class CheckpointLetter(Facts):
    """A letter with a signed checkpoint of the journal."""

    checkpoint: str
    entries: int


class CheckpointUnreached(Facts):
    """A letter that says that a checkpoint of the journal reached no auditor."""

    entries: int


class UndeliveredLetter(Facts):
    """A letter that says that another, of no case, failed: which one, to whom, and why."""

    notice: str
    recipient: str
    reply_code: int


class UnclaimedLetter(Facts):
    """A letter that says that on a day mail came which is about nothing Doan knows, or unreadable."""

    day: date


class ThingFacts(Facts):
    """One thing that is set aside: what was to be done with it, its number, why it broke, by codes."""

    part: str
    name: str
    reason: str


class SetAsideLetter(Facts):
    """A letter about things that broke and are set aside; `more` are not among `things`."""

    things: tuple[ThingFacts, ...]
    more: int = 0


class DueFacts(Facts):
    """Something due of a register's row: in which register, what it is called, what, on which day."""

    register_key: str
    name: str
    what: str
    on: date


class RegistersDueLetter(Facts):
    """A letter about what is due in the registers; `more` are not among `dues`."""

    dues: tuple[DueFacts, ...]
    more: int = 0


class ClockJumpedLetter(Facts):
    """A letter that the machine's clock jumped: where it stood after it, and by how many minutes."""

    seen_at: Moment
    minutes: int


class ReplyRefusedLetter(Facts):
    """A letter that says why an answer given by reply changed nothing."""

    why: str


class SignInLetter(Facts):
    """A letter with a one-time code, which holds for some minutes."""

    code: str
    minutes: int
