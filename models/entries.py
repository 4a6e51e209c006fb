"""What the journal can say: one class a kind of entry, with plain values and no personal data.

People appear as directory ids or case-local member numbers. Whatever a person wrote freely or handed
in stands in an erasable table under its salted digest; the entry holds that digest alone (`remarks`,
`answer`, `file`).
"""

from datetime import date, datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

from config.regulation import Act, Gate, GuestClass, Kind, Limit, Stage
from models.authority import Capacity
from models.inbound.calendar import Why


class Part(BaseModel):
    """A frozen part of an entry."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PaperRef(Part):
    """A paper: its number and date, and the salted digest under which its file is kept."""

    number: str
    dated: date
    file: str | None = None


class PlannedStep(Part):
    """A step the regulation demands of this case, written down at submission.

    `rests_on` are the facts its outcome rests on. `key` tells apart steps of one stage and seat.
    `unconfirmed`: no source confirms that the province has this time limit. `optional`: the case
    goes on without it.
    """

    ordinal: int
    stage: Stage
    act: Act
    seat: str
    key: str = ""
    outside: str | None = None
    collective: bool = False
    rests_on: tuple[str, ...] = ()
    within: Limit | None = None
    unconfirmed: bool = False
    optional: bool = False


class Payload(Part):
    """The body of an entry. `kind` is its stored name and never changes."""

    kind: ClassVar[str]


class _DossierInForce(Payload):
    """What both the first and each later version of the dossier tell.

    `begins` and `ends` are the first and last day of the trip or visit; entries written before guests
    were received call them `departs` and `returns`.
    """

    begins: date
    ends: date
    dossier_digest: str
    filed_for: str
    typed_by: str

    @model_validator(mode="before")
    @classmethod
    def _days_by_their_old_names(cls, said: Any) -> Any:
        if isinstance(said, dict) and "departs" in said:
            said = {**said, "begins": said["departs"], "ends": said["returns"]}
            del said["departs"], said["returns"]
        return said


class CaseSubmitted(_DossierInForce):
    kind: ClassVar[str] = "case_submitted"
    delegation: Kind
    unit: str
    year: int
    regulation: str
    regulation_digest: str


class DossierRevised(_DossierInForce):
    """A new version of the dossier takes the place of the one before."""

    kind: ClassVar[str] = "dossier_revised"
    version: int


class RouteDrawn(Payload):
    kind: ClassVar[str] = "route_drawn"
    route: str
    steps: tuple[PlannedStep, ...]


class StepOpened(Payload):
    """A step waits for its holders. `shows` are the steps whose outcome its page puts first."""

    kind: ClassVar[str] = "step_opened"
    step: int
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
    due_at: datetime | None
    shows: tuple[int, ...] = ()


class VoteCast(Payload):
    kind: ClassVar[str] = "vote_cast"
    step: int
    person: str
    choice: str
    remarks: str | None = None
    answer: str | None = None
    seen: str = ""
    identity: str = ""
    notes: tuple[str, ...] = ()


class StepDecided(Payload):
    """A step has its outcome. `seen` is the digest its page showed; `identity` how it was shown.

    `to_seat` is the seat that something was given to, `refused_members` the numbers of those members
    who may not go. `on_behalf_of`, `authority` and `capacity` say for whom, under which authority and
    in which capacity the person acted. `evidence` is the paper an outcome came on, or the minutes.
    """

    kind: ClassVar[str] = "step_decided"
    step: int
    choice: str
    person: str | None
    remarks: str | None = None
    answer: str | None = None
    paper: PaperRef | None = None
    day: date | None = None
    to_seat: str | None = None
    refused_members: tuple[int, ...] = ()
    on_behalf_of: str | None = None
    authority: int | None = None
    capacity: Capacity | None = None
    evidence: PaperRef | None = None
    seen: str = ""
    identity: str = ""
    notes: tuple[str, ...] = ()


class StepSilent(Payload):
    """An agency did not answer by its deadline. Silence is never consent."""

    kind: ClassVar[str] = "step_silent"
    step: int


class StepOverdue(Payload):
    kind: ClassVar[str] = "step_overdue"
    step: int


class StepReminded(Payload):
    kind: ClassVar[str] = "step_reminded"
    step: int


class StepVoided(Payload):
    kind: ClassVar[str] = "step_voided"
    step: int
    because: str


class GuestsClassified(Payload):
    """The class the guests are received in, by their head's rank or a decision; None: not fixed."""

    kind: ClassVar[str] = "guests_classified"
    guest_class: GuestClass | None


class ProgrammeRevised(Payload):
    """The programme was changed after the approval; the digest is that of its whole new text.

    `changed` and `cancelled` are numbers of items. `acceptance` is the paper by which the people's
    committee accepted that foreign press works to a changed programme. `identity` is how it was
    shown who changed it.
    """

    kind: ClassVar[str] = "programme_revised"
    revision: int
    digest: str
    changed: tuple[int, ...]
    cancelled: tuple[int, ...]
    acceptance: PaperRef | None = None
    identity: str = ""


class ParticipantsCalled(Payload):
    """People are told by a calendar message of an item of the programme, and why."""

    kind: ClassVar[str] = "participants_called"
    item: int
    sequence: int
    why: Why
    persons: tuple[str, ...]


class CommitmentMade(Payload):
    """Something was agreed on during the visit: who owes it, and by when. `what` is a digest."""

    kind: ClassVar[str] = "commitment_made"
    number: int
    step: int
    what: str
    owner: str
    due: date
    agreement: bool = False


class CaseApproved(Payload):
    """The last decision of the route is given: the delegation may prepare."""

    kind: ClassVar[str] = "case_approved"


class ConditionSet(Payload):
    """A decider agreed on a condition; `gate` is what waits for it. `what` is a digest."""

    kind: ClassVar[str] = "condition_set"
    number: int
    step: int
    what: str
    gate: Gate


class QuestionAsked(Payload):
    """Whoever has a step asked the unit something; the step's clock stands still. `what`: a digest."""

    kind: ClassVar[str] = "question_asked"
    number: int
    step: int
    person: str
    what: str


class ClockRestarted(Payload):
    """The unit has answered: the asking step has its time again, until `due_at` (UTC)."""

    kind: ClassVar[str] = "clock_restarted"
    step: int
    due_at: datetime | None


class SubstituteCame(Payload):
    """Somebody may act for a holder of a step that already waits; they are asked by it too."""

    kind: ClassVar[str] = "substitute_came"
    step: int
    person: str
    giver: str
    authority: int


class StepReassigned(Payload):
    """The office gave an open step to another person of the same body, and says why."""

    kind: ClassVar[str] = "step_reassigned"
    step: int
    person: str
    reason: str | None


class CaseTakenOver(Payload):
    """A colleague of the unit looks after the case from now on."""

    kind: ClassVar[str] = "case_taken_over"
    person: str
    reason: str | None


class AmendmentProposed(Payload):
    """The unit asks to change or to call off what was approved; the decision stands until then.

    `version` is that of the changed dossier (None where the delegation is called off), `changed` the
    facts it changes, `steps` its short route.
    """

    kind: ClassVar[str] = "amendment_proposed"
    number: int
    version: int | None
    begins: date | None
    ends: date | None
    dossier_digest: str
    changed: tuple[str, ...]
    reason: str | None
    route: str
    steps: tuple[PlannedStep, ...]
    filed_for: str
    typed_by: str


class AmendmentInForce(Payload):
    """What was proposed is decided: it takes the place of the decision in force."""

    kind: ClassVar[str] = "amendment_in_force"
    number: int


class AmendmentRefused(Payload):
    """An amendment came to nothing, by a refusal or a return (`step`) or at the unit's wish (None)."""

    kind: ClassVar[str] = "amendment_refused"
    number: int
    step: int | None


class CaseCancelled(Payload):
    """The delegation was called off after its approval."""

    kind: ClassVar[str] = "case_cancelled"


class StepDueMoved(Payload):
    """An amendment moved the day a deadline is counted from (UTC)."""

    kind: ClassVar[str] = "step_due_moved"
    step: int
    due_at: datetime


class RemarkMade(Payload):
    """Whoever returned a dossier remarked on one of its fields (`dates`, `members[2]`)."""

    kind: ClassVar[str] = "remark_made"
    number: int
    step: int
    field: str
    what: str


class CaseReopened(Payload):
    """A deciding body took its decision back: the case is in approval again."""

    kind: ClassVar[str] = "case_reopened"


class CaseWithdrawn(Payload):
    """The unit took its request back before the final decision."""

    kind: ClassVar[str] = "case_withdrawn"
    person: str
    reason: str | None


class DecisionTakenBack(Payload):
    """Somebody took their own decision back before anything rested on it; the step is asked anew."""

    kind: ClassVar[str] = "decision_taken_back"
    step: int
    person: str


class VoteTakenBack(Payload):
    """A member took their vote back before the body had decided."""

    kind: ClassVar[str] = "vote_taken_back"
    step: int
    person: str


class CaseRejected(Payload):
    kind: ClassVar[str] = "case_rejected"
    step: int


class CaseArchived(Payload):
    kind: ClassVar[str] = "case_archived"


class DecisionRefused(Payload):
    """Somebody may not take a step, or change the programme (`step` is 0 then)."""

    kind: ClassVar[str] = "decision_refused"
    step: int
    person: str
    reason: str


class WalkFailed(Payload):
    """The next stage could not be opened; what was decided stands and the walk is tried again."""

    kind: ClassVar[str] = "walk_failed"
    fault: str
    seat: str | None = None


class WalkRecovered(Payload):
    kind: ClassVar[str] = "walk_recovered"


class RunCancelled(Payload):
    """Somebody cancelled the run in Prefect: that has no author and withdraws nothing."""

    kind: ClassVar[str] = "run_cancelled"
    run: str


class RunRepaired(Payload):
    """The case's Prefect run was not where the case is; it was woken back or made anew.

    `found` is the state it was in, in Prefect's words (`FAILED`, `CRASHED`, `COMPLETED`, or `RUNNING`
    by a worker that died), or `MISSING`.
    """

    kind: ClassVar[str] = "run_repaired"
    run: str
    found: str


class MessageFailed(Payload):
    """A message will not be delivered; the office is told."""

    kind: ClassVar[str] = "message_failed"
    message: int
    notice: str
    recipient: str
    reply_code: int


class MessageUnrendered(Payload):
    """A message went out as the plain standard text because its template could not be rendered."""

    kind: ClassVar[str] = "message_unrendered"
    message: int
    notice: str
    fault: str


PAYLOADS: dict[str, type[Payload]] = {
    cls.kind: cls
    for cls in (
        CaseSubmitted, DossierRevised, RouteDrawn, StepOpened, VoteCast, StepDecided, StepSilent,
        StepOverdue, StepReminded, StepVoided, CaseApproved, CaseRejected, CaseArchived,
        DecisionRefused, WalkFailed, WalkRecovered, MessageFailed, MessageUnrendered,
        RunCancelled, RunRepaired, GuestsClassified, ProgrammeRevised, ParticipantsCalled,
        CommitmentMade, CaseReopened, CaseWithdrawn, DecisionTakenBack, VoteTakenBack,
        ConditionSet, QuestionAsked, ClockRestarted, SubstituteCame, StepReassigned, CaseTakenOver,
        AmendmentProposed, AmendmentInForce, AmendmentRefused, CaseCancelled, StepDueMoved, RemarkMade,
    )
}  # fmt: skip


def payload_of(kind: str, body: dict[str, Any]) -> Payload:
    """Read the body of a stored entry back."""
    return PAYLOADS[kind].model_validate(body)
