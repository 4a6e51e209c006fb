"""A case as its journal tells it: the state, and how each entry changes it. Pure."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatch

from config.regulation import Act, Gate, GuestClass, Kind, Stage
from models import entries as e
from models.acts import Effect, effect_of
from models.authority import Capacity
from models.inbound.calendar import Told, Why
from models.journal import GENESIS, Entry


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

    person: str
    choice: str
    at: datetime
    remarks: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class Step:
    """A step of the case: what was asked of which seat, resting on what, and its outcome."""

    number: int
    stage: Stage
    act: Act
    seat: str
    key: str
    collective: bool
    holders: tuple[str, ...]
    version: int
    rests_on: tuple[str, ...]
    digest: str
    digest_version: int
    opened_at: datetime
    due_at: datetime | None
    shows: tuple[int, ...] = ()
    state: StepState = StepState.OPEN
    overdue: bool = False
    choice: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    remarks: str | None = None
    answer: str | None = None
    paper_number: str | None = None
    paper_date: date | None = None
    paper_file: str | None = None
    day: date | None = None
    to_seat: str | None = None
    refused_members: tuple[int, ...] = ()
    paused_at: datetime | None = None
    reassigned: tuple[str, ...] = ()
    on_behalf_of: str | None = None
    capacity: Capacity | None = None
    evidence: e.PaperRef | None = None
    votes: tuple[Vote, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state is StepState.OPEN

    @property
    def is_void(self) -> bool:
        return self.state is StepState.VOID

    @property
    def effect(self) -> Effect | None:
        """Return what the outcome does; None while there is none."""
        return effect_of(self.act, self.choice) if self.choice else None

    @property
    def objects(self) -> bool:
        """Tell whether this is an opinion against, which the decider must answer in words."""
        return self.act is Act.CONSULT and self.choice == "object"


@dataclass(frozen=True)
class Commitment:
    """Something agreed on during a visit. `step` is the report that tells of it; `what` a digest."""

    number: int
    step: int
    what: str
    owner: str
    due: date
    agreement: bool


@dataclass(frozen=True)
class Condition:
    """A condition under which a step agreed. `what` is a digest."""

    number: int
    step: int
    what: str
    gate: Gate


@dataclass(frozen=True)
class Question:
    """What the holder of a step asked the unit. `what` is a digest."""

    number: int
    step: int
    person: str
    what: str


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    OPEN = "open"
    IN_FORCE = "in_force"
    REFUSED = "refused"


@dataclass(frozen=True)
class Amendment:
    """A change of what was approved, with the short route it takes."""

    number: int
    version: int | None
    begins: date | None
    ends: date | None
    dossier_digest: str
    changed: tuple[str, ...]
    reason: str | None
    route: str
    steps: tuple[e.PlannedStep, ...]
    filed_for: str
    typed_by: str
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
    what: str


@dataclass(frozen=True)
class Call:
    """What somebody's calendar was told last of an item of the programme."""

    item: int
    person: str
    why: Why
    sequence: int


@dataclass(frozen=True)
class Case:
    """A delegation's case. `seq` is the number of its entries, `head` the last link of its chain."""

    no: str
    kind: Kind = Kind.OUTBOUND
    unit: str = ""
    year: int = 0
    status: CaseStatus = CaseStatus.IN_APPROVAL
    version: int = 0
    begins: date | None = None
    ends: date | None = None
    regulation: str = ""
    regulation_digest: str = ""
    dossier_digest: str = ""
    route: str = ""
    filed_for: str = ""
    typed_by: str = ""
    authors: tuple[str, ...] = ()
    fault: str | None = None
    guest_class: GuestClass | None = None
    programme_revision: int = 0
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
    def open_amendment(self) -> Amendment | None:
        """Return the amendment that is on its way; there is one at a time."""
        return next((a for a in self.amendments if a.state is AmendmentState.OPEN), None)

    @property
    def versions(self) -> int:
        """Return how many versions of the dossier there are, amendments on their way included."""
        return max((self.version, *(a.version or 0 for a in self.amendments)))

    @property
    def refused_members(self) -> tuple[int, ...]:
        """Return the numbers of the members whom a deciding body does not let go."""
        deciding = (s for s in self.steps if s.state is StepState.DECIDED)
        return tuple(sorted({number for step in deciding for number in step.refused_members}))

    def told_of(self, item: int) -> dict[str, Told]:
        """Return what each person's calendar was told last of an item of the programme."""
        return {
            call.person: Told(call.why, call.sequence) for call in self.calls if call.item == item
        }

    def planned(self, stage: Stage, act: Act | None = None) -> tuple[e.PlannedStep, ...]:
        """Return what the plan has of a stage (and act); empty when the route does without it."""
        return tuple(p for p in self.plan if p.stage is stage and act in (None, p.act))


def after(case: Case, entry: Entry) -> Case:
    """Return the case as it is once `entry` has happened."""
    changed = _apply(entry.payload, case, entry)
    return replace(changed, seq=entry.seq, head=entry.hash())


@singledispatch
def _apply(payload: e.Payload, case: Case, entry: Entry) -> Case:
    """Entries that only tell (a reminder, a refusal) leave the case as it is."""
    return case


@_apply.register
def _(payload: e.CaseSubmitted, case: Case, entry: Entry) -> Case:
    return replace(
        case,
        kind=payload.delegation,
        unit=payload.unit,
        year=payload.year,
        version=1,
        begins=payload.begins,
        ends=payload.ends,
        regulation=payload.regulation,
        regulation_digest=payload.regulation_digest,
        dossier_digest=payload.dossier_digest,
        filed_for=payload.filed_for,
        typed_by=payload.typed_by,
        authors=_with(case.authors, payload.filed_for, payload.typed_by),
        opened_at=entry.at,
    )


@_apply.register
def _(payload: e.DossierRevised, case: Case, entry: Entry) -> Case:
    return replace(
        case,
        version=payload.version,
        begins=payload.begins,
        ends=payload.ends,
        dossier_digest=payload.dossier_digest,
        filed_for=payload.filed_for,
        typed_by=payload.typed_by,
        authors=_with(case.authors, payload.filed_for, payload.typed_by),
    )


@_apply.register
def _(payload: e.RouteDrawn, case: Case, entry: Entry) -> Case:
    return replace(case, route=payload.route, plan=payload.steps)


@_apply.register
def _(payload: e.StepOpened, case: Case, entry: Entry) -> Case:
    opened = Step(
        number=payload.step,
        stage=payload.stage,
        act=payload.act,
        seat=payload.seat,
        key=payload.key,
        collective=payload.collective,
        holders=payload.holders,
        version=payload.version,
        rests_on=payload.rests_on,
        digest=payload.digest,
        digest_version=payload.digest_version,
        opened_at=entry.at,
        due_at=payload.due_at,
        shows=payload.shows,
    )
    return replace(case, steps=(*case.steps, opened))


@_apply.register
def _(payload: e.VoteCast, case: Case, entry: Entry) -> Case:
    vote = Vote(
        person=payload.person,
        choice=payload.choice,
        at=entry.at,
        remarks=payload.remarks,
        answer=payload.answer,
    )
    votes = (*case.steps[payload.step - 1].votes, vote)
    return _changed(case, payload.step, votes=votes)


@_apply.register
def _(payload: e.StepDecided, case: Case, entry: Entry) -> Case:
    paper = payload.paper
    return _changed(
        case,
        payload.step,
        state=StepState.DECIDED,
        choice=payload.choice,
        decided_at=entry.at,
        decided_by=payload.person,
        remarks=payload.remarks,
        answer=payload.answer,
        paper_number=paper.number if paper else None,
        paper_date=paper.dated if paper else None,
        paper_file=paper.file if paper else None,
        day=payload.day,
        to_seat=payload.to_seat,
        refused_members=payload.refused_members,
        on_behalf_of=payload.on_behalf_of,
        capacity=payload.capacity,
        evidence=payload.evidence,
    )


@_apply.register
def _(payload: e.StepSilent, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.SILENT, decided_at=entry.at)


@_apply.register
def _(payload: e.StepOverdue, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, overdue=True)


@_apply.register
def _(payload: e.StepVoided, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.VOID)


@_apply.register
def _(payload: e.GuestsClassified, case: Case, entry: Entry) -> Case:
    return replace(case, guest_class=payload.guest_class)


@_apply.register
def _(payload: e.ProgrammeRevised, case: Case, entry: Entry) -> Case:
    return replace(case, programme_revision=payload.revision)


@_apply.register
def _(payload: e.ParticipantsCalled, case: Case, entry: Entry) -> Case:
    now = {
        (payload.item, person): Call(payload.item, person, payload.why, payload.sequence)
        for person in payload.persons
    }
    calls = {**{(call.item, call.person): call for call in case.calls}, **now}
    return replace(case, calls=tuple(calls[key] for key in sorted(calls)))


@_apply.register
def _(payload: e.CommitmentMade, case: Case, entry: Entry) -> Case:
    made = Commitment(**payload.model_dump())
    return replace(case, commitments=(*case.commitments, made))


@_apply.register
def _(payload: e.CaseApproved, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.APPROVED)


@_apply.register
def _(payload: e.ConditionSet, case: Case, entry: Entry) -> Case:
    return replace(case, conditions=(*case.conditions, Condition(**payload.model_dump())))


@_apply.register
def _(payload: e.QuestionAsked, case: Case, entry: Entry) -> Case:
    asked = replace(case, questions=(*case.questions, Question(**payload.model_dump())))
    return _changed(asked, payload.step, paused_at=entry.at)


@_apply.register
def _(payload: e.ClockRestarted, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, paused_at=None, due_at=payload.due_at)


@_apply.register
def _(payload: e.SubstituteCame, case: Case, entry: Entry) -> Case:
    holders = case.steps[payload.step - 1].holders
    return _changed(case, payload.step, holders=(*holders, payload.person))


@_apply.register
def _(payload: e.StepReassigned, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    return _changed(
        case,
        payload.step,
        holders=_with(step.holders, payload.person),
        reassigned=_with(step.reassigned, payload.person),
    )


@_apply.register
def _(payload: e.CaseTakenOver, case: Case, entry: Entry) -> Case:
    return replace(case, filed_for=payload.person)


@_apply.register
def _(payload: e.AmendmentProposed, case: Case, entry: Entry) -> Case:
    values = {name: getattr(payload, name) for name in type(payload).model_fields}
    authors = _with(case.authors, payload.filed_for, payload.typed_by)
    return replace(case, amendments=(*case.amendments, Amendment(**values)), authors=authors)


@_apply.register
def _(payload: e.AmendmentInForce, case: Case, entry: Entry) -> Case:
    amended = case.amendments[payload.number - 1]
    changed = _amended(case, payload.number, AmendmentState.IN_FORCE)
    if amended.version is None:
        return changed
    return replace(
        changed,
        version=amended.version,
        begins=amended.begins,
        ends=amended.ends,
        dossier_digest=amended.dossier_digest,
        filed_for=amended.filed_for,
        typed_by=amended.typed_by,
    )


@_apply.register
def _(payload: e.AmendmentRefused, case: Case, entry: Entry) -> Case:
    return _amended(case, payload.number, AmendmentState.REFUSED)


@_apply.register
def _(payload: e.CaseCancelled, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.CANCELLED)


@_apply.register
def _(payload: e.StepDueMoved, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, due_at=payload.due_at, overdue=False)


@_apply.register
def _(payload: e.RemarkMade, case: Case, entry: Entry) -> Case:
    return replace(case, remarks=(*case.remarks, Remark(**payload.model_dump())))


def _amended(case: Case, number: int, state: AmendmentState) -> Case:
    amendments = list(case.amendments)
    amendments[number - 1] = replace(amendments[number - 1], state=state)
    return replace(case, amendments=tuple(amendments))


@_apply.register
def _(payload: e.CaseReopened, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.IN_APPROVAL)


@_apply.register
def _(payload: e.CaseWithdrawn, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.WITHDRAWN)


@_apply.register
def _(payload: e.DecisionTakenBack, case: Case, entry: Entry) -> Case:
    return _changed(case, payload.step, state=StepState.VOID)


@_apply.register
def _(payload: e.VoteTakenBack, case: Case, entry: Entry) -> Case:
    step = case.steps[payload.step - 1]
    left = tuple(vote for vote in step.votes if vote.person != payload.person)
    return _changed(case, payload.step, votes=left)


@_apply.register
def _(payload: e.CaseRejected, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.REJECTED)


@_apply.register
def _(payload: e.CaseArchived, case: Case, entry: Entry) -> Case:
    return replace(case, status=CaseStatus.ARCHIVED)


@_apply.register
def _(payload: e.WalkFailed, case: Case, entry: Entry) -> Case:
    return replace(case, fault=payload.fault)


@_apply.register
def _(payload: e.WalkRecovered, case: Case, entry: Entry) -> Case:
    return replace(case, fault=None)


def _with(authors: tuple[str, ...], *more: str) -> tuple[str, ...]:
    """Return the authors with those added who are not among them yet, in order."""
    return tuple(dict.fromkeys((*authors, *more)))


def _changed(case: Case, number: int, **changes: object) -> Case:
    """Return the case with one of its steps changed."""
    steps = list(case.steps)
    steps[number - 1] = replace(steps[number - 1], **changes)  # type: ignore[arg-type]
    return replace(case, steps=tuple(steps))
