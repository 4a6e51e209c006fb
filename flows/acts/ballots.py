"""Votes in a collective body: recorded one by one, until no further vote can change the result."""

from config.regulation.parts import Voting
from flows.case.at_work import CaseAtWork
from flows.case.read import CaseRead
from models import entries as e
from models import voting
from models.acts import Chosen
from models.case import Step
from models.errors import RegulationInvalid
from models.ids import NOBODY, PersonId, SeatKey, body_of

_OF_A_VOTE = set(e.VoteCast.model_fields) - {"person"}


def cast(work: CaseAtWork, step: Step, ballot: e.StepDecided) -> None:
    """Record a vote; once no further vote can change the result, the body has decided."""
    person = ballot.person or NOBODY
    work.record(
        e.VoteCast(**ballot.model_dump(include=_OF_A_VOTE) | {"person": person}),
        actor=ballot.recorded_by or person,
    )
    voted = work.case.steps[step.number - 1]
    result = voting.outcome(
        voted.votes,
        members=len(voted.holders),
        chair=chair_of(work, voted),
        voting=voting_of(work, voted),
    )
    if result == Chosen.APPROVE and objection_unanswered(work, voted):
        return
    if result:
        reasons = [v for v in voted.votes if v.remarks and v.choice == Chosen.VOTE_AGAINST]
        work.record(
            e.StepDecided(
                step=voted.number,
                choice=result,
                person=None,
                remarks=reasons[-1].remarks if result == Chosen.REJECT and reasons else None,
                answer=next((v.answer for v in voted.votes if v.answer), None),
                seen=ballot.seen,
            )
        )


def objections(work: CaseRead, step: Step) -> list[Step]:
    """Return the objections that whoever takes a step has to answer.

    One that came late, after the chair of a body had voted, binds nobody to an answer any more.
    """
    found = [s for n in step.shows if (s := work.case.step(n)) and s.objects]
    chair = chair_of(work, step) if step.collective else None
    voted = next((vote.at for vote in step.votes if vote.person == chair), None)
    return [s for s in found if not (s.is_late and voted and s.decided_at and voted < s.decided_at)]


def objection_unanswered(work: CaseRead, step: Step) -> bool:
    """Tell whether the body would agree before its chair has answered an objection."""
    return bool(objections(work, step)) and not any(vote.answer for vote in step.votes)


def chair_of(work: CaseRead, step: Step) -> PersonId | None:
    """Return who chairs the body in this step; None when the chair does not take part in it."""
    body = body_of(step.seat)
    holding = work.holders(SeatKey(f"{body}/chair"))
    return next((person for person in holding if person in step.holders), None)


def voting_of(work: CaseRead, step: Step) -> Voting:
    """Return how the body of a step votes; raises `RegulationInvalid`."""
    body = work.regulation.body_of(step.seat)
    if body is None or body.voting is None:
        raise RegulationInvalid(name=work.regulation.name, what=f"{step.seat} has no voting")
    return body.voting
