"""How the votes of a collective body become its decision."""

from datetime import UTC, datetime
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import VotingBase
from config.regulation.parts import Voting
from models.acts import Chosen
from models.case import Vote
from models.ids import PersonId
from models.voting import outcome
from tests.factories.regulation import make_source

AT = datetime(2020, 7, 6, tzinfo=UTC)
CHOICES = ("vote_for", "vote_against", "abstain")


def make_voting(**changed):
    defaults = {
        "quorum": Fraction(2, 3),
        "majority": Fraction(1, 2),
        "majority_of": VotingBase.ALL,
        "chair_casts": False,
        "source": make_source(),
    }
    return Voting(**{**defaults, **changed})


def votes(*choices):
    return [Vote(PersonId(f"member-{number}"), choice, AT) for number, choice in enumerate(choices)]


def test_more_than_half_of_all_members_for_is_an_approval():
    assert (
        outcome(
            votes(*["vote_for"] * 3, "vote_against"), members=5, chair=None, voting=make_voting()
        )
        == Chosen.APPROVE
    )


def test_half_of_all_members_for_is_none_yet():
    cast = votes("vote_for", "vote_for", "vote_against")

    assert outcome(cast, members=4, chair=None, voting=make_voting()) is None


def test_a_majority_without_the_quorum_is_none_yet():
    cast = votes("vote_for", "vote_for", "vote_for")

    assert outcome(cast, members=5, chair=None, voting=make_voting(quorum=Fraction(4, 5))) is None


def test_the_chairs_vote_decides_only_votes_that_just_reach_the_majority():
    voting = make_voting(chair_casts=True)
    cast = votes("vote_for", "vote_against", "abstain", "abstain", "abstain")

    assert outcome(cast, members=5, chair="member-0", voting=voting) == Chosen.REJECT


def test_half_of_all_members_goes_as_the_chair_voted():
    voting = make_voting(chair_casts=True)
    cast = votes("vote_for", "vote_for", "vote_against", "abstain")

    assert outcome(cast, members=4, chair="member-0", voting=voting) == Chosen.APPROVE


def test_an_abstention_counts_as_present_but_not_as_for():
    cast = votes("vote_for", "vote_for", "abstain", "abstain")

    assert outcome(cast, members=4, chair=None, voting=make_voting()) == Chosen.REJECT


def test_a_tie_goes_as_the_chair_voted_where_the_chair_casts():
    cast = votes("vote_for", "vote_against")
    voting = make_voting(chair_casts=True)

    assert outcome(cast, members=2, chair="member-0", voting=voting) == Chosen.APPROVE


def test_a_tie_without_a_casting_vote_is_no_majority():
    assert (
        outcome(votes("vote_for", "vote_against"), members=2, chair=None, voting=make_voting())
        == Chosen.REJECT
    )


@given(
    cast=st.lists(st.sampled_from(CHOICES), min_size=1, max_size=5),
    missing=st.integers(0, 2),
    base=st.sampled_from(VotingBase),
    casts=st.booleans(),
    quorum=st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)]),
)
def test_a_result_declared_early_is_the_result_of_every_way_the_rest_may_vote(
    cast, missing, base, casts, quorum
):
    voting = make_voting(majority_of=base, chair_casts=casts, quorum=quorum)
    members = len(cast) + missing
    early = outcome(votes(*cast), members=members, chair="member-0", voting=voting)

    finals = {
        outcome(votes(*cast, *rest), members=members, chair="member-0", voting=voting)
        for rest in product(CHOICES, repeat=missing)
    }

    assert early is None or finals == {early}
