"""The programme as a document of the host body: Vietnamese first, English beside it, on A4.

The parts and their places follow decree 30/2020/NĐ-CP, annex I, as those of all papers do; number and
signature are left to the office, whose own paper it becomes.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TypedDict, Unpack

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from config.regulation.parts import Text
from config.words import Language, words
from papers.laying_out.parts import foot_of
from papers.laying_out.type import ruled, set_page, set_type
from web.programme.shown import BilingualDay, BilingualItem, ProgrammeShown

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_VI, _EN = words(Language.VIETNAMESE), words(Language.ENGLISH)
# Of the 16.5 cm between the margins: time, activity, place, in charge.
_COLUMNS = (Cm(2.8), Cm(6.1), Cm(3.5), Cm(4.1))
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER
# No property of a Word document is longer.
_MOST_OF_PROPERTY = 255


def programme_document(shown: ProgrammeShown) -> bytes:
    """Return the programme as a Word document."""
    document = Document()
    set_page(document)
    set_type(document, 13)
    _set_letterhead(document, shown)
    _set_title(document, shown)
    _set_table(document, shown.days)
    foot_of(document, shown.paper)
    _set_properties(document, shown)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


# --- page and type --------------------------------------------------------------------------------


def _language(properties: object, code: str) -> None:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), code)
    properties.append(language)  # type: ignore[attr-defined]


def _within_property(said: str) -> str:
    """Return what a property can hold; the document itself says all of it."""
    return said if len(said) <= _MOST_OF_PROPERTY else f"{said[: _MOST_OF_PROPERTY - 1]}…"


def _set_properties(document: OpenDocument, shown: ProgrammeShown) -> None:
    properties = document.core_properties
    properties.title = _within_property(shown.request.title)
    properties.author = _within_property(shown.unit.vi)
    properties.comments = shown.case_no
    properties.language = "vi-VN"


# --- what stands above the table ------------------------------------------------------------------


def _set_letterhead(document: OpenDocument, shown: ProgrammeShown) -> None:
    """Put the body to the left, the nation and its motto to the right, place and date below."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_widths(table, (Cm(6.5), Cm(10)))
    body, nation = table.rows[0].cells
    issuer = shown.paper.issuer
    if issuer.above:
        _line(body, issuer.above, size=13)
    _line(body, issuer.name, bold=True, size=13)
    ruled(_line(body, "", size=4), Cm(2.2))
    _line(body, shown.unit.en, italic=True, size=11, language="en-GB")
    _line(nation, _VI.text("document.nation"), bold=True, size=12)
    _line(nation, _VI.text("document.motto"), bold=True, size=13.5)
    ruled(_line(nation, "", size=4), Cm(1.8))
    for msgid in ("document.nation", "document.motto"):
        _line(nation, _EN.text(msgid), italic=True, size=10, language="en-GB")
    _line(table.rows[1].cells[0], shown.paper.number, size=13)
    _line(table.rows[1].cells[1], f"{issuer.place}, {shown.paper.dated}", italic=True, size=13.5)


def _set_title(document: OpenDocument, shown: ProgrammeShown) -> None:
    request = shown.request
    _title(
        document, " / ".join(w.text("document.programme") for w in (_VI, _EN)), size=14, before=18
    )
    _title(document, request.title, size=14)
    head = request.head
    for w, said in ((_VI, "vi"), (_EN, "en")):
        guests = w.text(
            "document.guests",
            sender=request.sender.name,
            country=shown.country.of(said),
            head=head.name,
            position=shown.head_position.of(said),
            count=len(request.guests),
        )
        days = w.text("document.days", begins=w.date(request.begins), ends=w.date(request.ends))
        _title(document, guests, size=13, bold=False, italic=said == "en")
        _title(document, days, size=13, bold=False, italic=said == "en")
    if shown.revision:
        revised = (w.text("document.revised", number=shown.revision) for w in (_VI, _EN))
        _title(document, " / ".join(revised), size=13, bold=False)
    ruled(_title(document, "", size=6, bold=False), Cm(6))


def _title(
    document: OpenDocument,
    said: str,
    *,
    size: float,
    before: float = 2,
    bold: bool = True,
    italic: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = True
    _say(paragraph, said, size=size, bold=bold, italic=italic)
    return paragraph


# --- the table ------------------------------------------------------------------------------------


def _set_table(document: OpenDocument, days: tuple[BilingualDay, ...]) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=len(_COLUMNS))
    table.style = "Table Grid"
    _set_head(table.rows[0])
    for day in days:
        _add_day(table, day)
        for item in day.items:
            _add_item(_new_row(table), item)
    for row in table.rows:
        _keep_whole(row)
    _set_widths(table, _COLUMNS)


def _set_widths(table: Table, widths: Sequence[Length]) -> None:
    """Set the widths twice: some programs go by the grid, others by the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        cells = row.cells
        # A cell that spans the row is there once for each column, and is left as wide as it is.
        if cells[0]._tc is not cells[-1]._tc:
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width


def _set_head(row: _Row) -> None:
    """Name the columns, on every page the table runs over."""
    for cell, column in zip(row.cells, ("time", "activity", "place", "in_charge"), strict=True):
        _line(cell, _VI.text(f"document.{column}"), bold=True, size=13)
        _line(cell, _EN.text(f"document.{column}"), italic=True, size=12, language="en-GB")
    repeated = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(repeated)


def _keep_whole(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _new_row(table: Table) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call] # so the library has it
    return row


def _add_day(table: Table, shown: BilingualDay) -> None:
    cells = _new_row(table).cells
    cell = cells[0].merge(cells[-1])
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.keep_with_next = True
    _say(paragraph, _VI.weekday(shown.day), bold=True)
    _say(paragraph, f" / {_EN.weekday(shown.day)}", italic=True, language="en-GB")


def _add_item(row: _Row, shown: BilingualItem) -> None:
    off = shown.item.cancelled
    time, activity, place, in_charge = row.cells
    _line(time, shown.times, struck=off)
    _both(activity, shown.what, struck=off)
    if shown.group:
        _both(activity, shown.group, struck=off)
    if off:
        said = Text(vi=_VI.text("document.cancelled"), en=_EN.text("document.cancelled"))
        _both(activity, said)
    _both(place, shown.place, struck=off)
    if shown.item.hall:
        _line(place, shown.item.hall, struck=off, align=WD_ALIGN_PARAGRAPH.LEFT)
    if shown.receives.vi:
        _both(in_charge, shown.receives, struck=off)
    _both(in_charge, shown.answers, struck=off)


def _both(cell: _Cell, said: Text, *, struck: bool = False) -> None:
    left = WD_ALIGN_PARAGRAPH.LEFT
    _line(cell, said.vi, struck=struck, align=left)
    if said.en not in ("", said.vi):
        _line(cell, said.en, italic=True, size=12, struck=struck, align=left, language="en-GB")


# --- lines ----------------------------------------------------------------------------------------


class _Looks(TypedDict, total=False):
    """How a run of letters looks; 13 points high and plain where nothing is said."""

    size: float
    bold: bool
    italic: bool
    struck: bool
    language: str


def _line(
    cell: _Cell, said: str, *, align: WD_ALIGN_PARAGRAPH = _CENTRE, **looks: Unpack[_Looks]
) -> Paragraph:
    """Add a line to a cell, whose first paragraph is there already."""
    first = cell.paragraphs[0]
    is_empty = not first.runs and len(cell.paragraphs) == 1
    paragraph: Paragraph = first if is_empty else cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    _say(paragraph, said, **looks)
    return paragraph


def _say(paragraph: Paragraph, said: str, **looks: Unpack[_Looks]) -> None:
    run = paragraph.add_run(said)
    run.font.size, run.font.strike = Pt(looks.get("size", 13)), looks.get("struck", False)
    run.bold, run.italic = looks.get("bold", False), looks.get("italic", False)
    if "language" in looks:
        _language(run._r.get_or_add_rPr(), looks["language"])
