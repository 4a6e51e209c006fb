"""Trouble with letters and runs that people must hear of: journaled once, and told."""

import logging

from flows.acts.desk import Desk
from models import entries as e
from models.ids import CaseNo
from models.store import journal
from models.store.outbox import OutboxRow

log = logging.getLogger("doan.troubles")

# What Prefect calls the state of a run that somebody cancelled.
CANCELLED = "CANCELLED"


def note_undelivered(desk: Desk, row: OutboxRow, reply_code: int) -> None:
    """Journal that a letter failed for good; the office hears of it.

    A letter about a failed letter is not reported again: that would never end.
    """
    if row.notice == "message_failed" or row.case_no is None:
        log.error("message %s (%s) will not be delivered: %s", row.id, row.notice, reply_code)
        return
    with desk.noting(row.case_no) as work:
        work.record(
            e.MessageFailed(
                message=row.id, notice=row.notice, recipient=row.recipient, reply_code=reply_code
            )
        )
    desk.tell(row.case_no)


def note_unrendered(desk: Desk, row: OutboxRow, fault: Exception) -> None:
    """Journal that a letter went out as the plain standard text because its template is broken."""
    if row.case_no is None:
        log.error("message %s (%s) went out as plain text: %r", row.id, row.notice, fault)
        return
    with desk.noting(row.case_no) as work:
        work.record(
            e.MessageUnrendered(message=row.id, notice=row.notice, fault=type(fault).__name__)
        )


def note_amiss(desk: Desk, case_no: CaseNo, run_id: str, found: str) -> None:
    """Journal once that the Prefect run of an open case was found amiss and is put right.

    Of a cancelled one the office hears: somebody may take it for a withdrawal, and the case goes on.
    """
    cancelled = found == CANCELLED
    with desk.noting(case_no) as work:
        told = e.RunCancelled(run=run_id) if cancelled else e.RunRepaired(run=run_id, found=found)
        if work.case.is_over or journal.newest(work.conn, case_no).payload == told:
            return
        work.record(told)
    if cancelled:
        desk.tell(case_no)
