"""An outbound delegation (đoàn ra), from request to archived report."""

from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import archive, settle_afterwards
from flows.stages.approval import (
    appraise,
    hear_opinions,
    party_decision,
    sign_by_unit,
    state_decision,
)
from flows.stages.travel import prepare_departure, travel


def outbound(case: CaseAtWork) -> None:
    """Walk an outbound delegation. Each stage finds its outcome, or opens itself and waits."""
    sign_by_unit(case)
    appraise(case)
    hear_opinions(case)
    party_decision(case)
    state_decision(case)
    prepare_departure(case)
    travel(case)
    settle_afterwards(case)
    archive(case)
