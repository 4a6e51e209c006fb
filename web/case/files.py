"""The files of a case, for those who have or had a part in it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from flows.case.read import CaseRead
from models.store import cases, dossiers
from models.store.sign_in import Attempt
from web.ground.identify import note
from web.ground.refusals import FileUnknown
from web.ground.running import PartsHere
from web.ground.visitor import CaseNo, VisitorHere
from web.ground.who_may_see import may_read

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
        work = CaseRead(conn, cases.read_case(conn, case_no), parts.desk.settings)
        allowed = may_read(work, person.id)
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
