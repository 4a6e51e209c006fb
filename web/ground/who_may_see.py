"""Who may see what: the rules behind the permissions of the pages, and how people are held to them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from flows.acts.meetings import keeps_papers
from flows.acts.revising_programme import may_revise
from flows.case.entitled import acting_in, sitting_in
from flows.case.read import CaseRead
from flows.case.recording import keeps_papers_of
from flows.case.undoing import voted_in
from models.case import Step
from models.competence.deciding import Refusal
from models.competence.recording import NotRecorded
from models.errors import DecisionRefused, DoanError
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.kinds import KINDS
from models.store.sign_in import Attempt
from web.ground.permission import Permission
from web.ground.refusals import NotForYou
from web.ground.security_log import note
from web.ground.visitor import SignedIn


def has_part_in(work: CaseRead, step: Step, person: PersonId) -> bool:
    """Tell whether somebody may take a step today, or has answered it and is of its body still.

    With the seat, or the authority, ends what its holder may see: links made before grant nothing.
    """
    if person in sitting_in(work, step):
        return True
    if person in acting_in(work, step.seat, collective=step.collective):
        return True
    answered = person == step.decided_by or voted_in(step, person)
    return answered and work.is_of_body(person, body_of(step.seat))


def looks_after(work: CaseRead, person: PersonId) -> bool:
    """Tell whether somebody is of the submitting unit, the focal office or a visit's coordinator."""
    also = KINDS[work.case.kind].looked_after_by(work.regulation)
    seats = (SeatKey(work.regulation.focal_office), *(work.seat(seat) for seat in also))
    bodies = {work.case.unit, *(body_of(seat) for seat in seats)}
    return not bodies.isdisjoint(work.bodies_of(person))


def may_read(work: CaseRead, person: PersonId) -> bool:
    """Tell whether a person has or had a step of a case, or looks after it."""
    return looks_after(work, person) or any(
        has_part_in(work, step, person) for step in work.case.steps
    )


def may_see_reception(work: CaseRead, person: PersonId) -> bool:
    """Tell whether somebody may see how all arrangements of a visit stand; auditors may."""
    return looks_after(work, person) or person in work.holders(SeatKey(work.regulation.auditor))


def may_see_case(work: CaseRead, person: PersonId) -> bool:
    """Tell whether somebody may see a case as a whole: who looks after it, has a part in it, audits.

    So may who keeps the papers of whoever is asked now: an answer may come on one.
    """
    if may_read(work, person) or may_see_reception(work, person):
        return True
    return any(keeps_papers_of(work, step.seat, person) for step in work.case.open_steps)


def takes_part(work: CaseRead, person: PersonId) -> bool:
    """Tell whether somebody has a part in a visit, or in an item: leads, interprets, answers for it."""
    if may_read(work, person) or may_see_reception(work, person):
        return True
    return any(call.person == person for call in work.case.calls)


_OF_CASES: dict[Permission, Callable[[CaseRead, PersonId], bool]] = {
    Permission.SEES_CASE: may_see_case,
    Permission.READS_FILES: may_read,
    Permission.OF_UNIT: CaseRead.is_of_unit,
    Permission.OF_OFFICE: CaseRead.is_of_office,
    Permission.LOOKS_AFTER: may_see_reception,
    Permission.TAKES_PART: takes_part,
    Permission.CHANGES_PROGRAMME: may_revise,
}


def lets_in(work: CaseRead, visitor: SignedIn) -> bool:
    """Tell whether the permission of a page lets a person see it; without a rule nobody does."""
    person = visitor.person.id
    if visitor.permission is Permission.RECORDS:
        return keeps_papers_of(work, work.step(visitor.address.step).seat, person)
    if visitor.permission is Permission.OF_STEP:
        return has_part_in(work, work.step(visitor.address.step), person)
    rule = _OF_CASES.get(visitor.permission)
    return rule is not None and rule(work, person)


@contextmanager
def case_for(visitor: SignedIn) -> Iterator[CaseRead]:
    """Read the case of a page for whoever may see it; raises what `refusal_of` says for others."""
    with visitor.running.desk.reading(visitor.address.case_no) as work:
        if lets_in(work, visitor):
            yield work
            return
    raise refusal_of(visitor)


@contextmanager
def papers_for(visitor: SignedIn, body: BodyKey) -> Iterator[Connection]:
    """Read for a page about a body, for who keeps its papers; raises `DecisionRefused` for others."""
    desk = visitor.running.desk
    with desk.store.reading() as conn:
        is_keeper = visitor.permission is Permission.KEEPS_PAPERS
        if not (is_keeper and keeps_papers(conn, desk.regulation(), body, visitor.person.id)):
            raise refusal_of(visitor)
        yield conn


def refusal_of(visitor: SignedIn) -> DoanError:
    """Return why a page is not for somebody; an attempt to see it stands in the security log.

    Where people help a case along, they are told what they are not, and nothing is logged.
    """
    person, address = visitor.person.id, visitor.address
    if visitor.permission is Permission.OF_STEP and visitor.linked:
        # The link was made for them: they held the seat, or acted in it, and do so no more.
        return DecisionRefused(Refusal.NOT_HOLDER, case=address.case_no, step=address.step)
    if visitor.permission in (Permission.RECORDS, Permission.KEEPS_PAPERS):
        return DecisionRefused(NotRecorded.NOT_KEEPER, person=person)
    if visitor.permission is Permission.OF_OFFICE:
        return DecisionRefused("not_of_office", person=person)
    if visitor.permission is Permission.CHANGES_PROGRAMME:
        return DecisionRefused(Refusal.NOT_IN_CHARGE, case=address.case_no)
    note(visitor.running, Attempt.OTHER_PERSON, address, person)
    return NotForYou()
