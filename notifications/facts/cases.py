"""Facts of a case, of whatever kind: its delegation, a step, an outcome, the terms of an approval."""

from datetime import date
from typing import Any

from pydantic import model_validator

from config.regulation.codes import Kind, Occasion
from config.regulation.parts import Text
from notifications.facts.base import Facts, Moment, PaperFacts


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


class OutcomeFacts(Facts):
    """The outcome of a step, or a vote."""

    choice: str
    by: Text
    remarks: str | None
    answer: str | None
    paper: PaperFacts | None
    day: date | None
    given_to: Text | None = None


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
    """What is to be changed of an approved delegation, or that it is to be called off."""

    cancels: bool
    changed: tuple[str, ...]
    begins: date | None
    ends: date | None
    reason: str | None


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
    """A message that did not go out as it should."""

    notice: str
    recipient: str | None = None
    reply_code: int | None = None
