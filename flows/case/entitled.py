"""Who may take a step at this moment: in their own seat, for somebody else, or because it was given
to them."""

from dataclasses import replace
from typing import Protocol

from config.regulation.codes import Act
from flows.case.read import CaseRead
from flows.case.travelling import namesakes_of, travellers_of
from models.acts import ACTS
from models.authority import Authority
from models.competence.deciding import Asked, Refusal, Verdict, may_decide
from models.ids import PersonId, SeatKey, body_of


def verdict_on(work: CaseRead, step: Asked, person: PersonId) -> Verdict:
    """Ask `may_decide` with the facts of this moment.

    Of a collective body only those vote who were asked when the step was opened: quorum and majority
    are counted of them. Whoever acts for another is refused too what the other may not decide; but
    for a member of a body who must not vote a substitute comes, where the regulation says so.
    """
    if any(vote.person == person for vote in getattr(step, "votes", ())):
        return Verdict(Refusal.ALREADY_VOTED)
    sitting = sitting_in(work, step)
    acting = acting_in(work, step.seat, collective=step.collective)
    verdict = _asked(work, step, person, (*sitting, *acting))
    authority = acting.get(person)
    if authority is None or person in sitting or not verdict.allowed:
        return verdict
    giver_may = _asked(work, step, authority.giver, sitting).allowed
    if giver_may is step.collective:
        return Verdict(Refusal.GIVER_EXCLUDED)
    return replace(verdict, authority=authority)


def who_may(work: CaseRead, step: Asked) -> tuple[PersonId, ...]:
    """Return all who may take a step today, those who sit in its seat first."""
    asked = dict.fromkeys(
        (*sitting_in(work, step), *acting_in(work, step.seat, collective=step.collective))
    )
    return tuple(person for person in asked if verdict_on(work, step, person).allowed)


def stand_ins(work: CaseRead, step: Asked, person: PersonId) -> tuple[PersonId, ...]:
    """Return who else may take a step than somebody whom no letter reaches; each vote is one's own."""
    if step.collective:
        return ()
    return tuple(each for each in who_may(work, step) if each != person)


def sitting_in(work: CaseRead, step: Asked) -> tuple[PersonId, ...]:
    """Return who holds the seat of a step, and those of its body it was reassigned to."""
    holding = work.holders(step.seat, collective=step.collective)
    asked = getattr(step, "holders", None)
    if step.collective and asked is not None:
        holding = tuple(person for person in holding if person in asked)
    given = getattr(step, "reassigned", ())
    return (*holding, *(person for person in given if can_be_given(work, step, person)))


def can_be_given(work: CaseRead, step: Asked, person: PersonId) -> bool:
    """Tell whether the office may give a step to somebody: to any colleague of the seat's holder.

    What is its holder's alone is given to nobody but a deputy.
    """
    if not is_holders_alone(step):
        return work.is_of_body(person, body_of(step.seat))
    return any(person in work.holders(SeatKey(seat)) for seat in deputies_of(work, step))


class OfAct(Protocol):
    """What asks for an act: a step, or what many of them have in common."""

    @property
    def act(self) -> Act: ...


def is_holders_alone(step: OfAct) -> bool:
    """Tell whether a step is its holder's own: who judges or signs is reached by an authority."""
    return ACTS[step.act].judges or step.act is Act.SIGN


def deputies_of(work: CaseRead, step: Asked) -> tuple[str, ...]:
    """Return the seats whose holders stand in for the one that is asked, by the regulation."""
    return work.regulation.deputies_of(step.seat)


def acting_in(
    work: CaseRead, seat: SeatKey, *, collective: bool = False
) -> dict[PersonId, Authority]:
    """Return who may act in a seat for somebody who sits there today, and under which authority.

    In a collective body nobody does unless the regulation lets substitutes in.
    """
    if collective and not _lets_substitutes_in(work, seat):
        return {}
    sitting = work.holders(seat)
    found = (a for a in work.authorities if seat in a.seats and a.giver in sitting)
    return {authority.holder: authority for authority in found}


def _lets_substitutes_in(work: CaseRead, seat: SeatKey) -> bool:
    body = work.regulation.body_of(seat)
    return bool(body and body.voting and body.voting.substitutes)


def _asked(work: CaseRead, step: Asked, person: PersonId, holders: tuple[PersonId, ...]) -> Verdict:
    judges = ACTS[step.act].judges
    return may_decide(
        person,
        work.case,
        step,
        holders=frozenset(holders),
        travellers=travellers_of(work, step) if judges else frozenset(),
        namesakes=namesakes_of(work, step) if judges else frozenset(),
    )
