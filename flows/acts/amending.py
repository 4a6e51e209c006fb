"""The unit asks to change, or to call off, what was approved."""

from config.regulation.codes import Stage
from flows.acts.desk import Desk
from flows.acts.filing import (
    Attachments,
    Filing,
    changed_facts,
    check_filing,
    check_kind_and_unit,
    dossier_digest,
    keep_files,
    problems_of_day,
    with_digests,
)
from flows.case.at_work import CaseAtWork
from flows.case.verbs import Verb, demand
from flows.case.waiting import Walked
from models import entries as e
from models.errors import NothingChanged, Problem
from models.ids import CaseNo, Digest
from models.request.base import Request
from models.route.amendment import draw_amendment


def propose(
    desk: Desk, case_no: CaseNo, request: Request, attachments: Attachments, reason: str, by: Filing
) -> Walked:
    """Ask for a change of what was approved: dates, members, cost, a longer stay, a programme.

    The changed request takes the short route of the regulation for what it changes; until that is
    decided the decision in force stands, and the case goes on by it. Raises `TooLate` before the
    approval, after the end, and while another amendment is on its way; `NothingChanged`;
    `RequestInvalid` and `DecisionRefused` as `submit` does; `DecisionIncomplete` without a reason.
    """
    with desk.at_work(case_no, by.filed_for) as work:
        demand(work, Verb.AMEND, by.filed_for)
        regulation = desk.regulation()
        check_filing(work.conn, request, by, work.today, regulation, standing=work.request)
        check_kind_and_unit(work.case, request)
        kept = with_digests(request, attachments, work.salt)
        changed = changed_facts(work.request, kept)
        if not changed:
            raise NothingChanged(case=case_no)
        version = work.case.versions + 1
        digest = dossier_digest(work.salt, kept)
        _propose(work, changed, reason, by, version=version, request=kept, digest=digest)
        work.amendment_arrives(len(work.case.amendments), version, kept)
        keep_files(work, attachments)
    return work.walked


def problems_today(desk: Desk, case_no: CaseNo, request: Request) -> tuple[Problem, ...]:
    """Return what keeps a changed request from being proposed today, to be told along with the rest."""
    with desk.reading(case_no) as read:
        return problems_of_day(
            read.conn, request, read.today, desk.regulation(), standing=read.request
        )


def propose_cancellation(desk: Desk, case_no: CaseNo, reason: str, by: Filing) -> Walked:
    """Ask to call off an approved delegation; raises as `propose` does."""
    with desk.at_work(case_no, by.filed_for) as work:
        demand(work, Verb.CALL_OFF, by.filed_for)
        _propose(work, (), reason, by)
    return work.walked


def drop_amendment(desk: Desk, case_no: CaseNo, by: Filing) -> Walked:
    """Take an amendment back while it is on its way; the decision in force stands."""
    with desk.at_work(case_no, by.filed_for) as work:
        demand(work, Verb.DROP_AMENDMENT, by.filed_for)
        amendment = work.case.open_amendment
        assert amendment is not None  # noqa: S101 - the verb is open while there is one.
        for step in work.case.open_steps:
            if (step.stage, step.key) == (Stage.AMENDMENT, str(amendment.number)):
                work.void(step, because="amendment_dropped")
        work.record(e.AmendmentRefused(number=amendment.number, step=None), actor=by.filed_for)
    return work.walked


def _propose(
    work: CaseAtWork,
    changed: tuple[str, ...],
    reason: str,
    by: Filing,
    *,
    version: int | None = None,
    request: Request | None = None,
    digest: Digest | None = None,
) -> None:
    said = work.keep_words(reason)
    number = len(work.case.amendments) + 1
    route, steps = draw_amendment(
        work.regulation, work.case, changed, cancels=version is None, number=number
    )
    work.record(
        e.AmendmentProposed(
            number=number,
            version=version,
            begins=request.begins if request else None,
            ends=request.ends if request else None,
            dossier_digest=digest or work.case.dossier_digest,
            changed=changed,
            reason=said,
            route=route,
            steps=steps,
            filed_for=by.filed_for,
            typed_by=by.typed_by,
        ),
        actor=by.filed_for,
    )
