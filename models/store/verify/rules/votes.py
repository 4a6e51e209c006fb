"""Votes of a body, and whether they make what it is said to have decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from models.store.verify.rules.acts import OF_A_BODY, VOTES
from models.store.verify.rules.people import (
    demand_asked,
    demand_by_who_answered,
    demand_recorded_well,
)
from models.store.verify.rules.regulation import Ballot
from models.store.verify.rules.told import ENGINE, CaseTold, Said


def vote_cast(told: CaseTold, said: Said) -> None:
    """A vote is a member's own, the first, in a body that still votes."""
    step = told.open_step(said["step"])
    told.demand(step["collective"], "step", said["step"], "one of a body that votes")
    choice = said["choice"]
    told.demand(choice in VOTES, "choice", choice, f"one of {sorted(VOTES)}")
    for needed in VOTES[choice]:
        from_minutes = said["identity"] == "minutes"
        told.demand(said[needed] or from_minutes, needed, None, f"what {choice} needs")
    voted = said["person"] in told.votes_of(said["step"])
    told.demand(not voted, "person", said["person"], "who has not voted yet")
    demand_asked(told, step, said)
    demand_recorded_well(told, step, said)
    told.demand_seen(step, said["seen"])
    demand_by_who_answered(told, said)


def vote_taken_back(told: CaseTold, said: Said) -> None:
    """Somebody takes a vote of their own back while the body still votes."""
    told.open_step(said["step"])
    told.demand(
        said["person"] in told.votes_of(said["step"]), "person", said["person"], "who has voted"
    )
    told.by(said["person"])


def demand_decided_by_votes(told: CaseTold, step: Said, said: Said) -> None:
    """Demand that a body's outcome is what its votes make, counted anew by the regulation's text.

    The chair is known to the directory alone, so where votes just reach the majority either outcome
    may stand that a chair among those asked could have cast.
    """
    choice = said["choice"]
    told.demand(choice in OF_A_BODY, "choice", choice, f"one of {OF_A_BODY}")
    told.demand(said["person"] is None, "person", said["person"], "nobody: the body decided")
    told.by(said.get("recorded_by") or ENGINE)
    demand_recorded_well(told, step, said)
    answered = any(vote["answer"] for vote in told.votes_of(said["step"]).values())
    in_time = [n for n in objections(told, step) if told.step(n)["state"] != "silent"]
    # A late one does not bind a chair who has voted; when the chair did, the directory alone knows.
    unanswered = choice == "approve" and in_time and not answered
    told.demand(not unanswered, "answer", None, "that of the chair to an objection")
    ballot = told.rulebook.ballot(step["seat"]) if told.rulebook else None
    if ballot is None:
        # A regulation that is gone, or says nothing of it, is a difference of its own.
        return
    votes = {person: vote["choice"] for person, vote in told.votes_of(said["step"]).items()}
    count = Count(votes, len(step["holders"]), ballot)
    in_meeting = said["identity"] == "minutes"
    possible = count.closed() if in_meeting else count.outcome()
    told.demand(choice in possible, "choice", choice, f"{possible or 'none yet'}, by the votes")


def objections(told: CaseTold, step: Said) -> list[int]:
    """Return the objections that stand before whoever takes a step."""
    return [n for n in step["shows"] if told.step(n)["choice"] == "object"]


@dataclass(frozen=True)
class Count:
    """The votes of a body, counted by its rule."""

    votes: Mapping[str, str]
    members: int
    ballot: Ballot

    def closed(self) -> list[str]:
        """Return what a vote that nobody adds to may decide; nothing without a quorum."""
        tally = self._tally()
        return self._results(tally) if self._is_quorate(tally) else []

    def outcome(self) -> list[str]:
        """Return what no further vote can change; nothing before that."""
        tally, missing = self._tally(), self.members - len(self.votes)
        if missing <= 0:
            return self._results(tally) if self._is_quorate(tally) else ["reject"]
        if not self._is_quorate(tally):
            return []
        yes, no, abstained = tally
        if self._share((yes, no + missing, abstained)) > self.ballot.majority:
            return ["approve"]
        best = self._share((yes + missing, no, abstained))
        may_still = best > self.ballot.majority
        may_tie = self.ballot.chair_casts and best == self.ballot.majority
        return [] if may_still or may_tie else ["reject"]

    def _results(self, tally: tuple[int, int, int]) -> list[str]:
        share = self._share(tally)
        if share > self.ballot.majority:
            return ["approve"]
        if share < self.ballot.majority or not self.ballot.chair_casts:
            return ["reject"]
        # The chair's own vote decides, and was one of these; or the chair took no part.
        return ["approve", "reject"] if tally[0] else ["reject"]

    def _tally(self) -> tuple[int, int, int]:
        cast = list(self.votes.values())
        return cast.count("vote_for"), cast.count("vote_against"), cast.count("abstain")

    def _is_quorate(self, tally: tuple[int, int, int]) -> bool:
        return Fraction(sum(tally), self.members) >= self.ballot.quorum

    def _share(self, tally: tuple[int, int, int]) -> Fraction:
        yes, no, abstained = tally
        voting, present = yes + no, yes + no + abstained
        base = {"all": self.members, "present": present, "voting": voting}[self.ballot.majority_of]
        return Fraction(yes, base) if base else Fraction(0)
