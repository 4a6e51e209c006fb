"""A letter that breaks is set aside: the others leave, and it is tried again, rarer each time."""

import logging

from models.errors import DoanError
from models.ids import CaseNo
from models.store import outbox
from models.store.amiss import aside
from models.store.amiss.aside import Part
from models.store.amiss.unreadable import is_the_databases
from models.store.database.engine import Store

log = logging.getLogger("doan.amiss")

# After so many it keeps what is told to the same person of the same case no longer: it has failed.
_TIMES = 5


def set_aside(store: Store, message: int, case_no: CaseNo | None, fault: Exception) -> bool:
    """Put a letter off that cannot be read or written; tell whether it was given up by now.

    Nothing is noted where it is the database that is away: its lease runs out, then it is tried again.
    """
    if is_the_databases(fault):
        return False
    reason = fault.code if isinstance(fault, DoanError) else type(fault).__name__
    with store.writing() as conn:
        told = aside.put_aside(conn, Part.LETTER, f"{message}", reason, case_no=case_no)
        is_over = told.times >= _TIMES
        if is_over:
            outbox.mark_failed(conn, message, reason)
        else:
            outbox.put_off(conn, message, told.next_try_at, reason)
    if told.is_news or is_over:
        log.error("message %s of %s is set aside", message, case_no, exc_info=fault)
    return is_over


def works_again(store: Store, message: int) -> None:
    """Forget a letter that was set aside and has left by now."""
    with store.writing() as conn:
        aside.forget(conn, Part.LETTER, [f"{message}"])
