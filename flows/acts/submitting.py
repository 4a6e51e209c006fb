"""A unit submits a request, and later a new version of it."""

from flows.acts.desk import Desk
from flows.acts.filing import (
    Attachments,
    Filing,
    answer_call,
    changed_facts,
    check_filing,
    check_kind_and_unit,
    dossier_digest,
    keep_beside,
    open_case,
    problems_of_day,
    use_up_draft,
    with_digests,
)
from flows.case.at_work import CaseAtWork
from flows.case.plan_drawing import draw
from flows.case.verbs import Verb, demand, open_revision
from flows.case.waiting import Walked
from flows.walking import walk_on
from models import entries as e
from models.acts import Chosen
from models.errors import NothingChanged, Problem, StepClosed
from models.ids import CaseNo
from models.request.base import Request
from models.route.plan import draw_plan
from models.store import cases, regulations
from models.store.database.clock import today


def submit(desk: Desk, request: Request, attachments: Attachments, by: Filing) -> Walked:
    """Open a case for a request: its plan is written down and its first step opened.

    `attachments` are the files of the request's papers by their place in the list. Raises
    `RequestInvalid` with all problems of the day (`models.request.admission`), `DecisionRefused` when
    `filed_for` holds no seat in the unit.
    """
    regulation = desk.regulation()
    draw_plan(request, regulation)
    with desk.writing() as conn:
        check_filing(conn, request, by, today(conn), regulation, attachments=attachments)
        year = today(conn).year
        case_no = cases.next_case_no(conn, request.kind, year)
        if not regulations.is_kept(conn, regulation):
            # Whoever locks cases and the house locks cases first.
            cases.lock_for_new(conn)
            regulations.put_in_force(desk.house(conn), regulation)
        work = CaseAtWork.begun(conn, case_no, request.kind, desk.settings)
        open_case(work, request, attachments, by, regulation)
        keep_beside(work, request, attachments, by)
        use_up_draft(conn, by, case_no)
        answer_call(conn, by, case_no)
        # Written before it is walked, which asks who may act: whoever lets another act for them
        # waits for every case that is written.
        work.save()
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def problems_today(desk: Desk, request: Request) -> tuple[Problem, ...]:
    """Return what keeps a request from being filed today; only what `models.request.admission` reads.

    For telling it along with what else is wrong: whether a request is taken, its filing decides.
    """
    with desk.store.reading() as conn:
        return problems_of_day(conn, request, today(conn), desk.regulation())


def resubmit(
    desk: Desk, case_no: CaseNo, request: Request, attachments: Attachments, by: Filing
) -> Walked:
    """Put a new version of the dossier in force, in answer to a return.

    Only steps whose facts changed are asked again. Raises `StepClosed` when nobody asked for a
    revision, `DecisionRefused` and `RequestInvalid` as `submit` does.
    """
    with desk.at_work(case_no, by.filed_for) as work:
        step = open_revision(work.case)
        if step is None:
            raise StepClosed(case=case_no)
        kept = _checked(work, request, attachments, by)
        work.record(
            e.StepDecided(
                step=step.number,
                choice=Chosen.RESUBMITTED,
                person=by.filed_for,
                seen=work.case.dossier_digest,
                identity=by.shown_by,
            ),
            actor=by.filed_for,
        )
        _put_in_force(work, kept, attachments, by)
    return work.walked


def change(
    desk: Desk, case_no: CaseNo, request: Request, attachments: Attachments, by: Filing
) -> Walked:
    """Put a new version in force that nobody asked for, before the final decision.

    A material change voids what was asked and answered by the facts it changes, in this transaction; of
    an immaterial one (the regulation names these facts) people are only told. Raises `TooLate` after the
    final decision, where a change is an amendment, and while a return waits for its revision;
    `NothingChanged`; `DecisionRefused` and `RequestInvalid` as `submit` does.
    """
    with desk.at_work(case_no, by.filed_for) as work:
        demand(work, Verb.CHANGE, by.filed_for)
        kept = _checked(work, request, attachments, by)
        if not changed_facts(work.request, kept):
            raise NothingChanged(case=case_no)
        _put_in_force(work, kept, attachments, by)
    return work.walked


def _checked(work: CaseAtWork, request: Request, attachments: Attachments, by: Filing) -> Request:
    """Check a later version; return it as it is kept."""
    regulation = work.regulation
    check_filing(work.conn, request, by, work.today, regulation, attachments=attachments)
    check_kind_and_unit(work.case, request, work.unit_names)
    use_up_draft(work.conn, by, work.case.no)
    return with_digests(request, attachments, work.salt)


def _put_in_force(work: CaseAtWork, kept: Request, attachments: Attachments, by: Filing) -> None:
    # An amendment may be on its way whose approval has fallen: its version is taken.
    version = work.case.versions + 1
    beside = work.dossier_arrives(version, kept)
    work.record(
        e.DossierRevised(
            version=version,
            begins=kept.begins,
            ends=kept.ends,
            dossier_digest=dossier_digest(work.salt, kept),
            beside=beside,
            filed_for=by.filed_for,
            typed_by=by.typed_by,
            identity=by.shown_by,
        ),
        actor=by.filed_for,
    )
    _redraw(work)
    keep_beside(work, kept, attachments, by)


def _redraw(work: CaseAtWork) -> None:
    """Draw the plan anew if the route changed; what is open and counts no more is voided."""
    draw(work)
    for step in work.case.open_steps:
        if not work.counts(step):
            work.void(step, because="dossier_revised")
