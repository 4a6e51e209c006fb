"""What every filing has in common: who files it, whether it may be filed today, how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.case.at_work import CaseAtWork
from models.case import Case
from models.errors import DecisionRefused, Problem, RequestInvalid
from models.ids import Digest, PersonId
from models.journal.entry import digest_of_facts, salted_digest
from models.request.admission import problems_at_filing
from models.request.base import Request
from models.request.reading import Attachment
from models.store import directory

Attachments = Mapping[int, Attachment]


@dataclass(frozen=True)
class Filing:
    """For whom a request is filed (a person of the unit), who typed it, how identity was shown.

    Typed it may also have an account of the machine, which the directory does not know.
    """

    filed_for: PersonId
    typed_by: str
    shown_by: str = ""


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
    )


def check_filing(
    conn: Connection,
    request: Request,
    by: Filing,
    today: date,
    regulation: Regulation,
    *,
    standing: Request | None = None,
) -> None:
    """Check the request against the directory and the day, and that the filer is of the unit.

    Raises `RequestInvalid` with all problems, `DecisionRefused`.
    """
    if problems := problems_of_day(conn, request, today, regulation, standing=standing):
        raise RequestInvalid(problems)
    if request.unit not in directory.bodies_of(conn, by.filed_for, today):
        raise DecisionRefused("not_of_unit", person=by.filed_for, unit=request.unit)


def check_kind_and_unit(case: Case, request: Request) -> None:
    """A change stays with the unit that submitted the case, and about the same kind of journey."""
    if request.kind is not case.kind:
        raise RequestInvalid((Problem("kind", request.kind, "kind_fixed", (("kind", case.kind),)),))
    if request.unit != case.unit:
        raise RequestInvalid((Problem("unit", request.unit, "unit_fixed", (("unit", case.unit),)),))


def with_digests(request: Request, attachments: Attachments, salt: bytes) -> Request:
    """Return the request with each paper's file named by its salted digest, as it is kept."""
    papers = tuple(
        paper.model_copy(update={"file": salted_digest(salt, attachments[place].content)})
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


def keep_files(work: CaseAtWork, attachments: Attachments) -> None:
    """Keep the files of a request's papers."""
    for file in attachments.values():
        work.keep_file(file)
