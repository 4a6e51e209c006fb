"""How a collective body's votes become its decision."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction

from config.regulation.codes import VotingBase
from config.regulation.parts import Voting
from models.acts import Chosen
from models.case import Vote
from models.ids import PersonId

_SOME_TIME = datetime.max.replace(tzinfo=UTC)


def outcome(
    votes: Sequence[Vote], *, members: int, chair: str | None, voting: Voting
) -> Chosen | None:
    """Return `approve` or `reject` once no further vote can change it; None before that.

    The quorum is a share of the members, reached by votes cast (abstentions count as present). The
    majority must be *exceeded*; votes that just reach it go as the chair voted where the chair casts.
    Silence is never a vote: members who do not answer keep the body from a result that could still
    turn. Source: `voting.source` of the regulation.
    """
    cast = _count(votes)
    missing = members - len(votes)
    if missing == 0:
        return _result(cast, members=members, chair_for=_chair_vote(votes, chair), voting=voting)
    if not _has_quorum(cast, members, voting):
        return None
    worst = (cast[0], cast[1] + missing, cast[2])
    if _exceeds(worst, members, voting):
        return Chosen.APPROVE
    best = (cast[0] + missing, cast[1], cast[2])
    return (
        None if _exceeds(best, members, voting) or _ties(best, members, voting) else Chosen.REJECT
    )


def can_be_reached(
    votes: Sequence[Vote],
    able: Sequence[PersonId],
    *,
    members: int,
    chair: str | None,
    voting: Voting,
) -> bool:
    """Tell whether those who may still vote can bring the body to a result at all.

    Members who left since they were asked count among the `members`, and vote no more. Were all the
    others to vote alike, the result would be as near as it can be.
    """
    alike = (Chosen.VOTE_FOR, Chosen.VOTE_AGAINST)
    return any(
        outcome(
            (*votes, *(Vote(person, choice, _SOME_TIME) for person in able)),
            members=members,
            chair=chair,
            voting=voting,
        )
        for choice in alike
    )


def closed(
    votes: Sequence[Vote], *, members: int, chair: str | None, voting: Voting
) -> Chosen | None:
    """Return what a vote that nobody adds to any more decides; None without a quorum.

    So it is in a meeting, where those who are absent stay absent.
    """
    cast = _count(votes)
    if not _has_quorum(cast, members, voting):
        return None
    return _result(cast, members=members, chair_for=_chair_vote(votes, chair), voting=voting)


def _result(cast: tuple[int, int, int], *, members: int, chair_for: bool, voting: Voting) -> Chosen:
    if not _has_quorum(cast, members, voting):
        return Chosen.REJECT
    if _exceeds(cast, members, voting) or (_ties(cast, members, voting) and chair_for):
        return Chosen.APPROVE
    return Chosen.REJECT


def _count(votes: Sequence[Vote]) -> tuple[int, int, int]:
    """Return the votes for, against and abstaining."""
    choices = [vote.choice for vote in votes]
    return (
        choices.count(Chosen.VOTE_FOR),
        choices.count(Chosen.VOTE_AGAINST),
        choices.count(Chosen.ABSTAIN),
    )


def _has_quorum(cast: tuple[int, int, int], members: int, voting: Voting) -> bool:
    return Fraction(sum(cast), members) >= voting.quorum


def _exceeds(cast: tuple[int, int, int], members: int, voting: Voting) -> bool:
    return _share(cast, members, voting) > voting.majority


def _ties(cast: tuple[int, int, int], members: int, voting: Voting) -> bool:
    return voting.chair_casts and _share(cast, members, voting) == voting.majority


def _share(cast: tuple[int, int, int], members: int, voting: Voting) -> Fraction:
    """Return the votes for, as a share of those the majority is counted of."""
    base = {
        VotingBase.ALL: members,
        VotingBase.PRESENT: sum(cast),
        VotingBase.VOTING: cast[0] + cast[1],
    }[voting.majority_of]
    return Fraction(cast[0], base) if base else Fraction(0)


def _chair_vote(votes: Sequence[Vote], chair: str | None) -> bool:
    return any(vote.person == chair and vote.choice == Chosen.VOTE_FOR for vote in votes)
