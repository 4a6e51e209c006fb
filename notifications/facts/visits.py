"""Facts that only letters about guests tell: assignments, the programme, events, commitments."""

from datetime import date
from typing import Self

from pydantic import model_validator

from config.regulation.parts import Text
from models.ids import CaseNo
from models.programme.calendar import Method, Why
from notifications.facts.base import Facts, Moment, PaperFacts


class DeclinedFacts(Facts):
    """Who declined an assignment, and why."""

    by: Text
    remarks: str | None


class AskedAgainFacts(Facts):
    """What the coordinator says to whoever is asked about an assignment once more."""

    remarks: str | None


class ClashFacts(Facts):
    """What another case has at that time."""

    kind: str
    name: str | None
    case_no: CaseNo
    begins: Moment
    ends: Moment


class LackingFacts(Facts):
    """What a reception still waits for, and of whom."""

    item: Text | None
    seat: Text


class CommitmentFacts(Facts):
    """What was agreed on during a visit, who owes it, and by when."""

    what: str | None
    owner: Text
    due: date
    agreement: bool


class ItemFacts(Facts):
    """An item of the programme, its times as a clock of the province shows them (08:30)."""

    number: int
    day: date
    begins: str
    ends: str
    what: Text
    place: Text


class ProgrammeFacts(Facts):
    """What a revision changed of the programme."""

    revision: int
    changed: tuple[ItemFacts, ...]
    cancelled: tuple[ItemFacts, ...]
    acceptance: PaperFacts | None = None


class EventFacts(Facts):
    """An event of somebody's calendar (UTC); `stamp` is the moment of the journal's entry.

    `organizer` is the mailbox it stands under in calendars (rows of earlier days: the sender's), and
    `answers`: it is one that is read.
    """

    uid: str
    sequence: int
    method: Method
    why: Why
    begins: Moment
    ends: Moment
    what: Text
    place: Text
    stamp: Moment
    organizer: str = ""
    answers: bool = False
    received_by: str | None = None

    @model_validator(mode="after")
    def _by_the_method_of_its_reason(self) -> Self:
        """Hold the method, which a message names twice, to the one that the reason calls for."""
        if self.method is not self.why.method:
            raise ValueError(f"{self.why} is said by {self.why.method}, not by {self.method}")
        return self


class InvitationAnswerFacts(Facts):
    """What somebody's calendar answered; `outdated`: to an invitation that was changed since."""

    by: str
    answer: str
    item: ItemFacts
    note: str | None = None
    outdated: bool = False
