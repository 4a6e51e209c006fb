"""The families of letters: all that each of them may say."""

from datetime import date

from config.regulation.parts import Text
from notifications.facts import cases, visits
from notifications.facts.base import Facts


class PartsOfKind(Facts):
    """What letters of one kind of delegation tell beside the case, its step and the outcome."""

    declined: visits.DeclinedFacts | None = None
    asked_again: visits.AskedAgainFacts | None = None
    clashes: tuple[visits.ClashFacts, ...] = ()
    lacking: tuple[visits.LackingFacts, ...] = ()
    commitment: visits.CommitmentFacts | None = None
    programme: visits.ProgrammeFacts | None = None
    calendar: visits.EventFacts | None = None


class CaseLetter(PartsOfKind):
    """A letter about an event of a case."""

    case: cases.CaseFacts
    step: cases.StepFacts | None = None
    outcome: cases.OutcomeFacts | None = None
    shown: tuple[cases.OpinionFacts, ...] = ()
    returned: cases.ReturnFacts | None = None
    amendment: cases.AmendmentFacts | None = None
    question: cases.QuestionFacts | None = None
    conditions: tuple[cases.ConditionFacts, ...] = ()
    refused: tuple[str, ...] = ()
    failed: cases.FailureFacts | None = None
    fault: str | None = None
    because: str | None = None
    reason: str | None = None
    named: str | None = None


class StandardLetter(Facts):
    """The letter that is sent where no other can be written."""

    case: cases.CaseFacts


class AuthorityFacts(Facts):
    """Who lets whom act, in which seats and in which capacity, from when to when."""

    giver: str
    holder: str
    set_by: str
    seats: tuple[Text, ...]
    since: date
    until: date
    capacity: str


class AuthorityLetter(Facts):
    """A letter about an authority."""

    authority: AuthorityFacts


class CheckpointLetter(Facts):
    """A letter with a signed checkpoint of the journal."""

    checkpoint: str
    entries: int


class SignInLetter(Facts):
    """A letter with a one-time code, which holds for some minutes."""

    code: str
    minutes: int
