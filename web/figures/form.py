"""The statistics of a period as a workbook, laid out as reports of the province are.

Above: who reports, the country and its motto (30/2020/NĐ-CP, annex I), the title and the period. Then a
section a table, numbered by Roman figures. Below: what counts as what, and the place of a signature.
"""

import io
from collections.abc import Iterator, Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import Connection

from config.words import Words
from models.ids import SeatKey, body_of
from web.figures.asked import FiguresAsked
from web.figures.files import tables_of
from web.figures.shown import CountedShown, Counter, TableShown

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_WIDTHS = (6, 42, 11, 11, 11, 11, 11, 11, 12)
_LONGEST_CELL = 32_767
# Of a row as of a file: its numbers begin here.
_LAST = len(_WIDTHS)


class FormSheet:
    """A sheet that is written from above: what people wrote stays words, whatever it begins with."""

    def __init__(self, sheet: Worksheet, widths: Sequence[int], *, landscape: bool = False) -> None:
        self._sheet, self.columns, self.row = sheet, len(widths), 1
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = "9"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def put(
        self,
        column: int,
        value: str | int | None,
        *,
        over: int = 1,
        bold: bool = False,
        italic: bool = False,
        boxed: bool = False,
        middle: bool = False,
    ) -> None:
        """Write a cell of the present row, over so many columns."""
        cell = cast("Cell", self._sheet.cell(self.row, column))
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
            # Without this, what begins with an equals sign is a formula.
            cell.data_type = "s"
        else:
            cell.value = value
        cell.font = Font(name=_FONT, size=12, bold=bold, italic=italic)
        cell.alignment = _MIDDLE if middle else _LEFT
        if boxed:
            for number in range(column, column + over):
                self._sheet.cell(self.row, number).border = _BOX
        if over > 1:
            ends = column + over - 1
            self._sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=column, end_column=ends
            )

    def line(
        self, cells: Sequence[str | int | None], *, bold: bool = False, from_: int = 1
    ) -> None:
        """Write a row of the table: words to the left, numbers in the middle."""
        for number, value in enumerate(cells, start=from_):
            middle = not isinstance(value, str) or number == 1
            self.put(number, value, bold=bold, boxed=True, middle=middle)
        self.row += 1

    def heads(self, titles: Sequence[str]) -> None:
        """Write the heads of the columns, repeated on each page that is printed."""
        for number, title in enumerate(titles, start=1):
            self.put(number, title, bold=True, boxed=True, middle=True)
        self._sheet.print_title_rows = f"{self.row}:{self.row}"
        self._sheet.freeze_panes = f"A{self.row + 1}"
        self.row += 1


def letterhead(sheet: FormSheet, who: Counter, title: str, about: str) -> None:
    """Write who reports, the country's name and motto, and the title."""
    w = who.w
    half = sheet.columns // 2
    reports = who.named.body(body_of(SeatKey(who.regulation.focal_office)))
    for left, right in (
        (reports.upper(), "page.figures.form.country"),
        ("", "page.figures.form.motto"),
    ):
        sheet.put(1, left, over=half, bold=True, middle=True)
        sheet.put(half + 1, w.text(right), over=sheet.columns - half, bold=True, middle=True)
        sheet.row += 1
    sheet.row += 1
    sheet.put(1, title.upper(), over=sheet.columns, bold=True, middle=True)
    sheet.row += 1
    sheet.put(1, about, over=sheet.columns, italic=True, middle=True)
    sheet.row += 2


def signature(sheet: FormSheet, w: Words) -> None:
    """Leave the place where whoever makes the report and whoever signs it write their names."""
    sheet.row += 1
    half = sheet.columns // 2
    for left, right in (
        ("", "page.figures.form.day"),
        ("page.figures.form.made_by", "page.figures.form.signed_by"),
    ):
        sheet.put(1, w.text(left) if left else "", over=half, bold=bool(left), middle=True)
        rest = sheet.columns - half
        sheet.put(half + 1, w.text(right), over=rest, bold=bool(left), italic=not left, middle=True)
        sheet.row += 1


def statistics_in_form(conn: Connection, who: Counter, asked: FiguresAsked) -> bytes:
    """Return the workbook of all tables of a period; raises `PeriodRefused`."""
    w, period = who.w, who.wanted(asked).period
    book = Workbook()
    sheet = FormSheet(first_sheet(book), _WIDTHS)
    letterhead(sheet, who, w.text("page.figures.form.title"), who.title(asked, period))
    sheet.heads([w.text(f"page.figures.form.head.{n}") for n in range(1, _LAST + 1)])
    for number, table in enumerate(tables_of(conn, who, asked)):
        if number == 0:
            sheet.line(["", w.text("page.figures.total"), *_numbers(table, table.total)], bold=True)
        _section(sheet, _ROMAN[number], table, w)
    sheet.row += 1
    for note in _notes(w):
        sheet.put(1, note, over=_LAST, italic=True)
        sheet.row += 1
    signature(sheet, w)
    return bytes_of(book)


def _section(sheet: FormSheet, roman: str, table: TableShown, w: Words) -> None:
    sheet.put(1, roman, bold=True, boxed=True, middle=True)
    sheet.put(2, w.text(f"page.figures.by.{table.by}"), over=_LAST - 1, bold=True, boxed=True)
    sheet.row += 1
    for number, line in enumerate(table.lines, start=1):
        sheet.line([number, line.title, *_numbers(table, line)])


def _numbers(table: TableShown, line: CountedShown) -> Iterator[int | None]:
    for cell in (line.now, line.before):
        yield cell.delegations
        yield cell.turns
        yield cell.persons if table.has_persons or line is table.total else None
    yield line.grew


def _notes(w: Words) -> Iterator[str]:
    for which in ("counts", "overlap", "persons"):
        yield w.text(f"page.figures.note.{which}")


def first_sheet(book: Workbook) -> Worksheet:
    """Return the sheet a new workbook has."""
    return cast("Worksheet", book.active)


def bytes_of(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
