"""Walking a case: the lifecycle is read from the top; what is done is found, what is next is opened.

A walk may be run at any time, by anyone, twice. Its two callers are the transaction that records a
decision and the delegation's Prefect run.
"""

import logging
from functools import partial

from flows.case.asking import as_far_as_possible
from flows.case.at_work import CaseAtWork
from flows.case.waiting import Over, Waiting, Walked
from flows.lifecycles import LIFECYCLES, Lifecycle
from flows.stages.amendment import amend
from flows.stages.questions import end_idle_questions
from models import entries as e
from models.case import CaseStatus
from models.errors import DoanError, SeatVacant
from models.store import journal

log = logging.getLogger("doan.walking")


def walk(work: CaseAtWork, lifecycle: Lifecycle | None = None) -> Waiting | None:
    """Read the lifecycle from its top; return what the case waits for, None when it is over.

    The lifecycle is that of the case's kind unless another one is given.
    """
    if work.case.is_over:
        return None
    try:
        amending = _walk_beside(work)
    except Over:
        return None
    try:
        (lifecycle or LIFECYCLES[work.case.kind])(work)
    except Waiting as waiting:
        return waiting.beside(amending)
    except Over:
        return None
    return amending


def _walk_beside(work: CaseAtWork) -> Waiting | None:
    """Do what no stage is about: end idle questions, walk an amendment on."""
    end_idle_questions(work)
    waiting = as_far_as_possible(partial(amend, work))
    if work.case.status is CaseStatus.CANCELLED:
        raise Over
    return waiting


def walk_on(work: CaseAtWork, lifecycle: Lifecycle | None = None) -> Walked:
    """Walk in a savepoint and write: a fault in the next stage never loses what was decided.

    What was decided and what follows from it are written together, once; after a fault, what was
    decided and the fault. That is journaled once (`walk_failed`), the administrator is told, and the
    sweep tries again.
    """
    try:
        with work.undone_on_failure():
            waiting = walk_and_note(work, lifecycle)
            work.save()
    except Exception as fault:
        log.exception("walking %s failed", work.case.no)
        waiting = None
        _note_fault(work, fault)
        work.save()
    work.walked = Walked(work.case, waiting)
    return work.walked


def walk_and_note(work: CaseAtWork, lifecycle: Lifecycle | None = None) -> Waiting | None:
    """Walk; note the seat that keeps the case waiting, or that none does any more; write nothing."""
    waiting = walk(work, lifecycle)
    if vacant := _vacant(work, waiting):
        _note_fault(work, vacant)
    elif work.case.fault:
        work.record(e.WalkRecovered())
    return waiting


def idle_walk(work: CaseAtWork, lifecycle: Lifecycle | None) -> Walked | None:
    """Return what a walk finds that writes nothing; None if there is something to write or mend."""
    if work.case.fault:
        return None
    try:
        waiting = walk(work, lifecycle)
    except Exception:  # noqa: BLE001 - it comes again under the lock, where it is journaled.
        return None
    if work.has_gathered or _vacant(work, waiting):
        return None
    return Walked(work.case, waiting)


def _vacant(work: CaseAtWork, waiting: Waiting | None) -> SeatVacant | None:
    """Return a seat that keeps the case waiting: nobody could be asked, or all who were have left."""
    if waiting and waiting.vacant:
        return waiting.vacant
    left = (step for step in work.case.open_steps if not step.holders)
    return next(
        (SeatVacant(seat=step.seat, called=work.seat_called(step.seat)) for step in left), None
    )


def _note_fault(work: CaseAtWork, fault: Exception) -> None:
    name = fault.code if isinstance(fault, DoanError) else type(fault).__name__
    seat = fault.facts.get("seat") if isinstance(fault, DoanError) else None
    failed = e.WalkFailed(fault=name, seat=str(seat) if seat else None)
    known = work.case.fault and journal.newest(work.conn, work.case.no, e.WalkFailed.kind)
    if not known or known.payload != failed:
        work.record(failed)
