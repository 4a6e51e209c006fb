"""Facts of a case, of whatever kind: its delegation, a step, an outcome, the terms of an approval."""

from datetime import date
from typing import Any

from pydantic import model_validator

from config.regulation.codes import Kind, Occasion
from config.regulation.parts import Text
from notifications.facts.base import Facts, Moment, PaperFacts


class GroupFacts(Facts):
    """A group of those who travel: what it is called, how many they are, where it goes and when."""

    called: Text
    people: int
    places: tuple[str, ...] = ()
    begins: date
    ends: date


class FactsOfKind(Facts):
    """What only the kind of a delegation can say of a case. `called` is the code its labels go by."""

    called: str = "case"
    receives_guests: bool = False
    goes_abroad: bool = False
    places: tuple[str, ...] = ()
    occasion: str | None = None
    sender: str | None = None
    visited: tuple[Text, ...] = ()
    head_position: str | None = None
    guest_class: str | None = None
    visits: int | None = None
    unannounced: str | None = None
    groups: tuple[GroupFacts, ...] = ()


class UrgentFacts(Facts):
    """Why a request that waits for its approval is urgent, and the leader's instruction to take it."""

    reason: str
    instruction: PaperFacts


class CaseFacts(FactsOfKind):
    """A case. `amends` says that a letter is about changing what was approved, or calling it off."""

    no: str | None = None
    kind: str = Kind.OUTBOUND
    title: str | None = None
    unit: Text | None = None
    purpose: str | None = None
    countries: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    members: int | None = None
    head: str | None = None
    amends: str | None = None
    urgent: UrgentFacts | None = None

    @model_validator(mode="before")
    @classmethod
    def _as_its_kind_says_now(cls, said: Any) -> Any:
        """Let a row speak that was written before the kinds said how a case is called."""
        if not isinstance(said, dict) or "called" in said:
            return said
        if said.get("kind") == Kind.INBOUND:
            called = said.get("occasion") or Occasion.VISIT
            return {**said, "called": called, "receives_guests": True}
        if said.get("kind", Kind.OUTBOUND) == Kind.OUTBOUND:
            return {**said, "called": Kind.OUTBOUND, "goes_abroad": True}
        return said


class PeriodFacts(Facts):
    """One of the visits under a permission."""

    number: int
    begins: date
    ends: date


class ChangeFacts(Facts):
    """What changed of a fact of the dossier: which of its parts came, left or became others, by name.

    Of a fact that is a text, as it was and as it is.
    """

    fact: str
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    old: str | None = None
    new: str | None = None


class StepFacts(Facts):
    """A step: `item` is what it is about in particular, `changed` why it is asked once more."""

    number: int
    stage: str
    act: str
    key: str
    seat: Text
    item: Text | None = None
    visit: PeriodFacts | None = None
    due_at: Moment | None = None
    changed: tuple[str, ...] = ()
    changes: tuple[ChangeFacts, ...] = ()


class ByReplyFacts(Facts):
    """What a letter can be answered with by a reply to it: on the version whose digest was `seen`."""

    seen: str
    choices: tuple[str, ...]


class OutcomeFacts(Facts):
    """The outcome of a step, or a vote."""

    choice: str
    by: Text
    remarks: str | None
    answer: str | None
    paper: PaperFacts | None
    day: date | None
    given_to: Text | None = None


class OverdueFacts(Facts):
    """How long a step is overdue (working days; 0: since today); `last`: nobody is reminded again."""

    working_days: int
    last: bool = False


class WaitFacts(Facts):
    """A step that is open: what it is called, and of which seat it is asked."""

    stage: str
    seat: Text


class DecisionFacts(Facts):
    """A decision that was given its number and date, and whose paper it is."""

    by: Text
    paper: PaperFacts


class OpinionFacts(Facts):
    """An opinion that stands before a step; silence has no choice."""

    seat: Text
    state: str
    choice: str | None
    remarks: str | None


class RemarkFacts(Facts):
    """What was remarked on a field of the dossier."""

    field: str
    what: str | None


class ReturnFacts(Facts):
    """Who sent the dossier back, and in which words."""

    by: Text
    remarks: str | None
    fields: tuple[RemarkFacts, ...] = ()


class AmendmentFacts(Facts):
    """What is to be changed of an approved delegation, or that it is to be called off.

    `begins_at`: it is urgent, for what it is about begins then.
    """

    cancels: bool
    changed: tuple[str, ...]
    begins: date | None
    ends: date | None
    reason: str | None
    changes: tuple[ChangeFacts, ...] = ()
    begins_at: Moment | None = None


class QuestionFacts(Facts):
    """Who asked the unit what, and what it answered."""

    by: Text
    what: str | None
    answer: str | None


class ConditionFacts(Facts):
    """A condition of an approval, and what waits for it."""

    what: str | None
    gate: str


class FailureFacts(Facts):
    """A message that did not go out as it should, and the name of whom it was for."""

    notice: str
    recipient: str | None = None
    reply_code: int | None = None
    name: str | None = None
    # Of one that was accepted and came back: the enhanced code, and what that means.
    status: str | None = None
    why: str | None = None
    elsewhere: bool | None = None


class AnsweredFacts(Facts):
    """An answer by mail: to which message, by whom as it says, and in which words."""

    notice: str | None = None
    name: str | None = None
    words: str | None = None
