"""A refusal is journaled in a transaction of its own: the one it belongs to was rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from models import entries as e
from models.errors import DecisionRefused
from models.store import cases


@contextmanager
def journaled_refusals(desk: Desk, case_no: str, person: str, step: int = 0) -> Iterator[None]:
    """Journal a `DecisionRefused` that is raised within, and raise it on.

    `step` is 0 where the whole case is meant.
    """
    try:
        yield
    except DecisionRefused as refusal:
        with desk.store.writing() as conn:
            work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
            refused = e.DecisionRefused(step=step, person=person, reason=refusal.reason)
            work.record(refused, actor=person)
            work.save()
        raise
