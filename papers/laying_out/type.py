"""How paragraphs, runs and tables of a template look, in the words of Word."""

import re

from docx.document import Document as OpenDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
CENTRE, LEFT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# Between the margins of the page.
TEXT_WIDTH = Cm(16.5)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
# In a paragraph's properties a border stands before these.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def set_page(document: OpenDocument) -> None:
    """A4 upright with the decree's margins; pages are numbered at the top, the first one is not."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.header_distance = Cm(1)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _page_number(number.add_run())


def _page_number(run: Run) -> None:
    for kind, said in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = said
        run._r.append(element)


def set_type(document: OpenDocument, size: float = 14) -> None:
    """Set the one typeface everywhere: for Vietnamese letters, and for those of East Asian names."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)


def line(
    where: OpenDocument | _Cell,
    said: str,
    *,
    size: float = 14,
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTRE,
) -> Paragraph:
    """Add a paragraph; `**…**` within it is bold. The first one of a cell is there already."""
    paragraph = _new_paragraph(where)
    paragraph.alignment = align
    for number, part in enumerate(_BOLD.split(said)):
        if part:
            run = paragraph.add_run(part)
            run.font.size, run.font.underline = Pt(size), underlined or None
            run.bold, run.italic = bold or number % 2 == 1, italic
    return paragraph


def _new_paragraph(where: OpenDocument | _Cell) -> Paragraph:
    if isinstance(where, _Cell):
        first = where.paragraphs[0]
        if len(where.paragraphs) == 1 and not first.runs and not _is_ruled(first):
            return first
    return where.add_paragraph()


def _is_ruled(paragraph: Paragraph) -> bool:
    return paragraph._p.pPr is not None and paragraph._p.pPr.find(qn("w:pBdr")) is not None


def spaced(
    paragraph: Paragraph, *, before: float = 0, after: float = 0, first: float = 0
) -> Paragraph:
    """Set the space before and after a paragraph (points), and how far its first line is in (cm)."""
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    if first:
        paragraph.paragraph_format.first_line_indent = Cm(first)
    return paragraph


def ruled(paragraph: Paragraph, indent: Length) -> None:
    """Draw a line in the middle of a paragraph, as under a motto."""
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDERS)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent


def table_of(document: OpenDocument, rows: int, widths: tuple[float, ...], *, grid: bool) -> Table:
    """Add a table with columns of these widths (cm), with lines or without."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    if grid:
        table.style = "Table Grid"
    table.autofit = False
    # Some programs go by the grid, others by the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def repeated_on_every_page(table: Table) -> None:
    """Let the first row of a table stand on every page it runs over, and no row be torn."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
