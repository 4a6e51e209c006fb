"""A Word document set in type: paragraphs, tables, lines and page numbers, as papers have them.

It reads the document and not what it was made of, so that an office's own template is set too.
"""

from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as SetParagraph
from reportlab.platypus import Table as SetTable

from papers.printing.typefaces import typeface

_ALIGNED = {
    WD_ALIGN_PARAGRAPH.CENTER: TA_CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY: TA_JUSTIFY,
    WD_ALIGN_PARAGRAPH.RIGHT: TA_RIGHT,
}
# Of a line to the height of its letters, as Word sets Times New Roman with single spacing.
_LEADING = 1.15
_SIZE = 14.0
_NUMBER_SIZE = 13
_BELOW_LETTERS = 4


def set_in_type(document: bytes) -> bytes:
    """Return a Word document as PDF, always of the same bytes; raises `PaperUnprintable`."""
    word = Document(BytesIO(document))
    section, set_pages = word.sections[0], BytesIO()
    pages = SimpleDocTemplate(
        set_pages,
        pagesize=(_points(section.page_width), _points(section.page_height)),
        leftMargin=_points(section.left_margin),
        rightMargin=_points(section.right_margin),
        topMargin=_points(section.top_margin),
        bottomMargin=_points(section.bottom_margin),
        title=word.core_properties.title,
        author="",
        invariant=1,
    )
    # The frame would keep letters off the margins by 6 points more.
    pages.leftMargin -= 6
    pages.rightMargin -= 6
    family = typeface()
    pages.build(list(_flowables(word, family)) or [Spacer(0, 1)], onLaterPages=_numbered)
    return set_pages.getvalue()


def _points(length: Length | int | None) -> float:
    return Length(length).pt if length else 0.0


def _numbered(canvas: Canvas, pages: SimpleDocTemplate) -> None:
    """Write the number of a page in the middle of its upper margin."""
    width, height = pages.pagesize
    canvas.setFont(typeface(), _NUMBER_SIZE)
    middle = (pages.leftMargin + width - pages.rightMargin) / 2
    canvas.drawCentredString(middle, height - pages.topMargin * 0.65, str(canvas.getPageNumber()))


def _flowables(word: OpenDocument, family: str) -> Iterator[Flowable]:
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            yield _table(part, family)
        else:
            if part.paragraph_format.page_break_before:
                yield PageBreak()
            yield from _paragraph(part, family)


def _paragraph(paragraph: Paragraph, family: str) -> Iterator[Flowable]:
    """Yield a paragraph as it is set; an empty one with a border is a line."""
    layout = paragraph.paragraph_format
    before, after = _points(layout.space_before), _points(layout.space_after)
    size = max((r.font.size.pt for r in paragraph.runs if r.font.size), default=_SIZE)
    text = "".join(_run(run, size) for run in paragraph.runs)
    if _has_line(paragraph) and not text:
        yield _Line(_points(layout.left_indent), _points(layout.right_indent), after)
        return
    if not text:
        gap = Spacer(0, before + size * _LEADING + after)
        gap.keepWithNext = bool(layout.keep_with_next)
        yield gap
        return
    yield SetParagraph(
        text,
        ParagraphStyle(
            "",
            fontName=family,
            fontSize=size,
            leading=size * _LEADING,
            alignment=_ALIGNED.get(paragraph.alignment or WD_ALIGN_PARAGRAPH.LEFT, TA_LEFT),
            firstLineIndent=_points(layout.first_line_indent),
            leftIndent=_points(layout.left_indent),
            rightIndent=_points(layout.right_indent),
            spaceBefore=before,
            spaceAfter=after,
            keepWithNext=bool(layout.keep_with_next),
        ),
    )


def _run(run: Run, size: float) -> str:
    said = escape(run.text).replace("\n", "<br/>")
    for tag, is_so in (("b", run.bold), ("i", run.italic), ("u", run.font.underline)):
        if is_so and said:
            said = f"<{tag}>{said}</{tag}>"
    own = run.font.size.pt if run.font.size else size
    return f'<font size="{own}">{said}</font>' if said and own != size else said


def _has_line(paragraph: Paragraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.find(qn("w:pBdr")) is not None


class _Line(HRFlowable):
    """A line between indents; it says how wide it is once it is put into its cell."""

    def __init__(self, left: float, right: float, after: float) -> None:
        super().__init__(width="100%", thickness=0.7, color=black, spaceBefore=2, spaceAfter=after)
        self._indents = (left, right)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        # In a cell no space before it counts, and letters hang below the line they stand on.
        self._width = width
        return width, _BELOW_LETTERS + self.spaceAfter

    def draw(self) -> None:
        left, right = self._indents
        self.canv.setLineWidth(0.7)
        self.canv.line(left, self.spaceAfter, self._width - right, self.spaceAfter)


def _table(table: Table, family: str) -> SetTable:
    widths = [_points(column.width) for column in table.columns]
    spans = [list(_spans(row)) for row in table.rows]
    rows = [
        [list(_cell(cell, family)) if first == at else "" for at, (first, cell) in enumerate(row)]
        for row in spans
    ]
    lined = table.style is not None and table.style.name == "Table Grid"
    headed = table.rows[0]._tr.trPr is not None and (
        table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    )
    look = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3 if lined else 1),
    ]
    look += [
        ("SPAN", (first, row), (at, row))
        for row, cells in enumerate(spans)
        for at, (first, _) in enumerate(cells)
        if first != at
    ]
    if lined:
        look.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    return SetTable(rows, colWidths=widths, style=look, repeatRows=1 if headed else 0)


def _spans(row: _Row) -> Iterator[tuple[int, _Cell]]:
    """Yield for each column of a row the cell that is there, and in which column that cell begins."""
    first, before = 0, None
    for at, cell in enumerate(row.cells):
        if cell._tc is not before:
            first, before = at, cell._tc
        yield first, cell


def _cell(cell: _Cell, family: str) -> Iterator[Flowable]:
    for paragraph in cell.paragraphs:
        yield from _paragraph(paragraph, family)
