"""What time brings: due moments fire, failed walks are tried again, the journal is signed.

Plain functions with two callers: the scheduled Prefect flow, and the Doan process's own loop when
the last sweep is older than its period (a leased row says so). Safe to run twice, by anyone.
"""

import logging
from datetime import timedelta

from config.regulation.codes import Act, Direction
from flows.acts.authority import tell_holders
from flows.acts.desk import Desk
from flows.case.at_work import CaseAtWork
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.succession import hand_over
from models import entries as e
from models.case import Step
from models.store import cases, moments
from models.store.database import leases
from models.store.database.clock import now
from models.store.moments import DueMoment, MomentKind

log = logging.getLogger("doan.sweeps")

PERIOD = timedelta(seconds=20)
LEASE = "sweep"


def sweep_if_due(desk: Desk) -> bool:
    """Sweep unless somebody has within the period; tell whether it was done."""
    with desk.store.writing() as conn:
        if not leases.take(conn, LEASE, PERIOD):
            return False
    sweep(desk)
    return True


def sweep(desk: Desk) -> None:
    """Fire every moment that has come and walk every case whose last walk failed.

    One broken case is logged with its number and does not stop the sweep.
    """
    tell_holders(desk)
    # Before anybody is reminded: whoever has left a seat is reminded no more.
    hand_over(desk)
    while due := _due(desk):
        fired = [_without_stopping(desk, moment) for moment in due]
        if not any(fired):
            break
    number_and_sign(desk)
    with desk.store.reading() as conn:
        at_fault = cases.cases_at_fault(conn)
    for case_no in at_fault:
        if not desk.walk(case_no).case.fault:
            desk.tell(case_no)


def fire(desk: Desk, moment: DueMoment) -> None:
    """Let a moment take its effect and walk on; nothing when it has fired or was moved."""
    with desk.at_work(moment.case_no) as work:
        if not moments.mark_fired(work.conn, moment, work.now):
            return
        step = work.case.step(moment.step)
        if step and step.is_open:
            work.record(_effect(moment, step))
            _look_again(work, moment.step)


def _look_again(work: CaseAtWork, number: int) -> None:
    """Keep reminding whoever is overdue: no open step is ever without a moment to come."""
    step = work.case.step(number)
    if step and step.is_open and step.overdue:
        again = work.regulation.remind_before.model_copy(update={"direction": Direction.AFTER})
        at = work.calendar.moment_due(again, work.now)
        work.arm(DueMoment(work.case.no, number, MomentKind.REMIND, at))


def _effect(moment: DueMoment, step: Step) -> e.Payload:
    """Return what a moment means for an open step. Silence is recorded; it is never consent."""
    if moment.kind is MomentKind.REMIND:
        return e.StepReminded(step=step.number)
    if step.act is Act.CONSULT:
        return e.StepSilent(step=step.number)
    return e.StepOverdue(step=step.number)


def _due(desk: Desk) -> tuple[DueMoment, ...]:
    with desk.store.reading() as conn:
        return moments.due(conn, now(conn))


def _without_stopping(desk: Desk, moment: DueMoment) -> bool:
    try:
        fire(desk, moment)
    except Exception:
        log.exception("moment %s of %s failed", moment.kind, moment.case_no)
        return False
    return True
