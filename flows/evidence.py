"""A case is put together as evidence for somebody outside: that is journaled before it leaves."""

from flows.acts.desk import Desk
from flows.sweeps.checkpoints import number_and_sign
from models import entries as e
from models.errors import DecisionIncomplete, EvidenceRefused
from models.ids import CaseNo
from models.store.privacy import erasing


def hand_out(desk: Desk, case_no: CaseNo, reason: str, account: str) -> None:
    """Journal that a case's evidence is handed out, and sign a checkpoint that covers all of it.

    `reason` says for whom and why, `account` is whose console it is. Raises `CaseUnknown`,
    `DecisionIncomplete` without a reason, and `EvidenceRefused` while a body votes: nobody outside it
    sees a vote before all are in.
    """
    with desk.noting(case_no) as work:
        if any(step.collective for step in work.case.open_steps):
            raise EvidenceRefused("votes", case_no)
        if not reason.strip():
            raise DecisionIncomplete("reason")
        # Without its salt nothing can be kept of a case so that it could be erased again.
        is_erased = erasing.erased_at(work.conn, case_no)
        said = None if is_erased else work.keep_words(reason)
        work.record(e.EvidenceBundled(reason=said, identity=account), actor=account)
    desk.tell(case_no)
    number_and_sign(desk, at_once=True)
