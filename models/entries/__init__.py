"""What the journal can say: one class a kind of entry, with plain values and no personal data.

People appear as directory ids or case-local member numbers. Whatever a person wrote freely or handed
in stands in an erasable table under its salted digest; the entry holds that digest alone (`remarks`,
`answer`, `file`).
"""

from typing import Any

from models.entries.base import (
    PaperRef,
    Part,
    Payload,
    PlannedStep,
)
from models.entries.cases import (
    AmendmentInForce,
    AmendmentProposed,
    AmendmentRefused,
    CaseApproved,
    CaseArchived,
    CaseCancelled,
    CaseRejected,
    CaseReopened,
    CaseSubmitted,
    CaseTakenOver,
    CaseWithdrawn,
    DossierRevised,
    RouteDrawn,
)
from models.entries.steps import (
    ClockRestarted,
    ConditionSet,
    DecisionRefused,
    DecisionTakenBack,
    HoldersChanged,
    QuestionAsked,
    RemarkMade,
    StepDecided,
    StepDueMoved,
    StepOpened,
    StepOverdue,
    StepReassigned,
    StepReminded,
    StepSilent,
    StepVoided,
    SubstituteCame,
    VoteCast,
    VoteTakenBack,
)
from models.entries.troubles import (
    MessageFailed,
    MessageUnrendered,
    RunCancelled,
    RunRepaired,
    WalkFailed,
    WalkRecovered,
)
from models.entries.visits import (
    CommitmentMade,
    GuestsClassified,
    ParticipantsCalled,
    ProgrammeRevised,
)

__all__ = [
    "PAYLOADS",
    "AmendmentInForce",
    "AmendmentProposed",
    "AmendmentRefused",
    "CaseApproved",
    "CaseArchived",
    "CaseCancelled",
    "CaseRejected",
    "CaseReopened",
    "CaseSubmitted",
    "CaseTakenOver",
    "CaseWithdrawn",
    "ClockRestarted",
    "CommitmentMade",
    "ConditionSet",
    "DecisionRefused",
    "DecisionTakenBack",
    "DossierRevised",
    "GuestsClassified",
    "HoldersChanged",
    "MessageFailed",
    "MessageUnrendered",
    "PaperRef",
    "Part",
    "ParticipantsCalled",
    "Payload",
    "PlannedStep",
    "ProgrammeRevised",
    "QuestionAsked",
    "RemarkMade",
    "RouteDrawn",
    "RunCancelled",
    "RunRepaired",
    "StepDecided",
    "StepDueMoved",
    "StepOpened",
    "StepOverdue",
    "StepReassigned",
    "StepReminded",
    "StepSilent",
    "StepVoided",
    "SubstituteCame",
    "VoteCast",
    "VoteTakenBack",
    "WalkFailed",
    "WalkRecovered",
    "payload_of",
]

PAYLOADS: dict[str, type[Payload]] = {
    cls.kind: cls
    for cls in (
        CaseSubmitted, DossierRevised, RouteDrawn, StepOpened, VoteCast, StepDecided, StepSilent,
        StepOverdue, StepReminded, StepVoided, CaseApproved, CaseRejected, CaseArchived,
        DecisionRefused, WalkFailed, WalkRecovered, MessageFailed, MessageUnrendered,
        RunCancelled, RunRepaired, GuestsClassified, ProgrammeRevised, ParticipantsCalled,
        CommitmentMade, CaseReopened, CaseWithdrawn, DecisionTakenBack, VoteTakenBack,
        ConditionSet, QuestionAsked, ClockRestarted, SubstituteCame, StepReassigned, CaseTakenOver,
        HoldersChanged, AmendmentProposed, AmendmentInForce, AmendmentRefused, CaseCancelled,
        StepDueMoved, RemarkMade,
    )
}  # fmt: skip


def payload_of(kind: str, body: dict[str, Any]) -> Payload:
    """Read the body of a stored entry back."""
    return PAYLOADS[kind].model_validate(body)
