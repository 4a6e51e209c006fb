"""What is shown of a step that has its outcome, and of a version of the dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from models.acts import Effect
from models.case import Step, StepState, Vote
from models.timeline.rounds import Round
from web.dossier.readable import DifferenceShown


@dataclass(frozen=True)
class StepPaper:
    """A paper with which a step was answered."""

    number: str
    dated: date | None
    digest: str
    file_name: str


@dataclass(frozen=True)
class ActedFor:
    """For whom somebody acted, under which authority, in which capacity."""

    name: str
    authority: int | None
    capacity: str


@dataclass(frozen=True)
class VoteShown:
    """A vote, and in whose place it was cast."""

    by: str
    vote: Vote
    remarks: str
    answer: str
    acted_for: ActedFor | None


@dataclass(frozen=True)
class RemarkShown:
    """What a return says of one field of the dossier; `title` is what the field is called."""

    field: str
    title: str
    words: str


@dataclass(frozen=True)
class OutcomeShown:
    """A step with what came of it, in words. `counts`: it stands for the dossier in force.

    `item` is what the step is about, `to` the seat that something was given to, `refused` the members
    who may not go, `told_apart` who was found to be nobody of them. What came on paper has its
    `evidence` and whoever recorded it. `votes` are those the regulation shows, `tally` counts them
    where it shows none.
    """

    step: Step
    seat: str
    item: str
    by: str
    to: str
    remarks: str
    answer: str
    paper: StepPaper | None
    votes: tuple[VoteShown, ...]
    counts: bool
    acted_for: ActedFor | None = None
    evidence: StepPaper | None = None
    recorded_by: str = ""
    refused: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()
    remarks_on: tuple[RemarkShown, ...] = ()
    tally: Mapping[str, int] | None = None

    @property
    def is_done_again(self) -> bool:
        """Tell whether this asked for something to be handed in anew, which has been done."""
        return not self.counts and self.step.effect in (Effect.TO_UNIT, Effect.AGAIN)

    @property
    def is_against(self) -> bool:
        """Tell whether a decider must see this before anything else: an objection, a silence."""
        return self.counts and (self.step.objects or self.step.state is StepState.SILENT)


@dataclass(frozen=True)
class VersionShown:
    """A version of the dossier: when it came into force, for whom it was filed, what it changed.

    `changed` are the names of the facts, `differences` what differs in words. `round` says how long
    the unit and the approvers had it; None where nobody was asked anything.
    """

    number: int
    at: datetime
    filed_for: str
    digest: str
    changed: tuple[str, ...]
    differences: tuple[DifferenceShown, ...] = ()
    round: Round | None = None
