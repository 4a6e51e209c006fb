"""A workbook to be filled in: a row an entry of a list, beside it what each column takes. Pure.

Its headings are those by which `workbook` finds the columns again. All cells are texts, so that no
spreadsheet takes the zeros from a passport or turns the days of a date.
"""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from config.words import Words
from models.request.form.blank_file import Choices
from models.request.form.described import Field, Input
from models.request.form.table import Column

_AS_TEXT = "@"
_NEEDED = PatternFill("solid", start_color="FFE3EEF9")
_EXAMPLE = Font(color="FF767676", italic=True)
_NARROWEST, _WIDEST = 14, 40
# How a value is written that is not chosen from a list.
_WRITTEN_AS = {
    Input.DAY: "31/08/2020",
    Input.CLOCK: "07:30",
    Input.AMOUNT: "62.500.000",
    Input.COUNT: "4",
    Input.MEMBER: "1",
}


def blank_workbook(listed: Field, columns: Sequence[Column], choices: Choices, w: Words) -> bytes:
    """Return a workbook for as many rows as a list may have, as a file; other words than those offered
    can be written, and are held against the form.
    """
    book = Workbook()
    rows, told = book.worksheets[0], book.create_sheet(w.text("sheet.about"))
    offered = book.create_sheet(w.text("sheet.choices"))
    rows.title = w.text("sheet.rows")
    rows.freeze_panes = "A2"
    for number, column in enumerate(columns, start=1):
        _head(rows, number, column)
        for row in range(2, listed.most + 2):
            rows.cell(row, number).number_format = _AS_TEXT
    found = ((n, c, tuple(choices(c.field).values())) for n, c in enumerate(columns, start=1))
    for place, (number, column, possible) in enumerate(
        (each for each in found if each[2]), start=1
    ):
        # Said so that no one takes this for a table to be filled in.
        above = w.text("sheet.choices_of", column=column.heading)
        named = _listed(offered, place, above, possible)
        letter = get_column_letter(number)
        chosen = DataValidation(type="list", formula1=named, allow_blank=True)
        chosen.add(f"{letter}2:{letter}{listed.most + 1}")
        rows.add_data_validation(chosen)
    _tell(told, columns, choices, w)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(rows: Worksheet, number: int, column: Column) -> None:
    cell = _write(rows, 1, number, column.heading)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.needed:
        cell.fill = _NEEDED
    width = min(max(len(column.heading), _NARROWEST), _WIDEST)
    rows.column_dimensions[get_column_letter(number)].width = width


def _listed(offered: Worksheet, place: int, heading: str, possible: Sequence[str]) -> str:
    """Write what can be chosen into a column of its own; return what a formula calls it."""
    letter = get_column_letter(place)
    _write(offered, 1, place, heading).font = Font(bold=True)
    for row, words in enumerate(possible, start=2):
        _write(offered, row, place, words)
    offered.column_dimensions[letter].width = min(max(map(len, possible)), _WIDEST)
    return f"'{offered.title}'!${letter}$2:${letter}${len(possible) + 1}"


def _tell(told: Worksheet, columns: Sequence[Column], choices: Choices, w: Words) -> None:
    """Tell of each column whether it must be filled in and how, with an example."""
    about = (w.text("sheet.column"), w.text("sheet.needed"), w.text("sheet.example"))
    lines = [_about(column, tuple(choices(column.field).values()), w) for column in columns]
    for row, line in enumerate((about, *lines), start=1):
        for number, words in enumerate(line, start=1):
            cell = _write(told, row, number, words)
            cell.font = Font(bold=True) if row == 1 else _EXAMPLE if number == len(line) else Font()
    for letter, width in zip("ABC", (_WIDEST, 16, _WIDEST), strict=True):
        told.column_dimensions[letter].width = width
    _write(told, len(lines) + 3, 1, w.text("sheet.hint"))


def _about(column: Column, possible: Sequence[str], w: Words) -> tuple[str, str, str]:
    example = possible[0] if possible else _WRITTEN_AS.get(column.field.input, "")
    return column.heading, w.text("page.yes") if column.needed else "", example


def _write(sheet: Worksheet, row: int, column: int, words: str) -> Cell:
    """Write words as words: none of them is a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - nothing is merged.
    cell.value, cell.data_type = words, "s"
    return cell
