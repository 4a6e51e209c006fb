"""The whole dossier on paper: all of a case that its reader may see, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fastapi.responses import Response

from flows.case.read import CaseRead
from flows.case.views import view_of
from models.ids import PersonId
from models.store import dossiers
from web.case.files import files_shown
from web.case.shown import case_page, erased_page
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import case_for

router = Router()
_KILOBYTE = 1024


@dataclass(frozen=True)
class FilePrinted:
    """A file on the list at the end: its name, its size in KB, the SHA-256 of its content.

    Of a damaged one there is its name alone.
    """

    name: str
    kilobytes: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class Printed:
    """What stands on paper beside what the page of the case says: when and for whom it was made.

    Whoever has one of the `files` can hold it against its digest.
    """

    at: datetime
    reader: str
    files: tuple[FilePrinted, ...]


@router.shows("/cases/{case_no}/print", Permission.SEES_CASE)
def show_on_paper(visitor: VisitorHere) -> Response:
    """Show the whole dossier as it is printed, to whoever may see the case, as far as they may."""
    reader = known(visitor)
    with case_for(reader) as work:
        if erased := erased_page(work, reader.person.id, reader.words):
            return reader.page("case/case_erased.html", view=erased)
        view = case_page(work, reader.person.id, reader.words)
        files = tuple(_files(work, reader.person.id))
        printed = Printed(work.now, reader.person.name, files)
    return reader.page("case/print.html", view=view, printed=printed)


def _files(work: CaseRead, person: PersonId) -> Iterator[FilePrinted]:
    """Yield the files that a reader may open, each once, by name; one content is read at a time."""
    names = dossiers.file_names(work.conn, work.case.no)
    theirs = {d for d in files_shown(work, view_of(work, person)) if d in names}
    for digest in sorted(theirs, key=lambda each: (names[each], each)):
        if file := dossiers.whole_file_of(work.conn, work.case.no, digest):
            size = -(-len(file.content) // _KILOBYTE)
            yield FilePrinted(file.name, size, file.digest)
        else:
            yield FilePrinted(names[digest])
