"""The unit asks to change, or to call off, what was approved."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from config.province_time import day_of, moment_of, start_of
from config.regulation.codes import Stage
from flows.acts.desk import Desk
from flows.acts.filing import (
    Attachments,
    Filing,
    changed_facts,
    check_filing,
    check_kind_and_unit,
    dossier_digest,
    keep_beside,
    problems_of_day,
    use_up_draft,
    with_digests,
)
from flows.case.at_work import CaseAtWork
from flows.case.verbs import Verb, demand
from flows.case.waiting import Walked
from models import entries as e
from models.errors import NothingChanged, Problem
from models.ids import CaseNo, Digest
from models.kinds import KINDS
from models.request.base import Request
from models.route.amendment import comes_too_late, draw_amendment


@dataclass(frozen=True)
class Arrived:
    """A changed dossier as an amendment proposes it."""

    version: int
    request: Request
    digest: Digest
    beside: e.Beside


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
        files, standing = attachments, work.request
        check_filing(
            work.conn, request, by, work.today, regulation, attachments=files, standing=standing
        )
        check_kind_and_unit(work.case, request, work.unit_names)
        use_up_draft(work.conn, by, case_no)
        kept = with_digests(request, attachments, work.salt)
        changed = changed_facts(work.request, kept)
        if not changed:
            raise NothingChanged(case=case_no)
        version = work.case.versions + 1
        beside = work.amendment_arrives(len(work.case.amendments) + 1, version, kept)
        arrived = Arrived(version, kept, dossier_digest(work.salt, kept), beside)
        _propose(work, changed, reason, by, arrived)
        keep_beside(work, kept, attachments, by)
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
        dropped = e.AmendmentRefused(number=amendment.number, step=None, identity=by.shown_by)
        work.record(dropped, actor=by.filed_for)
    return work.walked


def _propose(
    work: CaseAtWork,
    changed: tuple[str, ...],
    reason: str,
    by: Filing,
    arrived: Arrived | None = None,
) -> None:
    said = work.keep_words(reason)
    number = len(work.case.amendments) + 1
    drawn = partial(
        draw_amendment,
        work.regulation,
        work.case,
        changed,
        cancels=arrived is None,
        number=number,
        is_slip=arrived is not None and _is_slip(work.request, arrived.request),
    )
    route, steps = drawn()
    begins_at = _begins_at(work, arrived)
    if begins_at and not comes_too_late(steps, work.calendar, now=work.now, begins_at=begins_at):
        begins_at = None
    if begins_at:
        route, steps = drawn(urgent=True)
    work.record(
        e.AmendmentProposed(
            number=number,
            version=arrived.version if arrived else None,
            begins=arrived.request.begins if arrived else None,
            ends=arrived.request.ends if arrived else None,
            dossier_digest=arrived.digest if arrived else work.case.dossier_digest,
            beside=arrived.beside if arrived else None,
            changed=changed,
            reason=said,
            route=route,
            steps=steps,
            begins_at=begins_at,
            filed_for=by.filed_for,
            typed_by=by.typed_by,
            identity=by.shown_by,
        ),
        actor=by.filed_for,
    )


def _begins_at(work: CaseAtWork, arrived: Arrived | None) -> datetime | None:
    """Return when what is next of the delegation begins (UTC), as it is approved or as it would be.

    That is the arrival or the departure; once it is under way, the next item of its programme, or its
    end. None when all of it is over.
    """
    requests = [work.request, *((arrived.request,) if arrived else ())]
    programmes = [work.programme, *(request.planned_items for request in requests[1:])]
    days = {day for request in requests for span in request.spans for day in span}
    items = {
        moment_of(item.day, item.begins)
        for programme in programmes
        for item in programme
        if not item.cancelled
    }
    # Where an item of the day says when it begins, the day begins with it.
    said = {day_of(item) for item in items}
    moments = items | {start_of(day) for day in days - said}
    begins_at = min((moment for moment in moments if moment > work.now), default=None)
    return begins_at.astimezone(UTC) if begins_at else None


def _is_slip(before: Request, after: Request) -> bool:
    return KINDS[before.kind].is_slip(before, after)
