"""The papers of a draft: which the regulation asks for as it stands, and where its files go."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.desk import Desk
from models.errors import FileRefused
from models.kinds import KINDS
from models.request.form.written import NO, Values
from models.request.papers.asked import PaperAsked, papers_asked
from models.request.parts import MOST_PAPERS
from models.request.reading import Attachment, legible_request
from models.store import drafts
from models.store.drafts import Draft, Task


@dataclass(frozen=True)
class FileGiven:
    """A file that somebody chose in a field of the form: for a row of the papers, or for a kind.

    That `of_row` is named by its paper's `file`; one without a `kind` is told what it is later.
    """

    field: str
    file: Attachment
    kind: str = ""
    of_row: bool = False


@dataclass(frozen=True)
class AskedHere:
    """A paper that is asked for on a draft, and the rows, from 1, in which its papers stand."""

    asked: PaperAsked
    rows: tuple[int, ...]


@dataclass
class Laid:
    """The rows of the papers once their files are in them, and by field which files were not taken."""

    papers: list[Values]
    refused: list[tuple[str, FileRefused]] = field(default_factory=list)


def regulation_of(desk: Desk, draft: Draft) -> Regulation:
    """Return the regulation a draft is read under: a later version goes by that of its case."""
    if draft.task is Task.SUBMIT or draft.case_no is None:
        return desk.regulation()
    with desk.reading(draft.case_no) as work:
        return work.regulation


def papers_asked_here(desk: Desk, draft: Draft, values: Values) -> tuple[AskedHere, ...]:
    """Return the papers that the regulation asks for on a draft, were it filed as these values say.

    It is asked as of a case: by the rule that finds a dossier's missing papers.
    """
    regulation = regulation_of(desk, draft)
    request = legible_request({"kind": str(draft.kind), **values}, regulation)
    kinds = [paper.kind for paper in request.papers]
    return tuple(
        AskedHere(asked, tuple(n for n, kind in enumerate(kinds, start=1) if kind == asked.kind))
        for asked in papers_asked(request, regulation, KINDS[draft.kind].asked_when)
    )


def lay_files(
    conn: Connection, draft: str, papers: Sequence[Values], given: Sequence[FileGiven]
) -> Laid:
    """Put files into the rows of a draft's papers, each kept under the digest of its content.

    One for a kind comes into the first row of that kind which has none, else into a new row. What is
    there already is not taken a second time.
    """
    laid = Laid([dict(paper) for paper in papers])
    of_rows = {each.field: each for each in given if each.of_row}
    for paper in laid.papers:
        if chosen := of_rows.get(str(paper.get("file", ""))):
            paper.pop("file")
            _lay(conn, draft, laid, chosen, paper)
    for chosen in given:
        if not chosen.of_row:
            _lay(conn, draft, laid, chosen, _row_without_file(laid.papers, chosen.kind))
    return laid


def _lay(conn: Connection, draft: str, laid: Laid, given: FileGiven, paper: Values | None) -> None:
    """Put a file into a row, or into a new one; tell why it is not."""
    row = {"kind": given.kind} if paper is None else paper
    if refusal := _why_not(laid.papers, given.file, row, is_new=paper is None):
        laid.refused.append((given.field, refusal))
        return
    if paper is None:
        laid.papers.append(row)
    row.setdefault("title", given.file.name.rpartition(".")[0] or given.file.name)
    row["file"] = drafts.keep_file(conn, draft, given.file)


def _why_not(
    papers: Sequence[Values], file: Attachment, row: Values, *, is_new: bool
) -> FileRefused | None:
    if row.get("secret", NO) != NO:
        return FileRefused("secret", file.name)
    if place := _place_of(papers, file):
        return FileRefused("twice", file.name, number=place)
    if is_new and len(papers) >= MOST_PAPERS:
        return FileRefused("too_many", file.name, most=MOST_PAPERS)
    return None


def _place_of(papers: Sequence[Values], file: Attachment) -> int | None:
    """Return where a file is there already, from 1."""
    for place, paper in enumerate(papers, start=1):
        if drafts.digest_in(str(paper.get("file", ""))) == file.digest:
            return place
    return None


def _row_without_file(papers: Sequence[Values], kind: str) -> Values | None:
    """Return the first row of a kind in which a file can be put; of a secret paper none is taken."""
    rows = (paper for paper in papers if kind and paper.get("kind") == kind)
    return next((p for p in rows if not p.get("file") and p.get("secret", NO) == NO), None)
