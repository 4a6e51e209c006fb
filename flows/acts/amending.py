"""The unit asks to change, or to call off, what was approved."""

from sqlalchemy import Connection

from config.regulation.codes import Stage
from flows.acts.filing import (
    Attachments,
    Filing,
    changed_facts,
    check_filer,
    check_filing,
    check_kind_and_unit,
    dossier_digest,
    keep_files,
    problems_of_day,
    with_digests,
)
from flows.acts.refusals import journaled_refusals
from flows.case.at_work import CaseAtWork
from flows.case.desk import Desk
from flows.walking import Walked, walk_on
from models import entries as e
from models.case import CaseStatus
from models.errors import DecisionIncomplete, NothingChanged, Problem, TooLate
from models.kinds import Request
from models.route.amendment import draw_amendment
from models.store import cases, dossiers


def propose(
    desk: Desk, case_no: str, request: Request, attachments: Attachments, reason: str, by: Filing
) -> Walked:
    """Ask for a change of what was approved: dates, members, cost, a longer stay, a programme.

    The changed request takes the short route of the regulation for what it changes; until that is
    decided the decision in force stands, and the case goes on by it. Raises `TooLate` before the
    approval, after the end, and while another amendment is on its way; `NothingChanged`;
    `RequestInvalid` and `DecisionRefused` as `submit` does; `DecisionIncomplete` without a reason.
    """
    with journaled_refusals(desk, case_no, by.filed_for), desk.store.writing() as conn:
        work = _amendable(conn, case_no, desk)
        check_filing(conn, request, by, work.today, desk.regulation(), standing=work.request)
        check_kind_and_unit(work.case, request)
        kept = with_digests(request, attachments, work.salt)
        changed = changed_facts(work.request, kept)
        if not changed:
            raise NothingChanged(case=case_no)
        version = work.case.versions + 1
        digest = dossier_digest(work.salt, kept)
        _propose(work, changed, reason, by, version=version, request=kept, digest=digest)
        work.dossier_arrives(version, kept)
        work.save()
        dossiers.keep_amended(
            conn, case_no, len(work.case.amendments), version, kept, desk.settings.passport_key
        )
        keep_files(work, attachments)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def problems_today(desk: Desk, case_no: str, request: Request) -> tuple[Problem, ...]:
    """Return what keeps a changed request from being proposed today, to be told along with the rest."""
    with desk.store.reading() as conn:
        work = CaseAtWork(conn, cases.read_case(conn, case_no), desk.settings)
        return problems_of_day(conn, request, work.today, desk.regulation(), standing=work.request)


def propose_cancellation(desk: Desk, case_no: str, reason: str, by: Filing) -> Walked:
    """Ask to call off an approved delegation; raises as `propose` does."""
    with journaled_refusals(desk, case_no, by.filed_for), desk.store.writing() as conn:
        work = _amendable(conn, case_no, desk)
        check_filer(conn, work.case.unit, by, work.today)
        _propose(work, (), reason, by)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def drop_amendment(desk: Desk, case_no: str, by: Filing) -> Walked:
    """Take an amendment back while it is on its way; the decision in force stands."""
    with journaled_refusals(desk, case_no, by.filed_for), desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        amendment = work.case.open_amendment
        if amendment is None:
            raise TooLate(case=case_no, status=work.case.status)
        check_filer(conn, work.case.unit, by, work.today)
        for step in work.case.open_steps:
            if (step.stage, step.key) == (Stage.AMENDMENT, str(amendment.number)):
                work.void(step, because="amendment_dropped")
        work.record(e.AmendmentRefused(number=amendment.number, step=None), actor=by.filed_for)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _amendable(conn: Connection, case_no: str, desk: Desk) -> CaseAtWork:
    """Take the case in hand if it can be amended now; raises `TooLate`."""
    work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
    case = work.case
    if case.status is not CaseStatus.APPROVED or case.open_amendment:
        raise TooLate(case=case.no, status=case.status)
    return work


def _propose(
    work: CaseAtWork,
    changed: tuple[str, ...],
    reason: str,
    by: Filing,
    *,
    version: int | None = None,
    request: Request | None = None,
    digest: str = "",
) -> None:
    said = work.keep_text(reason)
    if said is None:
        raise DecisionIncomplete("reason")
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
