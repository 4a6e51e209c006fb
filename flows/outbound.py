"""An outbound delegation (đoàn ra), from request to archived report."""

from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import archive
from flows.stages.approval import (
    appraise,
    ask_above,
    hear_opinions,
    party_decision,
    sign_by_unit,
    state_decision,
)
from flows.stages.following_up import settle_afterwards
from flows.stages.travel import prepare_departure, travel


def outbound(work: CaseAtWork) -> None:
    """Walk an outbound delegation. Each stage finds its outcome, or opens itself and waits."""
    sign_by_unit(work)
    appraise(work)
    hear_opinions(work)
    ask_above(work)
    party_decision(work)
    state_decision(work)
    prepare_departure(work)
    travel(work)
    settle_afterwards(work)
    archive(work)
