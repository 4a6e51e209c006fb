"""Who prepares a step for the leader it waits for; they see what the leader sees, and decide nothing."""

from flows.case.read import CaseRead
from flows.case.travelling import namesakes_of, travellers_of
from models.case import Step
from models.ids import PersonId, SeatKey


def prepares(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether somebody prepares a step for whoever holds its seat, as long as it waits there.

    A body's ballot is each member's own, and nobody prepares it.
    """
    if not step.is_open or step.collective:
        return False
    return any(work.sits_in(person, SeatKey(s)) for s in work.regulation.secretaries_of(step.seat))


def why_not_noted(work: CaseRead, step: Step, person: PersonId) -> str | None:
    """Return why somebody may not note anything for the leader; None for who prepares the step.

    Whoever travels, may travel, or wrote the request would speak in a matter of their own.
    """
    if not prepares(work, step, person):
        return "not_secretary"
    if person in travellers_of(work, step) | namesakes_of(work, step):
        return "own_trip"
    return "own_request" if person in work.case.authors else None
