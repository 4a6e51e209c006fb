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


def inbound(case: CaseAtWork) -> None:
    """Walk an inbound delegation. Each stage finds its outcome, or opens itself and waits."""
    tell_of_unannounced(case)
    sign_by_unit(case)
    appraise(case)
    classify_guests(case)
    host_in_principle(case)
    hear_opinions(case)
    party_decision(case)
    state_decision(case)
    prepare_visit(case)
    visit(case)
    settle_visit(case)
    archive(case)
