"""The templates themselves: our own, laid out from their wording, or an office's in their place."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as OpenDocument
from docx.shared import Cm

from config.regulation.codes import Kind
from papers.laying_out.bytes import of_no_moment, same_bytes
from papers.laying_out.parts import body_text, foot, head, to_whom
from papers.laying_out.source import WordingLine, columns_of, lines_of, paper_types
from papers.laying_out.type import (
    CENTRE,
    LEFT,
    line,
    repeated_on_every_page,
    ruled,
    set_page,
    set_type,
    spaced,
    table_of,
)
from papers.told.context import TOLD_OF
from papers.told.paper import Layout, PaperType


def template_name(kind: Kind, paper: PaperType, layout: Layout) -> str:
    """Return the file by which an office puts its own template in the place of ours."""
    return f"{kind}/{paper}{'.party' if layout is Layout.PARTY else ''}.docx"


def all_templates() -> tuple[tuple[Kind, PaperType, Layout], ...]:
    """Return all there are."""
    return tuple(
        (kind, paper, layout)
        for kind in TOLD_OF
        for paper in paper_types(kind)
        for layout in Layout
    )


def template(kind: Kind, paper: PaperType, layout: Layout, own: Path | None = None) -> bytes:
    """Return a template: the office's own file where it has one, else ours."""
    path = own / template_name(kind, paper, layout) if own else None
    return path.read_bytes() if path and path.is_file() else our_template(kind, paper, layout)


@cache
def our_template(kind: Kind, paper: PaperType, layout: Layout) -> bytes:
    """Return our template; made once in a process, and always of the same bytes."""
    document, lines = Document(), lines_of(kind, paper)
    set_page(document)
    set_type(document)
    about = next((each.says for each in lines if each.what == "about"), "")
    head(document, layout, about)
    for each in lines:
        _lay(document, layout, each)
    of_no_moment(document)
    content = BytesIO()
    document.save(content)
    return same_bytes(content.getvalue())


def _lay(document: OpenDocument, layout: Layout, each: WordingLine) -> None:
    if look := _IN_THE_MIDDLE.get(each.what):
        set_so = line(document, each.says, bold=not look.italic, italic=look.italic)
        spaced(set_so, before=look.before, after=look.after)
        set_so.paragraph_format.page_break_before = look.on_new_page or None
        return
    match each.what:
        case "abstract":
            line(document, each.says, bold=True)
            ruled(spaced(line(document, "", size=4), after=8), Cm(6.4))
        case "to":
            to_whom(document, each.says)
        case "basis" | "section":
            body_text(document, each.says, bold=each.what == "section", italic=each.what == "basis")
        case "table":
            _table(document, each.says)
        case "tag":
            line(document, each.says.replace("{%", "{%p", 1), align=LEFT)
        case "foot":
            foot(document, layout)
        case "text" | "article":
            body_text(document, each.says)


@dataclass(frozen=True)
class _Look:
    """How a line in the middle stands: the points before and after it; bold where it is not italic."""

    before: float = 0
    after: float = 0
    italic: bool = False
    on_new_page: bool = False


_IN_THE_MIDDLE = {
    "title": _Look(before=18),
    "authority": _Look(before=6, after=8),
    "heading": _Look(before=6, after=8),
    "note": _Look(after=6, italic=True),
    "annex": _Look(on_new_page=True),
    "annextitle": _Look(before=6),
}


def _table(document: OpenDocument, says: str) -> None:
    rows, columns = columns_of(says)
    table = table_of(document, 4, tuple(c.width_cm for c in columns), grid=True)
    heading, begins, row, ends = table.rows
    for cell, column in zip(heading.cells, columns, strict=True):
        line(cell, column.heading, size=12, bold=True)
    line(begins.cells[0], f"{{%tr for {rows} %}}", size=12)
    for cell, column in zip(row.cells, columns, strict=True):
        line(cell, column.cell, size=12, align=CENTRE if column.width_cm < 1.7 else LEFT)
    line(ends.cells[0], "{%tr endfor %}", size=12)
    repeated_on_every_page(table)
    spaced(line(document, "", size=6), after=2)
