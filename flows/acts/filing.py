"""What every filing has in common: who files it, whether it may be filed today, how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from config.regulation.parts import Text
from config.regulation.province import Regulation
from flows.case.at_work import CaseAtWork
from flows.case.plan_drawing import draw
from models import entries as e
from models.case import Case
from models.errors import CallRepeated, DecisionRefused, Offered, Problem, RequestInvalid
from models.ids import BodyKey, CaseNo, Digest, PersonId
from models.journal.entry import digest_of_facts
from models.kinds import KINDS
from models.request.admission import problems_at_filing
from models.request.base import Request
from models.request.reading import Attachment, files_twice
from models.store import directory, dossiers, drafts
from models.store.calls.given import Repeatable, give

Attachments = Mapping[int, Attachment]
_NO_FILES: Attachments = MappingProxyType({})


@dataclass(frozen=True)
class Filing:
    """For whom a request is filed (a person of the unit), who typed it, how identity was shown.

    Typed it may also have an account of the machine, which the directory does not know. `draft` is the
    id of the draft it was written in, `call` that of another system by which it came.
    """

    filed_for: PersonId
    typed_by: str
    shown_by: str = ""
    draft: str = ""
    call: Repeatable | None = None


def problems_of_day(
    conn: Connection,
    request: Request,
    today: date,
    regulation: Regulation,
    *,
    standing: Request | None = None,
) -> tuple[Problem, ...]:
    """Return what keeps a request from being filed today.

    `standing` is the one in force: the day on which it begins is asked for no more.
    """
    return problems_at_filing(
        request,
        units=directory.unit_names(conn),
        regulation=regulation,
        persons=directory.persons_by_id(conn),
        today=today,
        begins_already=standing.begins if standing else None,
        standing=standing,
    )


def check_filing(
    conn: Connection,
    request: Request,
    by: Filing,
    today: date,
    regulation: Regulation,
    *,
    attachments: Attachments = _NO_FILES,
    standing: Request | None = None,
) -> None:
    """Check the request against the directory and the day, its files, and that the filer is of the unit.

    Raises `RequestInvalid` with all problems, `DecisionRefused`.
    """
    problems = (
        *problems_of_day(conn, request, today, regulation, standing=standing),
        *files_twice(attachments),
    )
    if problems:
        raise RequestInvalid(problems)
    if request.unit not in directory.bodies_of(conn, by.filed_for, today):
        raise DecisionRefused("not_of_unit", person=by.filed_for, unit=request.unit)


def use_up_draft(conn: Connection, by: Filing, case_no: CaseNo) -> None:
    """Let the draft of a request be filed with it, in the same transaction: no draft is filed twice.

    Raises `DraftUnknown` or `DraftFiled` for one that is not there any more.
    """
    if by.draft:
        drafts.lock(conn, by.draft)
        drafts.file(conn, by.draft, case_no)


def answer_call(conn: Connection, by: Filing, case_no: CaseNo) -> None:
    """Keep what the call is answered by which a request came, in the transaction that files it.

    Raises `CallRepeated` where the same call has filed it already: so of two at once one does.
    """
    if by.call and not give(conn, by.call, case_no):
        raise CallRepeated


def open_case(
    work: CaseAtWork,
    request: Request,
    attachments: Attachments,
    by: Filing,
    regulation: Regulation,
) -> None:
    """Put the first version of a dossier in force in a new case, and draw its plan.

    Nothing of it is written yet, and nobody is asked. Raises `NoRouteApplies`.
    """
    kept = with_digests(request, attachments, work.salt)
    beside = work.dossier_arrives(1, kept)
    work.record(
        e.CaseSubmitted(
            delegation=request.kind,
            unit=BodyKey(request.unit),
            year=work.today.year,
            begins=request.begins,
            ends=request.ends,
            dossier_digest=dossier_digest(work.salt, kept),
            beside=beside,
            regulation=regulation.name,
            regulation_digest=regulation.digest,
            filed_for=by.filed_for,
            typed_by=by.typed_by,
            identity=by.shown_by,
        ),
        actor=by.filed_for,
    )
    draw(work)


def check_kind_and_unit(case: Case, request: Request, units: Mapping[str, Text]) -> None:
    """A change stays with the unit that submitted the case, and about the same kind of journey."""
    if request.kind is not case.kind:
        told = (("kind", case.kind), ("new_kind", request.kind))
        raise RequestInvalid((Problem("kind", "", "kind_fixed", told),))
    if request.unit != case.unit:
        name = units.get(case.unit, Text(vi=case.unit, en=case.unit))
        its_own = (Offered(case.unit, name.vi, name.en),)
        raise RequestInvalid((Problem("unit", "", "unit_fixed", offered=its_own),))


def with_digests(request: Request, attachments: Attachments, salt: bytes) -> Request:
    """Return the request with each paper's file named by its salted digest, as it is kept."""
    papers = tuple(
        paper.model_copy(update={"file": dossiers.digest_of_file(salt, attachments[place])})
        if place in attachments
        else paper
        for place, paper in enumerate(request.papers)
    )
    return request.model_copy(update={"papers": papers})


def dossier_digest(salt: bytes, request: Request) -> Digest:
    """Return the digest a version of the dossier is known by."""
    everything = request.facts()
    return digest_of_facts(salt, everything, tuple(everything))


def changed_facts(before: Request, after: Request) -> tuple[str, ...]:
    """Return the names of the facts in which two versions differ."""
    then = before.facts()
    return tuple(name for name, value in after.facts().items() if then[name] != value)


def keep_beside(work: CaseAtWork, request: Request, attachments: Attachments, by: Filing) -> None:
    """Keep what comes with a version: its papers' files, its persons in the unit's address book."""
    for file in attachments.values():
        work.keep_file(file)
    if kept := KINDS[work.case.kind].persons:
        work.keep_persons(kept.persons_in(request), by.filed_for)
