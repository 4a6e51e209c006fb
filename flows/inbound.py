"""An inbound delegation (đoàn vào), from request to archived report."""

from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import archive
from flows.stages.approval import (
    appraise,
    hear_opinions,
    party_decision,
    sign_by_unit,
    state_decision,
)
from flows.stages.guests import classify_guests, host_in_principle, tell_of_unannounced
from flows.stages.visit import prepare_visit, settle_visit, visit


def inbound(work: CaseAtWork) -> None:
    """Walk an inbound delegation. Each stage finds its outcome, or opens itself and waits."""
    tell_of_unannounced(work)
    sign_by_unit(work)
    appraise(work)
    classify_guests(work)
    host_in_principle(work)
    hear_opinions(work)
    party_decision(work)
    state_decision(work)
    prepare_visit(work)
    visit(work)
    settle_visit(work)
    archive(work)
