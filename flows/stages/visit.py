"""Guests come and go; then the visit is reported, and what it led to is followed up."""

from datetime import timedelta
from functools import partial

from config.province_time import office_closes
from config.regulation.codes import Act, Gate, Stage
from config.regulation.parts import TimeLimit
from flows.case.asking import alongside, arrival_of, require, side_by_side, wait_for_day
from flows.case.at_work import CaseAtWork
from flows.stages.afterwards import one_by_one, report
from flows.stages.conditions import conditions
from flows.stages.reception import (
    arrange_reception,
    assignments,
    deliveries,
    end_what_nobody_took_on,
    visit_is_over,
)
from models import entries as e
from models.acts import Chosen
from models.case import Commitment, StepState
from models.inbound.plan import visit_number
from models.route.planned import planned_step

# A notice of a further visit is asked for some days ahead: those who must give it need time for it.
NOTICE_ASKED_AHEAD = timedelta(days=7)


def prepare_visit(case: CaseAtWork) -> None:
    """The reception is arranged; beside it the unit meets the conditions under which guests come."""
    side_by_side(partial(arrange_reception, case), *conditions(case, Gate.START))


def visit(case: CaseAtWork) -> None:
    """The unit confirms that the guests of each visit have come and gone; assignments go on beside."""
    if visit_is_over(case):
        return
    alongside(partial(_come_and_go, case), *assignments(case))


def settle_visit(case: CaseAtWork) -> None:
    """Report, settle the accounts, follow up, and see the last assignments reported done."""
    end_what_nobody_took_on(case)
    side_by_side(
        partial(_report_and_follow_up, case),
        partial(one_by_one, case, Stage.ACCOUNTS),
        *deliveries(case),
    )


def _come_and_go(case: CaseAtWork) -> None:
    dropped: set[str] = set()
    for planned in case.case.plan:
        if planned.key in dropped:
            continue
        if (planned.stage, planned.act) == (Stage.NOTICE, Act.NOTIFY):
            if _notified(case, planned) == Chosen.VISIT_DROPPED:
                dropped.add(planned.key)
        elif planned.stage in (Stage.ARRIVAL, Stage.SEND_OFF):
            _confirmed(case, planned)


def _notified(case: CaseAtWork, planned: e.PlannedStep) -> str:
    if case.standing(planned) is None:
        ahead = arrival_of(case, planned.key) - NOTICE_ASKED_AHEAD
        wait_for_day(case, Stage.NOTICE, ahead.date())
    return require(case, planned).choice or ""


def _confirmed(case: CaseAtWork, planned: e.PlannedStep) -> None:
    arrives, departs = case.request.spans[visit_number(planned.key) - 1]
    day = arrives if planned.stage is Stage.ARRIVAL else departs
    if case.standing(planned) is None:
        wait_for_day(case, planned.stage, day)
    require(case, planned)


def _report_and_follow_up(case: CaseAtWork) -> None:
    report(case)
    side_by_side(*(partial(_follow_up, case, made) for made in commitments_that_stand(case)))


def commitments_that_stand(case: CaseAtWork) -> list[Commitment]:
    """Return what was agreed on, as the report that was accepted tells it."""
    made = case.case.commitments
    return [c for c in made if case.case.steps[c.step - 1].state is StepState.DECIDED]


def _follow_up(case: CaseAtWork, made: Commitment) -> None:
    """See to it that what was agreed on is done by its owner; an agreement has its own procedure."""
    if made.agreement:
        _conclude_agreement(case, made)
        return
    planned = _following(made, Stage.COMMITMENTS, Act.FULFIL, made.owner)
    require(case, planned, due_at=office_closes(made.due))


def _conclude_agreement(case: CaseAtWork, made: Commitment) -> None:
    """Ask the bodies concerned, sign, and tell of the signing. Source: 70/2020/QH14, articles 18-19."""
    rules = case.inbound_rules.agreements
    opinions = [
        _following(made, Stage.AGREEMENTS, Act.CONSULT, case.seat(seat), rules.opinions_within)
        for seat in rules.consulted
    ]
    side_by_side(*(partial(require, case, planned) for planned in opinions))
    signer, reporter = case.seat(rules.signed_by), case.seat(rules.reported_by)
    signing = _following(made, Stage.AGREEMENTS, Act.CONCLUDE, signer, rules.signed_within)
    if require(case, signing, due_at=office_closes(made.due)).choice == Chosen.SIGNED:
        told = _following(made, Stage.AGREEMENTS, Act.FILE, reporter, rules.report_within)
        require(case, told)


def _following(
    made: Commitment, stage: Stage, act: Act, seat: str, limit: TimeLimit | None = None
) -> e.PlannedStep:
    """Return the step about a commitment that the report brought; no plan could foresee it."""
    return planned_step(stage, act, seat, limit, key=str(made.number))
