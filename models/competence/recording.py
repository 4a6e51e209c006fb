"""Who may record what somebody else answered on paper, or a body decided in a meeting. Pure.

To record is a right of its own beside deciding: whoever has it speaks for somebody who is not there, so
it is nobody's who has a part in what is recorded.
"""

from enum import StrEnum

from models.acts import ACTS
from models.case import Case, Step
from models.ids import PersonId


class NotRecorded(StrEnum):
    """Why somebody may not record an answer of others. Stored in the journal: the names never change."""

    NOT_KEEPER = "not_keeper"
    OWN_TRIP = "records_own_trip"
    OWN_REQUEST = "records_own_request"
    OWN_UNIT = "records_for_own_unit"
    OWN_SEAT = "records_own_seat"
    SECOND_SEAT = "records_second_seat"
    DISPUTED = "records_disputed"


# Noted with what was recorded, where the regulation lets one clerk record for several bodies.
ONE_CLERK = "one_clerk"


def may_record(
    person: PersonId,
    case: Case,
    step: Step,
    *,
    keeps: bool,
    travels: bool,
    of_unit: bool,
    in_seat: bool,
    one_clerk_suffices: bool,
) -> NotRecorded | None:
    """Return why somebody may not record an answer to a step; None where they may.

    `keeps`: they hold a seat that keeps the papers of the body asked; `travels`: they go along by a
    version the step is about, or may; `of_unit`: they are of the unit that submits; `in_seat`: they hold
    the step's seat, or act in it.
    """
    if not keeps:
        return NotRecorded.NOT_KEEPER
    if travels:
        return NotRecorded.OWN_TRIP
    if person in case.authors:
        return NotRecorded.OWN_REQUEST
    if of_unit:
        return NotRecorded.OWN_UNIT
    if in_seat:
        return NotRecorded.OWN_SEAT
    if any(person in other.disputed for other in case.steps if other.place == step.place):
        # The paper is checked by somebody else.
        return NotRecorded.DISPUTED
    if records_alone(person, case, step) and not one_clerk_suffices:
        return NotRecorded.SECOND_SEAT
    return None


def recorded_for(step: Step, person: PersonId) -> PersonId | None:
    """Return the clerk who recorded an answer of somebody to a step; None where nobody did."""
    if step.decided_by == person:
        return step.recorded_by
    return next((vote.recorded_by for vote in step.votes if vote.person == person), None)


def records_alone(person: PersonId, case: Case, step: Step) -> bool:
    """Tell whether with this step somebody would have recorded for two seats that judge the case."""
    return ACTS[step.act].judges and any(
        other.seat != step.seat and ACTS[other.act].judges and not other.is_void
        for other in case.steps
        if person in (other.recorded_by, *(vote.recorded_by for vote in other.votes))
    )
