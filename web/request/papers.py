"""The papers section of a draft: what the regulation asks for beside what is there, and the files."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from config.regulation.parts import Source
from flows.acts.desk import Desk
from flows.drafting import writing
from flows.drafting.papers import papers_asked_here, regulation_of
from models.request.form.written import NO, Values
from models.store import drafts
from models.store.drafts import Draft, digest_in, name_in
from web.dossier.handed_out import handed_out
from web.ground.identify import known
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.refusals import FileUnknown
from web.ground.visitor import VisitorHere
from web.request.reading import ASKED

router = Router()
PAPERS = "papers"
DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
Digest = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True)
class PaperThere:
    """A paper of a kind that is asked for, by the row in which it is written, and its file, if any."""

    number: int
    file: str
    file_name: str
    is_secret: bool

    @property
    def row(self) -> str:
        """Return what its row is called: `papers[2]`."""
        return f"{PAPERS}[{self.number}]"


@dataclass(frozen=True)
class PaperOwed:
    """A kind of paper that is asked for, the field its files are chosen in, and what is there of it."""

    title: str
    source: Source
    document: str
    field: str
    there: tuple[PaperThere, ...]

    @property
    def standing(self) -> str:
        """Return `owed`, `listed` where no file is there, or `there`."""
        if not self.there:
            return "owed"
        return "there" if any(p.file or p.is_secret for p in self.there) else "listed"

    @property
    def takes_files(self) -> bool:
        """Tell whether a file may come: of a secret paper none does."""
        return not any(paper.is_secret for paper in self.there)


@router.shows("/requests/{draft}/files/{digest}", Permission.SIGNED_IN)
def show_file(draft: DraftId, digest: Digest, visitor: VisitorHere) -> Response:
    """Hand out a file of a draft to its unit; raises `FileUnknown` for one that is not there."""
    reader = known(visitor)
    desk = reader.running.desk
    found = writing.read_draft(desk, reader.person.id, draft)
    with desk.store.reading() as conn:
        file = drafts.file_of(conn, found.id, digest)
    if file is None:
        raise FileUnknown
    return handed_out(file)


def papers_owed(desk: Desk, draft: Draft, values: Values, language: str) -> tuple[PaperOwed, ...]:
    """Return what the regulation asks for on a draft, were it filed as these values say."""
    names = NamesKnown(regulation_of(desk, draft), {}, {}, language)
    rows = values.get(PAPERS) or []
    return tuple(
        PaperOwed(
            title=here.asked.rule.title.of(language),
            source=here.asked.rule.source,
            document=names.document(here.asked.rule.source.document),
            field=f"{ASKED}{here.asked.kind}",
            there=tuple(_there(number, rows[number - 1]) for number in here.rows),
        )
        for here in papers_asked_here(desk, draft, values)
    )


def _there(number: int, row: Values) -> PaperThere:
    file = str(row.get("file", ""))
    return PaperThere(
        number=number,
        file=digest_in(file),
        file_name=name_in(file),
        is_secret=row.get("secret", NO) != NO,
    )
