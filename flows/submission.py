"""A unit submits a request, and later a new version of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.regulation import Act, Regulation
from config.words import day_of
from flows.case_at_work import CaseAtWork
from flows.desk import Desk
from flows.drawing import draw
from flows.walking import Walked, walk_on
from models import entries as e
from models.acts import RESUBMITTED
from models.admission import problems_at_filing
from models.case import Case, Step
from models.errors import DecisionRefused, Problem, RequestInvalid, StepClosed
from models.journal import digest_of_facts, salted_digest
from models.plan import draw_plan
from models.request import Request
from models.request_reading import Attachment
from models.store import cases, directory, dossiers, regulations
from models.store.engine import now

Attachments = Mapping[int, Attachment]


@dataclass(frozen=True)
class Filing:
    """For whom a request is filed (a person of the unit), who typed it, how identity was shown."""

    filed_for: str
    typed_by: str
    shown_by: str = ""


def submit(desk: Desk, request: Request, attachments: Attachments, by: Filing) -> Walked:
    """Open a case for a request: its plan is written down and its first step opened.

    `attachments` are the files of the request's papers by their place in the list. Raises
    `RequestInvalid` with all problems of the day (`models.admission`), `DecisionRefused` when
    `filed_for` holds no seat in the unit.
    """
    regulation = desk.regulation()
    draw_plan(request, regulation)
    with desk.store.writing() as conn:
        _check_filing(conn, request, by, day_of(now(conn)), regulation)
        regulations.keep_regulation(conn, regulation)
        year = day_of(now(conn)).year
        case_no = cases.next_case_no(conn, request.kind, year)
        work = CaseAtWork(conn, Case(case_no), desk.settings)
        salt = dossiers.make_salt(conn, case_no)
        kept = _with_digests(request, attachments, salt)
        work.dossier_arrives(1, kept)
        work.record(
            e.CaseSubmitted(
                delegation=request.kind,
                unit=request.unit,
                year=year,
                begins=request.begins,
                ends=request.ends,
                dossier_digest=_dossier_digest(salt, kept),
                regulation=regulation.name,
                regulation_digest=regulation.digest,
                filed_for=by.filed_for,
                typed_by=by.typed_by,
            ),
            actor=by.filed_for,
        )
        draw(work)
        work.save()
        _keep(work, kept, attachments)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def problems_today(desk: Desk, request: Request) -> tuple[Problem, ...]:
    """Return what keeps a request from being filed today; of it only what `models.admission` reads.

    For telling it along with what else is wrong: whether a request is taken, its filing decides.
    """
    with desk.store.reading() as conn:
        return _problems(conn, request, day_of(now(conn)), desk.regulation())


def resubmit(
    desk: Desk, case_no: str, request: Request, attachments: Attachments, by: Filing
) -> Walked:
    """Put a new version of the dossier in force, in answer to a return.

    Only steps whose facts changed are asked again. Raises `StepClosed` when nobody asked for a
    revision, `DecisionRefused` and `RequestInvalid` as `submit` does.
    """
    with desk.store.writing() as conn:
        work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
        step = _open_revision(work.case)
        _check_filing(conn, request, by, work.today, work.regulation)
        _check_unit(work.case, request)
        kept = _with_digests(request, attachments, work.salt)
        version = work.case.version + 1
        work.dossier_arrives(version, kept)
        work.record(
            e.StepDecided(
                step=step.number,
                choice=RESUBMITTED,
                person=by.filed_for,
                seen=work.case.dossier_digest,
                identity=by.shown_by,
            ),
            actor=by.filed_for,
        )
        work.record(
            e.DossierRevised(
                version=version,
                begins=request.begins,
                ends=request.ends,
                dossier_digest=_dossier_digest(work.salt, kept),
                filed_for=by.filed_for,
                typed_by=by.typed_by,
            ),
            actor=by.filed_for,
        )
        _redraw(work)
        work.save()
        _keep(work, kept, attachments)
        walked = walk_on(work)
    desk.tell(case_no)
    return walked


def _redraw(work: CaseAtWork) -> None:
    """Draw the plan anew if the route changed; what is open and counts no more is voided."""
    draw(work)
    for step in work.case.open_steps:
        if not work.counts(step):
            work.void(step, because="dossier_revised")


def _open_revision(case: Case) -> Step:
    for step in case.open_steps:
        if step.act is Act.REVISE:
            return step
    raise StepClosed(case=case.no)


def _check_unit(case: Case, request: Request) -> None:
    """A revision stays with the unit that submitted the case, and about the same kind of journey."""
    if request.kind is not case.kind:
        raise RequestInvalid((Problem("kind", request.kind, "kind_fixed", (("kind", case.kind),)),))
    if request.unit != case.unit:
        raise RequestInvalid((Problem("unit", request.unit, "unit_fixed", (("unit", case.unit),)),))


def _check_filing(
    conn: Connection, request: Request, by: Filing, today: date, regulation: Regulation
) -> None:
    """Check the request against the directory and the day, and that the filer is of the unit."""
    if problems := _problems(conn, request, today, regulation):
        raise RequestInvalid(problems)
    seats = directory.seats_of(conn, by.filed_for, today)
    if not any(seat.startswith(f"{request.unit}/") for seat in seats):
        raise DecisionRefused("not_of_unit", person=by.filed_for, unit=request.unit)


def _problems(
    conn: Connection, request: Request, today: date, regulation: Regulation
) -> tuple[Problem, ...]:
    units = directory.unit_names(conn)
    persons = directory.persons_by_id(conn)
    return problems_at_filing(
        request, units=units, bodies=regulation.bodies, persons=persons, today=today
    )


def _with_digests(request: Request, attachments: Attachments, salt: bytes) -> Request:
    """Return the request with each paper's file named by its salted digest, as it is kept."""
    papers = tuple(
        paper.model_copy(update={"file": salted_digest(salt, attachments[place].content)})
        if place in attachments
        else paper
        for place, paper in enumerate(request.papers)
    )
    return request.model_copy(update={"papers": papers})


def _dossier_digest(salt: bytes, request: Request) -> str:
    everything = request.facts()
    return digest_of_facts(salt, everything, tuple(everything))


def _keep(work: CaseAtWork, request: Request, attachments: Attachments) -> None:
    """Keep the dossier, its files and its passports in their erasable tables."""
    case = work.case
    key = work.settings.passport_key
    dossiers.keep_dossier(work.conn, case.no, case.version, request, key)
    for file in attachments.values():
        dossiers.keep_file(work.conn, case.no, work.salt, file)
