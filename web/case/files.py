"""The files of a case, for those who have or had a part in it."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path
from fastapi.responses import Response

from models.store import dossiers
from models.store.sign_in import Attempt
from web.ground.permission import Permission, Router
from web.ground.refusals import FileUnknown
from web.ground.security_log import note
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import lets_in

router = Router()
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.shows("/cases/{case_no}/files/{digest}", Permission.READS_FILES)
def show_file(digest: Digest, visitor: VisitorHere) -> Response:
    """Hand out a file to be saved, never to be shown as a page of ours.

    Whoever may not have it is told the same as where there is none. Raises `FileUnknown`.
    """
    if not isinstance(visitor, SignedIn):
        raise FileUnknown
    desk, case_no = visitor.running.desk, visitor.address.case_no
    with desk.reading(case_no) as work:
        allowed = lets_in(work, visitor)
        file = dossiers.file_of(work.conn, case_no, digest) if allowed else None
    if not allowed:
        note(visitor.running, Attempt.FILE_REFUSED, person=visitor.person.id)
    if file is None:
        raise FileUnknown
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return Response(file.content, media_type=file.media_type, headers=headers)
