"""Who keeps the papers of a body, and may record at this moment what came on one."""

from flows.case.entitled import acting_in, sitting_in
from flows.case.read import CaseRead
from flows.case.travelling import namesakes_of, travellers_of
from models.case import Step
from models.competence.recording import ONE_CLERK, NotRecorded, may_record, records_alone
from models.ids import PersonId, SeatKey
from models.regulations import regulation_in_force


def keepers_of(work: CaseRead, seat: SeatKey) -> tuple[SeatKey, ...]:
    """Return the seats that keep the papers of a seat's body.

    A regulation of earlier days does not say who does; then the one in force does, and else the focal
    office.
    """
    said = work.regulation.papers_of(seat) or regulation_in_force(work.settings).papers_of(seat)
    return tuple(SeatKey(keeper) for keeper in said or (work.regulation.focal_office,))


def keeps_papers_of(work: CaseRead, seat: SeatKey, person: PersonId) -> bool:
    """Tell whether somebody keeps the papers of a seat's body today."""
    return any(work.sits_in(person, keeper) for keeper in keepers_of(work, seat))


def why_not_recorded(work: CaseRead, step: Step, person: PersonId) -> NotRecorded | None:
    """Ask `may_record` with the facts of this moment."""
    sits = (*sitting_in(work, step), *acting_in(work, step.seat, collective=step.collective))
    going = travellers_of(work, step) | namesakes_of(work, step)
    return may_record(
        person,
        work.case,
        step,
        keeps=keeps_papers_of(work, step.seat, person),
        travels=person in going,
        of_unit=work.is_of_unit(person),
        in_seat=person in sits,
        one_clerk_suffices=work.regulation.one_clerk_suffices,
    )


def notes_of_record(work: CaseRead, step: Step, clerk: PersonId) -> tuple[str, ...]:
    """Return what auditors should see at a glance: one clerk records for a second body that judges."""
    return (ONE_CLERK,) if records_alone(clerk, work.case, step) else ()
