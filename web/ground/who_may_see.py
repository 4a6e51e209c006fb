"""Who may see what of a case: those who have a part in it, and those who look after it."""

from flows.case.entitled import acting_in, sitting_in
from flows.case.read import CaseRead
from models.case import Step
from models.ids import body_of
from models.kinds import KINDS
from models.store import directory


def has_part_in(work: CaseRead, step: Step, person: str) -> bool:
    """Tell whether somebody is asked by a step, acts for who is, or has answered it."""
    voted = [vote.person for vote in step.votes]
    if person in (*step.holders, *voted, step.decided_by, *sitting_in(work, step)):
        return True
    return person in acting_in(work, step.seat, collective=step.collective)


def looks_after(work: CaseRead, person: str) -> bool:
    """Tell whether somebody is of the submitting unit, the focal office or a visit's coordinator."""
    also = KINDS[work.case.kind].looked_after_by(work.regulation)
    seats = (work.regulation.focal_office, *(work.seat(seat) for seat in also))
    bodies = {work.case.unit, *(body_of(seat) for seat in seats)}
    return not bodies.isdisjoint(directory.bodies_of(work.conn, person, work.today))


def may_read(work: CaseRead, person: str) -> bool:
    """Tell whether a person has or had a step of a case, wrote its request, or looks after it."""
    steps = work.case.steps
    asked = {holder for step in steps for holder in step.holders}
    took = {vote.person for step in steps for vote in step.votes}
    took |= {step.decided_by for step in steps if step.decided_by}
    return person in asked | took | set(work.case.authors) or looks_after(work, person)


def may_see_reception(work: CaseRead, person: str) -> bool:
    """Tell whether somebody may see how all arrangements of a visit stand; auditors may."""
    return looks_after(work, person) or person in work.holders(work.regulation.auditor)


def may_see_case(work: CaseRead, person: str) -> bool:
    """Tell whether somebody may see a case as a whole: who looks after it, has a part in it, audits."""
    if person in work.case.authors or may_see_reception(work, person):
        return True
    return any(has_part_in(work, step, person) for step in work.case.steps)
