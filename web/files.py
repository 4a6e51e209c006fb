"""The files of a case, for those who have or had a part in it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response
from sqlalchemy import Connection

from config.words import day_of
from models.case import Case
from models.store import cases, directory, dossiers, regulations
from models.store.engine import now
from models.store.sign_in import Attempt
from web.identify import note
from web.parts import PartsHere
from web.refusals import FileUnknown
from web.visitor import CaseNo, VisitorHere

router = APIRouter()
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.api_route("/cases/{case_no}/files/{digest}", methods=["GET", "HEAD"])
def show_file(case_no: CaseNo, digest: Digest, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Hand out a file to be saved, never to be shown as a page of ours.

    Whoever may not have it is told the same as where there is none. Raises `FileUnknown`.
    """
    person = visitor.person
    if person is None:
        raise FileUnknown
    with parts.desk.store.reading() as conn:
        allowed = may_read(conn, cases.read_case(conn, case_no), person.id)
        file = dossiers.file_of(conn, case_no, digest) if allowed else None
    if not allowed:
        note(parts, Attempt.FILE_REFUSED, person=person.id)
    if file is None:
        raise FileUnknown
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)


def may_read(conn: Connection, case: Case, person: str) -> bool:
    """Tell whether a person has or had a step, is of the submitting unit or the focal office."""
    asked = {holder for step in case.steps for holder in step.holders}
    took = {vote.person for step in case.steps for vote in step.votes}
    took |= {step.decided_by for step in case.steps if step.decided_by}
    if person in asked | took | set(case.authors):
        return True
    office = regulations.regulation(conn, case.regulation_digest).focal_office.partition("/")[0]
    seats = directory.seats_of(conn, person, day_of(now(conn)))
    return any(seat.partition("/")[0] in (case.unit, office) for seat in seats)
