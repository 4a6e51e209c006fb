"""What can be done with a case and with its steps: what, open when, for whom. The one table of it.

A page asks it what to offer, an act whether it may be done. What a step answers is beside it
(`open_choices`, `entitled`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.regulation.codes import Act
from flows.case.entitled import deputies_of, is_holders_alone, verdict_on
from flows.case.open_choices import takes_late
from flows.case.preparing import why_not_noted
from flows.case.read import CaseRead
from flows.case.recording import why_not_recorded
from flows.case.undoing import can_be_taken_back, voted_in
from models.case import Case, CaseStatus, Step
from models.competence.deciding import JUDGING
from models.competence.recording import recorded_for
from models.errors import DecisionRefused, StepClosed, TooLate
from models.ids import PersonId


class Verb(StrEnum):
    """What is done with a case as a whole, as it stands in the address of its form."""

    CHANGE = "change"
    AMEND = "amend"
    DROP_AMENDMENT = "drop-amendment"
    TAKE_OVER = "take-over"
    WITHDRAW = "withdraw"
    CALL_OFF = "cancel"

    @property
    def code(self) -> str:
        """Return the name under which its words stand in the catalogue."""
        return self.value.replace("-", "_")


class StepVerb(StrEnum):
    """What is done with a step beside answering it."""

    ASK_UNIT = "ask_unit"
    TAKE_BACK = "take_back"
    DISPUTE = "dispute"
    RECORD_ON_PAPER = "record_on_paper"
    REASSIGN = "reassign"
    NOTE = "note"


@dataclass(frozen=True)
class VerbRule:
    """When a verb is open, for whom it is, and why it is refused to others.

    `is_idle` tells that it would change nothing for a person: it is not offered to them, but no mistake.
    """

    is_open: Callable[[Case], bool]
    is_for: Callable[[CaseRead, PersonId], bool] = CaseRead.is_of_unit
    refusal: str = "not_of_unit"
    is_idle: Callable[[Case, PersonId], bool] = lambda _case, _person: False


@dataclass(frozen=True)
class StepRule:
    """When a verb is open at a step, and why it is refused to a person (None: it is theirs).

    Where it is not open the step is closed, or it is `too_late`.
    """

    is_open: Callable[[CaseRead, Step], bool]
    refusal: Callable[[CaseRead, Step, PersonId], str | None]
    too_late: bool = False


def open_revision(case: Case) -> Step | None:
    """Return the step in which a new version of the dossier is asked for."""
    return next((step for step in case.open_steps if step.act is Act.REVISE), None)


def _is_in_approval(case: Case) -> bool:
    return case.status is CaseStatus.IN_APPROVAL


def _may_be_amended(case: Case) -> bool:
    return case.status is CaseStatus.APPROVED and case.open_amendment is None


VERBS: Mapping[Verb, VerbRule] = {
    Verb.CHANGE: VerbRule(lambda case: _is_in_approval(case) and not open_revision(case)),
    Verb.AMEND: VerbRule(_may_be_amended),
    Verb.DROP_AMENDMENT: VerbRule(
        lambda case: case.open_amendment is not None and not case.is_over
    ),
    Verb.TAKE_OVER: VerbRule(
        lambda case: not case.is_over, is_idle=lambda case, person: case.filed_for == person
    ),
    Verb.WITHDRAW: VerbRule(_is_in_approval),
    Verb.CALL_OFF: VerbRule(_may_be_amended),
}

# These are answered by a dossier, or closed by the engine; nothing on paper answers them.
_NEVER_ON_PAPER = frozenset({Act.REVISE, Act.OVERSEE})


def _unless_of_office(read: CaseRead, _step: Step, person: PersonId) -> str | None:
    return None if read.is_of_office(person) else "not_of_office"


def _unless_it_can_be_given(read: CaseRead, step: Step, person: PersonId) -> str | None:
    if refusal := _unless_of_office(read, step, person):
        return refusal
    alone = is_holders_alone(step) and not step.collective
    return "holders_alone" if alone and not deputies_of(read, step) else None


def _unless_entitled(read: CaseRead, step: Step, person: PersonId) -> str | None:
    return verdict_on(read, step, person).refusal


def _unless_recorded_for_them(_read: CaseRead, step: Step, person: PersonId) -> str | None:
    return None if recorded_for(step, person) else "not_recorded_for_you"


def _unless_their_own(_read: CaseRead, step: Step, person: PersonId) -> str | None:
    # What a body has decided is nobody's own: a vote is theirs while the ballot lasts.
    own = step.decided_by == person or (step.is_open and voted_in(step, person))
    return None if own else "not_your_decision"


STEP_VERBS: Mapping[StepVerb, StepRule] = {
    # One question at a time; the clock of a step that waits for an answer stands still.
    StepVerb.ASK_UNIT: StepRule(
        lambda _read, step: step.is_open and step.act in JUDGING and step.paused_at is None,
        _unless_entitled,
    ),
    StepVerb.TAKE_BACK: StepRule(
        lambda read, step: step.is_open or can_be_taken_back(read.case, step),
        _unless_their_own,
        too_late=True,
    ),
    StepVerb.DISPUTE: StepRule(lambda _read, step: not step.is_void, _unless_recorded_for_them),
    StepVerb.RECORD_ON_PAPER: StepRule(
        lambda read, step: (
            (step.is_open or takes_late(read, step)) and step.act not in _NEVER_ON_PAPER
        ),
        why_not_recorded,
    ),
    StepVerb.NOTE: StepRule(lambda _read, step: step.is_open, why_not_noted),
    StepVerb.REASSIGN: StepRule(
        lambda _read, step: step.is_open and not step.collective, _unless_it_can_be_given
    ),
}


def offered(read: CaseRead, person: PersonId) -> tuple[Verb, ...]:
    """Return what a person can do with a case as a whole now."""
    return tuple(
        verb
        for verb, rule in VERBS.items()
        if rule.is_open(read.case)
        and rule.is_for(read, person)
        and not rule.is_idle(read.case, person)
    )


def offered_at(read: CaseRead, step: Step, verb: StepVerb, person: PersonId) -> bool:
    """Tell whether a person can do this with a step now."""
    rule = STEP_VERBS[verb]
    return rule.is_open(read, step) and rule.refusal(read, step, person) is None


def demand(read: CaseRead, verb: Verb, person: PersonId) -> None:
    """Check that a person may do this with a case now.

    Raises `DecisionRefused` for whom it is not, `TooLate` where the case has gone on too far.
    """
    rule = VERBS[verb]
    if not rule.is_for(read, person):
        raise DecisionRefused(rule.refusal, person=person, unit=read.case.unit)
    if not rule.is_open(read.case):
        raise TooLate(case=read.case.no, status=read.case.status)


def demand_at(read: CaseRead, step: Step, verb: StepVerb, person: PersonId) -> None:
    """Check that a person may do this with a step now.

    Raises `DecisionRefused`; `StepClosed`, or `TooLate`, where the step has gone on too far.
    """
    demand_right(read, step, verb, person)
    rule = STEP_VERBS[verb]
    if rule.is_open(read, step):
        return
    if rule.too_late:
        raise TooLate(case=read.case.no, status=read.case.status)
    raise StepClosed(case=read.case.no, step=step.number)


def demand_right(read: CaseRead, step: Step, verb: StepVerb, person: PersonId) -> None:
    """Check that this is a person's to do with a step, open or not; raises `DecisionRefused`."""
    if refusal := STEP_VERBS[verb].refusal(read, step, person):
        raise DecisionRefused(refusal, case=read.case.no, step=step.number, person=person)
