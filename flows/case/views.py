"""What somebody is shown of a case today, by the parts they have in it."""

from collections.abc import Iterator

from config.regulation.codes import Act
from flows.case.entitled import acting_in, sitting_in
from flows.case.preparing import prepares
from flows.case.read import CaseRead
from flows.case.recording import keeps_papers_of
from flows.case.undoing import voted_in
from models.case import Step
from models.competence.seeing import PART_OF, CasePart, View
from models.ids import PersonId, SeatKey, body_of, is_of_delegation
from models.kinds import KINDS


def has_part_in(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether somebody may take a step today, or has answered it and is of its body still.

    With the seat, or the authority, ends what its holder may see: links made before grant nothing.
    """
    if is_of_delegation(step.seat):
        # Whoever leads the delegation reports on it, and need not be of the unit.
        return person in (*step.holders, step.decided_by) and bool(work.bodies_of(person))
    if work.is_of_body(person, body_of(step.seat)):
        answered = person == step.decided_by or voted_in(step, person)
        if answered or person in sitting_in(work, step):
            return True
    lets_act = (a for a in work.authorities if a.holder == person and step.seat in a.seats)
    return any(lets_act) and person in acting_in(work, step.seat, collective=step.collective)


def view_of(work: CaseRead, person: PersonId) -> View:
    """Return what a person is shown of a case.

    Who keeps a body's papers sees what is shown to the body; who prepares for a leader, what is shown to
    the leader, as long as it waits there.
    """
    steps = work.case.steps
    own = frozenset(s.number for s in steps if has_part_in(work, s, person))
    kept = frozenset(s.number for s in steps if keeps_papers_of(work, s.seat, person))
    prepared = frozenset(s.number for s in steps if prepares(work, s, person))
    asked = {PART_OF[s.act] for s in steps if s.number in own | kept | prepared}
    said = {s.number for s in steps if not own.isdisjoint(_said_to(work, s))}
    voting = (s for s in steps if s.collective)
    within = (s for s in voting if s.number in own or work.is_of_body(person, body_of(s.seat)))
    return View(
        parts=frozenset((*asked, *_offices_of(work, person))),
        person=person,
        own=own | said,
        kept=kept,
        prepared=prepared,
        within=frozenset(s.number for s in within),
    )


def _said_to(work: CaseRead, step: Step) -> frozenset[int]:
    """Return the steps to whose holders the outcome of another is said.

    The unit's answer is said to whoever asked, and what the coordinator does about an assignment to
    all who had it or have it.
    """
    if step.act is Act.ANSWER:
        return frozenset({work.case.questions[step.key_number - 1].step})
    if step.act is Act.REASSIGN:
        arranged = (s for s in work.case.steps if (s.act, s.key) == (Act.ARRANGE, step.key))
        return frozenset(s.number for s in arranged)
    return frozenset()


def _offices_of(work: CaseRead, person: PersonId) -> Iterator[CasePart]:
    """Yield the parts somebody has in a case that no step of it gives them."""
    if work.is_of_unit(person):
        yield CasePart.UNIT
    if work.is_of_office(person):
        yield CasePart.FOCAL_OFFICE
    also = KINDS[work.case.kind].looked_after_by(work.regulation)
    if any(work.is_of_body(person, body_of(work.seat(seat))) for seat in also):
        yield CasePart.COORDINATOR
    if work.sits_in(person, SeatKey(work.regulation.auditor)):
        yield CasePart.AUDITOR
    if work.sits_in(person, SeatKey(work.regulation.administrator)):
        yield CasePart.ADMINISTRATOR
    if any(call.person == person for call in work.case.calls):
        yield CasePart.TAKES_PART
