"""The unit takes its request back before the final decision: a verb of its own, never a silence."""

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.verbs import Verb, demand
from flows.case.waiting import Walked
from models import entries as e
from models.case import CaseStatus
from models.ids import CaseNo


def withdraw(desk: Desk, case_no: CaseNo, who: Identified, reason: str) -> Walked:
    """End a case at its unit's wish; whoever was asked is told that nothing is asked any more.

    An approval and a withdrawal that meet are taken one after the other under the case's lock: the
    first stands. Raises `TooLate` after the final decision (what comes then is an amendment or a
    cancellation) or when the case is over, `DecisionRefused` for people who are not of the unit,
    `DecisionIncomplete` without a reason.
    """
    with desk.at_work(case_no, who.person) as work:
        if work.case.status is CaseStatus.WITHDRAWN and work.is_of_unit(who.person):
            return work.walked
        demand(work, Verb.WITHDRAW, who.person)
        kept = work.keep_words(reason)
        for step in work.case.open_steps:
            work.void(step, because="case_withdrawn")
        said = e.CaseWithdrawn(person=who.person, reason=kept, identity=who.shown_by)
        work.record(said, actor=who.person)
    return work.walked
