"""Legal hold: whatever is kept of a case stays, for as long as a court or an inspection needs it."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.at_work import CaseAtWork
from flows.privacy.erasing import forget_what_was_held_back
from models import entries as e
from models.errors import ErasureRefused
from models.ids import CaseNo
from models.store.privacy import holds


def hold(desk: Desk, case_no: CaseNo, reason: str, who: Identified) -> None:
    """Keep everything of a case from being erased; `who` is named at the console, or its account.

    Raises `CaseUnknown`, `CaseErased`, `DecisionIncomplete` without a reason, and `ErasureRefused` where
    it is held already.
    """
    with desk.noting(case_no) as work:
        if holds.is_held(work.conn, case_no):
            raise ErasureRefused("held", case=case_no)
        said = work.keep_words(reason)
        work.record(e.LegalHoldSet(reason=said, identity=who.shown_by), actor=who.person)
    desk.tell(case_no)


def release(desk: Desk, case_no: CaseNo, reason: str, who: Identified) -> None:
    """Let a case be erased again when its time comes; what was kept of others for its sake goes now.

    Raises `CaseUnknown`, `DecisionIncomplete` without a reason, `ErasureRefused` where it is not held.
    """
    with desk.noting(case_no) as work:
        _demand_held(work)
        said = work.keep_words(reason)
        work.record(e.LegalHoldLifted(reason=said, identity=who.shown_by), actor=who.person)
    desk.tell(case_no)
    forget_what_was_held_back(desk)


def _demand_held(work: CaseAtWork) -> None:
    if not holds.is_held(work.conn, work.case.no):
        raise ErasureRefused("not_held", case=work.case.no)
