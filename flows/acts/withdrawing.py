"""The unit takes its request back before the final decision: a verb of its own, never a silence."""

from flows.acts.answers import Identified
from flows.acts.refusals import journaled_refusals
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.walking import Walked, walk_on
from models import entries as e
from models.case import CaseStatus
from models.errors import DecisionIncomplete, DecisionRefused, TooLate
from models.store import cases, directory


def withdraw(desk: Desk, case_no: str, who: Identified, reason: str) -> Walked:
    """End a case at its unit's wish; whoever was asked is told that nothing is asked any more.

    An approval and a withdrawal that meet are taken one after the other under the case's lock: the
    first stands. Raises `TooLate` after the final decision (what comes then is an amendment or a
    cancellation) or when the case is over, `DecisionRefused` for people who are not of the unit,
    `DecisionIncomplete` without a reason.
    """
    with journaled_refusals(desk, case_no, who.person), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        if not _is_of_unit(work, who.person):
            raise DecisionRefused("not_of_unit", person=who.person, unit=work.case.unit)
        if work.case.status is CaseStatus.WITHDRAWN:
            return Walked(work.case, None)
        if work.case.status is not CaseStatus.IN_APPROVAL:
            raise TooLate(case=case_no, status=work.case.status)
        if not reason.strip():
            raise DecisionIncomplete("reason")
        for step in work.case.open_steps:
            work.void(step, because="case_withdrawn")
        kept = work.keep_text(reason)
        work.record(e.CaseWithdrawn(person=who.person, reason=kept), actor=who.person)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _is_of_unit(work: CaseAtWork, person: str) -> bool:
    held = directory.seats_of(work.conn, person, work.today)
    return any(seat.partition("/")[0] == work.case.unit for seat in held)
