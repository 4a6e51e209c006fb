"""Guests come and go; then the visit is reported, and what it led to is followed up."""

from datetime import timedelta
from functools import partial

from config.regulation.codes import Act, Gate, Stage
from flows.case.asking import alongside, arrival_of, require, side_by_side, wait_for_day
from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import accounts
from flows.stages.conditions import conditions
from flows.stages.following_up import report_and_follow_up
from flows.stages.reception import (
    arrange_reception,
    assignments,
    deliveries,
    end_what_nobody_took_on,
    visit_is_over,
)
from models import entries as e
from models.acts import Chosen
from models.inbound.plan import visit_number

# A notice of a further visit is asked for some days ahead: those who must give it need time for it.
NOTICE_ASKED_AHEAD = timedelta(days=7)


def prepare_visit(work: CaseAtWork) -> None:
    """The reception is arranged; beside it the unit meets the conditions under which guests come."""
    side_by_side(partial(arrange_reception, work), *conditions(work, Gate.START))


def visit(work: CaseAtWork) -> None:
    """The unit confirms that the guests of each visit have come and gone; assignments go on beside."""
    if visit_is_over(work):
        return
    alongside(partial(_come_and_go, work), *assignments(work))


def settle_visit(work: CaseAtWork) -> None:
    """Report, settle the accounts, follow up, and see the last assignments reported done."""
    end_what_nobody_took_on(work)
    side_by_side(
        partial(report_and_follow_up, work),
        partial(accounts, work),
        *deliveries(work),
    )


def _come_and_go(work: CaseAtWork) -> None:
    dropped: set[str] = set()
    for planned in work.case.plan:
        if planned.key in dropped:
            continue
        if (planned.stage, planned.act) == (Stage.NOTICE, Act.NOTIFY):
            if _notified(work, planned) == Chosen.VISIT_DROPPED:
                dropped.add(planned.key)
        elif planned.stage in (Stage.ARRIVAL, Stage.SEND_OFF):
            _confirmed(work, planned)


def _notified(work: CaseAtWork, planned: e.PlannedStep) -> str:
    if work.standing(planned) is None:
        ahead = arrival_of(work, planned.key) - NOTICE_ASKED_AHEAD
        wait_for_day(work, Stage.NOTICE, ahead.date())
    return require(work, planned).choice or ""


def _confirmed(work: CaseAtWork, planned: e.PlannedStep) -> None:
    arrives, departs = work.request.spans[visit_number(planned.key) - 1]
    day = arrives if planned.stage is Stage.ARRIVAL else departs
    if work.standing(planned) is None:
        wait_for_day(work, planned.stage, day)
    require(work, planned)
