"""What is shown of a step that has its outcome, and of a version of the dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from models.acts import Effect
from models.authority import Authority
from models.case import Step, StepState, Vote
from models.request.parts import Sum
from models.timeline.rounds import Round
from web.dossier.readable import DifferenceShown
from web.ground.names import NamesKnown


@dataclass(frozen=True)
class StepPaper:
    """A paper with which a step was answered; the file of a `secret` one never came here.

    `incoming` is its number in the office's register of papers that come in, where one was given.
    """

    number: str
    dated: date | None
    digest: str
    file_name: str
    secret: bool = False
    incoming: str = ""


@dataclass(frozen=True)
class ActedFor:
    """For whom somebody acted, under which authority, in which capacity."""

    name: str
    authority: int | None
    capacity: str


def acts_for(authority: Authority | None, names: NamesKnown) -> ActedFor | None:
    """Return in whose place somebody would answer; None for whoever answers for themselves."""
    if authority is None:
        return None
    return ActedFor(names.person(authority.giver), authority.number, authority.capacity)


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
class SettledShown:
    """What was spent of a sum of the estimate; `estimated` is None for one the estimate has no more."""

    spent: Sum
    estimated: Decimal | None

    @property
    def exceeds(self) -> bool:
        """Tell whether more was spent than was estimated."""
        return self.estimated is not None and self.spent.amount > self.estimated


@dataclass(frozen=True)
class OutcomeShown:
    """A step with what came of it, in words. `counts`: it stands for the dossier in force.

    `item` is what the step is about, `to` the seat that something was given to, `refused` the members
    who may not go, `settled` what was spent, `told_apart` who was found to be nobody of them. What came
    on paper has its `evidence` and whoever recorded it; `by_reply`: a letter was answered. `votes` are
    there where the reader sees them by name, `tally` counts them for whoever sees how many. `reads`:
    what was said is for this reader.
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
    by_reply: bool = False
    refused: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()
    settled: tuple[SettledShown, ...] = ()
    remarks_on: tuple[RemarkShown, ...] = ()
    tally: Mapping[str, int] | None = None
    reads: bool = True

    @property
    def is_done_again(self) -> bool:
        """Tell whether this asked for something to be handed in anew, which has been done."""
        return not self.counts and self.step.effect in (Effect.TO_UNIT, Effect.AGAIN)

    @property
    def is_against(self) -> bool:
        """Tell whether a decider must see this before anything else: an objection, a silence."""
        return (
            self.counts
            and self.reads
            and (self.step.objects or self.step.state is StepState.SILENT)
        )


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
