"""A case as its journal tells it: what it is at a moment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from config.province_time import MovedDays
from config.regulation.codes import Act, Gate, GuestClass, Kind, Stage
from models import entries as e
from models.acts import Chosen, Effect, effect_of
from models.authority import Capacity
from models.ids import NOBODY, BodyKey, CaseNo, Digest, PersonId, SeatKey
from models.journal.entry import GENESIS
from models.programme.calendar import EventName, PartStat, Told, Why


class CaseStatus(StrEnum):
    """Where a case stands as a whole."""

    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    REJECTED = "rejected"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


# In these a case asks nothing of anybody any more.
OVER = (
    CaseStatus.REJECTED,
    CaseStatus.ARCHIVED,
    CaseStatus.WITHDRAWN,
    CaseStatus.CANCELLED,
)


class StepState(StrEnum):
    """Where a step stands. A void one counts for nothing; silence is recorded, never consent."""

    OPEN = "open"
    DECIDED = "decided"
    SILENT = "silent"
    VOID = "void"


@dataclass(frozen=True)
class Vote:
    """A member's vote in a collective body; `remarks` and `answer` are digests of erasable texts."""

    person: PersonId
    choice: str
    at: datetime
    remarks: Digest | None = None
    answer: Digest | None = None
    recorded_by: PersonId | None = None


@dataclass(frozen=True)
class Step:
    """A step of the case: what was asked of which seat, resting on what, and its outcome."""

    number: int
    stage: Stage
    act: Act
    seat: SeatKey
    key: str
    collective: bool
    holders: tuple[PersonId, ...]
    version: int
    rests_on: tuple[str, ...]
    digest: Digest
    digest_version: int
    opened_at: datetime
    due_at: datetime | None
    shows: tuple[int, ...] = ()
    state: StepState = StepState.OPEN
    overdue: bool = False
    choice: str | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    remarks: Digest | None = None
    answer: Digest | None = None
    paper_number: str | None = None
    paper_date: date | None = None
    paper_file: Digest | None = None
    day: date | None = None
    to_seat: SeatKey | None = None
    refused_members: tuple[int, ...] = ()
    told_apart: tuple[PersonId, ...] = ()
    paused_at: datetime | None = None
    reassigned: tuple[PersonId, ...] = ()
    on_behalf_of: PersonId | None = None
    capacity: Capacity | None = None
    evidence: e.PaperRef | None = None
    recorded_by: PersonId | None = None
    # The clerks whose record of it was disputed.
    disputed: tuple[PersonId, ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def place(self) -> e.StepKey:
        """Return where it stands; a round before and the planned step have the same."""
        return e.StepKey(self.stage, self.act, self.seat, self.key)

    @property
    def key_number(self) -> int:
        """Return the number its key is: of a question, a condition, an amendment, an item."""
        return int(self.key)

    @property
    def is_open(self) -> bool:
        return self.state is StepState.OPEN

    @property
    def is_void(self) -> bool:
        return self.state is StepState.VOID

    @property
    def is_late(self) -> bool:
        """Tell whether its opinion came after its silence was recorded, which stands beside it."""
        return self.state is StepState.SILENT and self.choice is not None

    @property
    def effect(self) -> Effect | None:
        """Return what the outcome does; None while there is none."""
        return effect_of(self.act, self.choice) if self.choice else None

    @property
    def objects(self) -> bool:
        """Tell whether this is an opinion against, which the decider must answer in words."""
        return self.act is Act.CONSULT and self.choice == Chosen.OBJECT


def latest(
    steps: Sequence[Step],
    stage: Stage,
    act: Act,
    key: str,
    *,
    seat: SeatKey | None = None,
    even_void: bool = False,
) -> Step | None:
    """Return the newest step of a stage and act about the same thing, of any seat or of one.

    A void one counts for nothing, unless it is asked for.
    """
    for step in reversed(steps):
        if (step.stage, step.act, step.key) != (stage, act, key) or seat not in (None, step.seat):
            continue
        if even_void or not step.is_void:
            return step
    return None


@dataclass(frozen=True)
class Commitment:
    """Something agreed on during a visit. `step` is the report that tells of it; `what` a digest."""

    number: int
    step: int
    what: Digest
    owner: SeatKey
    due: date
    agreement: bool


@dataclass(frozen=True)
class Condition:
    """A condition under which a step agreed. `what` is a digest."""

    number: int
    step: int
    what: Digest
    gate: Gate


@dataclass(frozen=True)
class Question:
    """What the holder of a step asked the unit. `what` is a digest."""

    number: int
    step: int
    person: PersonId
    what: Digest


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    OPEN = "open"
    IN_FORCE = "in_force"
    REFUSED = "refused"


@dataclass(frozen=True)
class Amendment:
    """A change of what was approved, with the short route it takes.

    `begins_at`: what it is about begins then, sooner than its steps would be due in their usual time.
    """

    number: int
    version: int | None
    begins: date | None
    ends: date | None
    dossier_digest: Digest
    changed: tuple[str, ...]
    reason: Digest | None
    route: str
    steps: tuple[e.PlannedStep, ...]
    filed_for: PersonId
    typed_by: str
    begins_at: datetime | None = None
    state: AmendmentState = AmendmentState.OPEN

    @property
    def cancels(self) -> bool:
        """Tell whether it calls the delegation off."""
        return self.version is None


@dataclass(frozen=True)
class Remark:
    """A remark on a field of a returned dossier. `what` is a digest."""

    number: int
    step: int
    field: str
    what: Digest


@dataclass(frozen=True)
class Call:
    """What somebody's calendar was told last of an item of the programme, and what it answered last.

    `answered` is the sequence of the invitation that was answered, `note` a digest.
    """

    item: int
    person: PersonId
    why: Why
    sequence: int
    event: Digest | None = None
    uid: str = ""
    organizer: str = ""
    answer: PartStat | None = None
    answered: int | None = None
    answer_stamp: datetime | None = None
    note: Digest | None = None


# What a case has before its first entry.
_NO_UNIT, _NO_DIGEST = BodyKey(""), Digest("")


@dataclass(frozen=True)
class Case:
    """A delegation's case. `seq` is the number of its entries, `head` the last link of its chain.

    `moved_days` stand in for those of its regulation, once a later list has reached it.
    """

    no: CaseNo
    kind: Kind
    unit: BodyKey = _NO_UNIT
    year: int = 0
    status: CaseStatus = CaseStatus.IN_APPROVAL
    version: int = 0
    begins: date | None = None
    ends: date | None = None
    regulation: str = ""
    regulation_digest: str = ""
    dossier_digest: Digest = _NO_DIGEST
    route: str = ""
    filed_for: PersonId = NOBODY
    typed_by: str = ""
    authors: tuple[str, ...] = ()
    fault: str | None = None
    guest_class: GuestClass | None = None
    programme_revision: int = 0
    moved_days: MovedDays | None = None
    opened_at: datetime | None = None
    seq: int = 0
    head: str = GENESIS
    plan: tuple[e.PlannedStep, ...] = ()
    steps: tuple[Step, ...] = field(default=(), repr=False)
    commitments: tuple[Commitment, ...] = ()
    calls: tuple[Call, ...] = ()
    conditions: tuple[Condition, ...] = ()
    questions: tuple[Question, ...] = ()
    remarks: tuple[Remark, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    @property
    def open_steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.is_open)

    def step(self, number: int) -> Step | None:
        """Return a step by its number."""
        return self.steps[number - 1] if 0 < number <= len(self.steps) else None

    @property
    def has_more(self) -> bool:
        """Tell whether anything happened to it that does not happen to every case."""
        return bool(self.conditions or self.questions or self.remarks or self.amendments)

    @property
    def open_amendment(self) -> Amendment | None:
        """Return the amendment that is on its way; there is one at a time."""
        return next((a for a in self.amendments if a.state is AmendmentState.OPEN), None)

    def is_urgent(self, step: Step) -> bool:
        """Tell whether a step is of an amendment that has to be decided before something begins."""
        amendment = self.open_amendment
        urgent = amendment is not None and amendment.begins_at is not None
        return urgent and step.stage is Stage.AMENDMENT

    @property
    def versions(self) -> int:
        """Return how many versions of the dossier there are, amendments on their way included."""
        return max((self.version, *(a.version or 0 for a in self.amendments)))

    @property
    def refusals(self) -> tuple[Step, ...]:
        """Return the decisions that keep some members at home, of each who decides the newest.

        One that returns the delegation because of its head keeps nobody: another version answers it.
        """
        newest = {s.place: s for s in self.steps if s.state is StepState.DECIDED}
        return tuple(s for s in newest.values() if s.choice == Chosen.APPROVE_SOME)

    def told_of(self, item: int) -> dict[PersonId, Told]:
        """Return what each person's calendar was told last of an item of the programme."""
        calls = (call for call in self.calls if call.item == item)
        return {call.person: Told(call.why, call.sequence, call.event) for call in calls}

    def event_name(self, item: int) -> EventName | None:
        """Return how an item stands in calendars; None where nobody knows that it was ever told."""
        named = (call for call in self.calls if call.item == item and call.uid)
        return next((EventName(call.uid, call.organizer) for call in named), None)

    def planned(self, stage: Stage, act: Act | None = None) -> tuple[e.PlannedStep, ...]:
        """Return what the plan has of a stage (and act); empty when the route does without it."""
        return tuple(p for p in self.plan if p.stage is stage and act in (None, p.act))
