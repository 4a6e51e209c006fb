"""What the journal says of a step: asked, answered, taken back, and what its answer brought."""

from datetime import date, datetime
from typing import ClassVar

from config.regulation.codes import Act, Gate, Stage
from models.authority import Capacity
from models.entries.base import Changes, PaperRef, Part, Tells
from models.ids import Digest, PersonId, SeatKey


class StepOpened(Changes):
    """A step waits for its holders. `shows` are the steps whose outcome its page puts first."""

    kind: ClassVar[str] = "step_opened"
    is_brief: ClassVar[bool] = True
    step: int
    stage: Stage
    act: Act
    seat: SeatKey
    key: str = ""
    collective: bool = False
    holders: tuple[PersonId, ...]
    version: int
    rests_on: tuple[str, ...]
    digest: Digest
    digest_version: int = 1
    due_at: datetime | None
    shows: tuple[int, ...] = ()


class VoteCast(Changes):
    """A member has voted, or somebody for them: `on_behalf_of`, `authority` and `capacity` say so.

    A vote that came on paper, or stands in minutes, has its `evidence` and `recorded_by`, the clerk who
    entered it; entries of earlier days have neither. `signed_in` is as that of `StepDecided`.
    """

    kind: ClassVar[str] = "vote_cast"
    is_brief: ClassVar[bool] = True
    step: int
    person: PersonId
    choice: str
    remarks: Digest | None = None
    answer: Digest | None = None
    on_behalf_of: PersonId | None = None
    authority: int | None = None
    capacity: Capacity | None = None
    evidence: PaperRef | None = None
    recorded_by: PersonId | None = None
    seen: str = ""
    identity: str = ""
    signed_in: int | None = None
    notes: tuple[str, ...] = ()


class SumSettled(Part):
    """What was spent of a sum of the estimate: by whom, in which currency; a plain decimal number."""

    payer: str
    currency: str
    amount: str


class StepDecided(Changes):
    """A step has its outcome. `seen` is the digest its page showed; `identity` how it was shown.

    `to_seat` is the seat that something was given to, `refused_members` the numbers of those members
    who may not go, `told_apart` those of the directory who bear the name of a member and are somebody
    else, `settled` what was spent of each sum of the estimate. `on_behalf_of`, `authority` and
    `capacity` say for whom, under which authority and in which capacity the person acted. `evidence`
    is the paper an outcome came on, or the minutes, and `recorded_by` the clerk who entered it.
    `signed_in` is the house's entry of the session in which that was done, `letter` the digest of the
    letter by which it came, where somebody answered by reply.
    """

    kind: ClassVar[str] = "step_decided"
    is_brief: ClassVar[bool] = True
    step: int
    choice: str
    person: PersonId | None
    remarks: Digest | None = None
    answer: Digest | None = None
    paper: PaperRef | None = None
    day: date | None = None
    to_seat: SeatKey | None = None
    refused_members: tuple[int, ...] = ()
    told_apart: tuple[PersonId, ...] = ()
    settled: tuple[SumSettled, ...] = ()
    on_behalf_of: PersonId | None = None
    authority: int | None = None
    capacity: Capacity | None = None
    evidence: PaperRef | None = None
    recorded_by: PersonId | None = None
    seen: str = ""
    identity: str = ""
    signed_in: int | None = None
    letter: Digest | None = None
    notes: tuple[str, ...] = ()


class StepSilent(Changes):
    """An agency did not answer by its deadline. Silence is never consent."""

    kind: ClassVar[str] = "step_silent"
    step: int


class OpinionLate(Changes):
    """An agency gave its opinion after its silence was recorded, which stands beside it.

    The fields are those of `StepDecided`.
    """

    kind: ClassVar[str] = "opinion_late"
    is_brief: ClassVar[bool] = True
    step: int
    choice: str
    person: PersonId
    remarks: Digest | None = None
    on_behalf_of: PersonId | None = None
    authority: int | None = None
    capacity: Capacity | None = None
    evidence: PaperRef | None = None
    recorded_by: PersonId | None = None
    seen: str = ""
    identity: str = ""
    signed_in: int | None = None
    notes: tuple[str, ...] = ()


class StepOverdue(Changes):
    kind: ClassVar[str] = "step_overdue"
    step: int


class OpenAtStart(Tells):
    """The delegation's first day has come, and these steps that were to be done before it are open."""

    kind: ClassVar[str] = "open_at_start"
    begins: date
    steps: tuple[int, ...]


class VoteUnreachable(Tells):
    """Members have left the body since they were asked, and no votes still to come decide any more."""

    kind: ClassVar[str] = "vote_unreachable"
    step: int
    left: tuple[PersonId, ...]


class SignersAway(Tells):
    """All who may take an open step are away, as far as known, until the day after `until`."""

    kind: ClassVar[str] = "signers_away"
    step: int
    persons: tuple[PersonId, ...]
    until: date


class StepReminded(Tells):
    """Who has an open step is reminded of it.

    `overdue`: how many times since it is overdue, this one included; 0 before that. `escalated`: its
    head and the office are told too; `last`: nobody is reminded of it again.
    """

    kind: ClassVar[str] = "step_reminded"
    step: int
    overdue: int = 0
    escalated: bool = False
    last: bool = False


class StepVoided(Changes):
    kind: ClassVar[str] = "step_voided"
    step: int
    because: str


class StepDueMoved(Changes):
    """A step falls due at another moment (UTC): an amendment is the `cause`, or working days were moved.

    Entries of earlier days do not say why: there were amendments alone.
    """

    kind: ClassVar[str] = "step_due_moved"
    step: int
    due_at: datetime
    cause: str = "amended"


class StepReassigned(Changes):
    """The office gave an open step to another person of the same body, and says why."""

    kind: ClassVar[str] = "step_reassigned"
    step: int
    person: PersonId
    reason: Digest | None
    identity: str = ""


class SubstituteCame(Changes):
    """Somebody may act for a holder of a step that already waits; they are asked by it too."""

    kind: ClassVar[str] = "substitute_came"
    step: int
    person: PersonId
    giver: PersonId
    authority: int


class HoldersChanged(Changes):
    """Who may take an open step has changed: a seat changed hands, or an authority ended.

    Those who `came` are asked by it from now on, those who `left` no longer.
    """

    kind: ClassVar[str] = "holders_changed"
    step: int
    came: tuple[PersonId, ...]
    left: tuple[PersonId, ...]


class DecisionTakenBack(Changes):
    """Somebody took their own decision back before anything rested on it; the step is asked anew."""

    kind: ClassVar[str] = "decision_taken_back"
    step: int
    person: PersonId
    identity: str = ""


class RecordingDisputed(Changes):
    """Somebody says that what a clerk recorded for them is not theirs: the step is asked anew.

    Of a vote while the ballot lasts only the vote falls.
    """

    kind: ClassVar[str] = "recording_disputed"
    step: int
    person: PersonId
    clerk: PersonId


class DisputeNoted(Tells):
    """Somebody disputes what was recorded for them when others have gone on by it already."""

    kind: ClassVar[str] = "dispute_noted"
    step: int
    person: PersonId
    clerk: PersonId


class VoteTakenBack(Changes):
    """A member took their vote back before the body had decided."""

    kind: ClassVar[str] = "vote_taken_back"
    step: int
    person: PersonId
    identity: str = ""


class SecretaryNoted(Tells):
    """Who prepares a step noted a few words for the leader it waits for; `what` is a digest."""

    kind: ClassVar[str] = "secretary_noted"
    step: int
    person: PersonId
    what: Digest
    identity: str


class RefusalNoted(Tells):
    """Somebody may not take a step, or change the programme (`step` is 0 then)."""

    kind: ClassVar[str] = "decision_refused"
    step: int
    person: PersonId
    reason: str


class ConditionSet(Changes):
    """A decider agreed on a condition; `gate` is what waits for it. `what` is a digest."""

    kind: ClassVar[str] = "condition_set"
    number: int
    step: int
    what: Digest
    gate: Gate


class RemarkMade(Changes):
    """Whoever returned a dossier remarked on one of its fields (`dates`, `members[2]`)."""

    kind: ClassVar[str] = "remark_made"
    number: int
    step: int
    field: str
    what: Digest


class QuestionAsked(Changes):
    """Whoever has a step asked the unit something; the step's clock stands still. `what`: a digest."""

    kind: ClassVar[str] = "question_asked"
    number: int
    step: int
    person: PersonId
    what: Digest
    identity: str = ""


class ClockRestarted(Changes):
    """The unit has answered: the asking step has its time again, until `due_at` (UTC)."""

    kind: ClassVar[str] = "clock_restarted"
    step: int
    due_at: datetime | None
