"""The files of a case: each for those to whom what it came with is shown."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.case.read import CaseRead
from flows.case.views import view_of
from models import entries as e
from models.competence.seeing import Shown, View
from models.store import dossiers, journal
from models.store.privacy.openings import Opened
from models.store.sign_in.security_log import SecurityEvent
from web.dossier.handed_out import handed_out
from web.dossier.history import votes_shown_of
from web.ground.noted.security_log import note
from web.ground.permission import Permission, Router
from web.ground.refusals import FileUnknown
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import lets_in, note_opened

router = Router()
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.shows("/cases/{case_no}/files/{digest}", Permission.READS_FILES)
def show_file(digest: Digest, visitor: VisitorHere) -> Response:
    """Hand out a file, never as a page of ours.

    Whoever may not have it is told the same as where there is none. Raises `FileUnknown`.
    """
    if not isinstance(visitor, SignedIn):
        raise FileUnknown
    desk, case_no = visitor.running.desk, visitor.address.case_no
    with desk.reading(case_no) as work:
        view = view_of(work, visitor.person.id)
        allowed = lets_in(work, visitor) and digest in set(files_shown(work, view))
        file = dossiers.file_of(work.conn, case_no, digest) if allowed else None
    if not allowed:
        note(visitor.running, SecurityEvent.FILE_REFUSED, person=visitor.person.id)
    if file is None:
        raise FileUnknown
    note_opened(visitor, Opened.FILE, digest)
    return handed_out(file)


def files_shown(work: CaseRead, view: View) -> Iterator[str | None]:
    """Yield the files that are shown to somebody, by what each came with."""
    entries = [entry.payload for entry in journal.entries_of(work.conn, work.case.no)]
    if view.sees(Shown.FILES):
        yield from dossiers.papers_of(work.conn, work.case.no)
        revised = (said for said in entries if isinstance(said, e.ProgrammeRevised))
        yield from (said.acceptance.file for said in revised if said.acceptance)
    for step in work.case.steps:
        if view.sees_outcome(step):
            yield step.paper_file
        if step.evidence and view.sees_evidence(step, votes_shown_of(work, step)):
            yield step.evidence.file
    for cast in entries:
        if isinstance(cast, e.VoteCast) and cast.evidence:
            step = work.step(cast.step)
            its_own = cast.person == view.person and view.is_own(step)
            if its_own or view.sees_evidence(step, votes_shown_of(work, step)):
                yield cast.evidence.file
