"""Who may take which step: one rule, asked at routing and again inside the decision's transaction."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from config.regulation.codes import Act, Stage
from models.acts import ACTS
from models.authority import Authority
from models.case import Case, Step, StepState
from models.ids import PersonId, SeatKey, body_of


class Refusal(StrEnum):
    """Why somebody may not take a step, or change a programme.

    Stored in the journal: the names never change.
    """

    NOT_HOLDER = "not_holder"
    OWN_TRIP = "own_trip"
    OWN_REQUEST = "own_request"
    SIGNED_FOR_UNIT = "signed_for_unit"
    MAY_TRAVEL = "may_travel"
    OTHER_BODY = "other_body"
    ALREADY_VOTED = "already_voted"
    GIVER_EXCLUDED = "giver_excluded"
    NOT_IN_CHARGE = "not_in_charge"


JUDGING = frozenset(act for act, declared in ACTS.items() if declared.judges)
SITS_BY_OFFICE = "sits_by_office"


class Asked(Protocol):
    """A step, planned or open: what is asked, of which seat, of one person or a collective."""

    @property
    def stage(self) -> Stage: ...
    @property
    def act(self) -> Act: ...
    @property
    def seat(self) -> SeatKey: ...
    @property
    def key(self) -> str: ...
    @property
    def collective(self) -> bool: ...


@dataclass(frozen=True)
class Verdict:
    """The answer: refused with a reason, or allowed, with what must be shown and journaled.

    `authority` is the one under which the person acts for somebody else.
    """

    refusal: Refusal | None = None
    notes: tuple[str, ...] = ()
    authority: Authority | None = None

    @property
    def allowed(self) -> bool:
        return self.refusal is None


def may_decide(
    person: PersonId,
    case: Case,
    step: Asked,
    *,
    holders: frozenset[PersonId],
    travellers: frozenset[PersonId],
    namesakes: frozenset[PersonId] = frozenset(),
) -> Verdict:
    """Tell whether a person may take a step of a case.

    `holders` hold the step's seat now (for a collective body: its members); `travellers` are the
    directory ids of the delegation, `namesakes` those who bear the name of a traveller of whom nobody
    has said that it is somebody else. Nobody judges their own trip, a request they wrote, changed or
    signed for the unit, or one case alone for two bodies. A seat in a collective body that comes with
    an office does not exclude from deciding alone elsewhere, but is shown and journaled.
    Administrators are not exempt.
    """
    if person not in holders:
        return Verdict(Refusal.NOT_HOLDER)
    if not ACTS[step.act].judges:
        return Verdict()
    if person in travellers:
        return Verdict(Refusal.OWN_TRIP)
    if person in namesakes:
        return Verdict(Refusal.MAY_TRAVEL)
    if person in case.authors:
        return Verdict(Refusal.OWN_REQUEST)
    if any(_signed(person, other) for other in case.steps):
        return Verdict(Refusal.SIGNED_FOR_UNIT)
    elsewhere = [other for other in case.steps if _judged_for_another_body(person, other, step)]
    if any(not other.collective and not step.collective for other in elsewhere):
        return Verdict(Refusal.OTHER_BODY)
    return Verdict(notes=(SITS_BY_OFFICE,) if elsewhere else ())


def _signed(person: PersonId, other: Step) -> bool:
    """Tell whether a person has signed the request for its unit, or an earlier version of it."""
    return other.act is Act.SIGN and person in (other.decided_by, other.on_behalf_of)


def _judged_for_another_body(person: PersonId, other: Step, step: Asked) -> bool:
    """Tell whether a person has judged this case in the seat of another body already."""
    decided = person in (other.decided_by, other.on_behalf_of)
    took_part = decided or any(vote.person == person for vote in other.votes)
    judged = ACTS[other.act].judges and other.state is not StepState.VOID
    return took_part and judged and body_of(other.seat) != body_of(step.seat)
