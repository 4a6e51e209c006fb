"""A workbook that somebody filled in, read as a table: its heading, and the rows beneath. Pure.

Values are read, formulas are not reckoned. What cannot be read without guessing is refused, with its
cell. A cell that is merged downwards says the same for each of its rows.
"""

import io
import math
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice, takewhile
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.xml.functions import iterparse

from models.errors import DecisionIncomplete
from models.request.form.table import Table

# Three hundred guests of eleven columns take less than a tenth of it.
MOST_UNPACKED_BYTES = 4 * 1024 * 1024
_MOST_ROWS, _MOST_COLUMNS = 1000, 60
# Ten thousand rows of sixty columns take less.
MOST_UNPACKED_OF_MANY = 64 * 1024 * 1024
_MOST_COLUMNS_OF_MANY = 150
# No spreadsheet has more.
_MOST_ROWS_OF_ALL = 1_048_576
# A title and a few lines may stand above the heading.
_HEADING_WITHIN = 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How an old container names the part that holds what is encrypted.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK = "xl/workbook.xml"
# A spreadsheet shows no more figures of a number than these.
_FIGURES = ".15g"
_ONLY_ZEROS = re.compile(r"0{2,15}")
# What a spreadsheet takes for a formula.
_FORMULA, _ERROR = "f", "e"

Texts = dict[tuple[int, int], str]
Heading = Callable[[Sequence[str]], bool]


def table_in(content: bytes, is_heading: Heading) -> Table:
    """Return the heading of the one sheet that has it, and the rows beneath in which something stands.

    Hidden sheets are not looked at, nor what lies far right of all columns a form has. Raises
    `DecisionIncomplete` for a file that is no workbook of today's kind, is encrypted, too large or too
    long, for one without the heading or with several, and for a formula of which no value is kept.
    """
    _check_container(content)
    try:
        return _table(content, is_heading)
    except DecisionIncomplete:
        raise
    except Exception as error:
        # Whatever is wrong inside, the library raises an error of one of many kinds.
        raise DecisionIncomplete("sheet_type") from error


def _table(content: bytes, is_heading: Heading) -> Table:
    book = _opened(content)
    sheets = {sheet.title: sheet for sheet in book.worksheets if sheet.sheet_state == "visible"}
    said = {title: _texts(sheet) for title, sheet in sheets.items()}
    for title, texts in said.items():
        _spread_merged(texts, content, sheets[title])
    tables = {title: _below_heading(texts, is_heading) for title, texts in said.items()}
    found = {title: table for title, table in tables.items() if table}
    if not found:
        raise DecisionIncomplete("sheet_heading")
    if len(found) > 1:
        raise DecisionIncomplete("sheet_several", value=", ".join(found))
    ((title, table),) = found.items()
    formulas = _opened(content, as_values=False)[title]
    for cell in _filled(formulas):
        if cell.data_type == _FORMULA and (cell.row, cell.column) not in said[title]:
            raise DecisionIncomplete("sheet_formula", cell=_place(cell, title))
    return table


@dataclass(frozen=True)
class SheetCell:
    """A cell of a long sheet: where it stands (`C5`), what it says, or why it cannot be read."""

    place: str
    text: str
    refusal: DecisionIncomplete | None = None


def rows_of_sheet(
    content: bytes, is_heading: Heading, *, most_rows: int
) -> Iterator[tuple[int, list[SheetCell]]]:
    """Yield the heading of the first visible sheet that has it, then each row beneath, with its number.

    They are read as they are asked for, so that a long sheet needs no more memory than its texts. A cell
    that cannot be read has its refusal, so that all of them can be told. Raises `DecisionIncomplete` for
    what is no workbook, has no heading or more rows.
    """
    _check_container(content, most=MOST_UNPACKED_OF_MANY)
    try:
        values, formulas = _opened(content), _opened(content, as_values=False)
        for sheet in values.worksheets:
            if sheet.sheet_state == "visible":
                rows = _read_rows(sheet, formulas[sheet.title])
                above = [*islice(rows, _HEADING_WITHIN)]
                texts = [[cell.text for cell in cells] for _, cells in above]
                at = next((n for n, row in enumerate(texts) if is_heading(row)), None)
                if at is not None:
                    yield from _no_more(
                        chain(above[at:], rows), above[at][0] + most_rows, most_rows
                    )
                    return
    except DecisionIncomplete:
        raise
    except Exception as error:
        # Whatever is wrong inside, the library raises an error of one of many kinds.
        raise DecisionIncomplete("sheet_type") from error
    raise DecisionIncomplete("sheet_heading")


def _read_rows(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[SheetCell]]]:
    # What a file says of its own size is not believed.
    sheet.reset_dimensions()
    formulas.reset_dimensions()
    pairs = zip(
        sheet.iter_rows(max_col=_MOST_COLUMNS_OF_MANY),
        formulas.iter_rows(max_col=_MOST_COLUMNS_OF_MANY),
        strict=False,
    )
    for number, (row, beside) in enumerate(pairs, start=1):
        yield (
            number,
            [
                _sheet_cell(cell, formula, f"{get_column_letter(column)}{number}", sheet.title)
                for column, (cell, formula) in enumerate(zip(row, beside, strict=False), start=1)
            ],
        )


def _sheet_cell(cell: Any, formula: Any, place: str, sheet: str) -> SheetCell:
    if cell.value in (None, ""):
        if formula.value not in (None, "") and formula.data_type == _FORMULA:
            return SheetCell(place, "", DecisionIncomplete("sheet_formula", cell=place))
        return SheetCell(place, "")
    try:
        return SheetCell(place, _text(cell, sheet))
    except DecisionIncomplete as refusal:
        return SheetCell(place, str(cell.value), refusal)


def _no_more(
    rows: Iterator[tuple[int, list[SheetCell]]], last: int, most: int
) -> Iterator[tuple[int, list[SheetCell]]]:
    for number, cells in rows:
        if number > last and any(cell.text or cell.refusal for cell in cells):
            raise DecisionIncomplete("sheet_too_long", most=most)
        if number > _MOST_ROWS_OF_ALL:
            raise DecisionIncomplete("sheet_type")
        yield number, cells


def _check_container(content: bytes, *, most: int = MOST_UNPACKED_BYTES) -> None:
    """Refuse what is no workbook before anything of it is unpacked."""
    if content.startswith(_OLE):
        raise DecisionIncomplete("sheet_encrypted" if _ENCRYPTED in content else "sheet_old")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            if sum(part.file_size for part in box.infolist()) > most:
                raise DecisionIncomplete("sheet_unpacked", most=_megabytes(most))
            if _BOOK not in box.namelist():
                raise DecisionIncomplete("sheet_type")
            # No spreadsheet writes declarations; whoever means harm does.
            if any(_declares(box.read(part)) for part in box.namelist() if part.endswith(".xml")):
                raise DecisionIncomplete("sheet_type")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        # A part of it may be encrypted, packed in another way, or broken.
        raise DecisionIncomplete("sheet_type") from error


def _declares(part: bytes) -> bool:
    return b"<!DOCTYPE" in part or b"<!ENTITY" in part


def _opened(content: bytes, *, as_values: bool = True) -> Any:
    """Return the workbook as it can be read row by row: in no other way is a cell far away harmless."""
    return load_workbook(io.BytesIO(content), read_only=True, data_only=as_values, keep_links=False)


def _filled(sheet: Any) -> Iterator[Any]:
    """Yield the cells in which something stands; raises `DecisionIncomplete` for too many rows."""
    # What a file says of its own size is not believed.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), start=1):
        for cell in row:
            if cell.value in (None, ""):
                continue
            if number > _MOST_ROWS:
                raise DecisionIncomplete("sheet_too_long", most=_MOST_ROWS)
            yield cell
        if number > _MOST_ROWS_OF_ALL:
            raise DecisionIncomplete("sheet_type")


def _texts(sheet: Any) -> Texts:
    """Return the cells of a sheet as people would type them, by row and column."""
    return {(cell.row, cell.column): _text(cell, sheet.title) for cell in _filled(sheet)}


def _spread_merged(texts: Texts, content: bytes, sheet: Any) -> None:
    """Let a cell that is merged downwards say the same in each of its rows."""
    spread = 0
    with zipfile.ZipFile(io.BytesIO(content)) as box, box.open(sheet._worksheet_path) as part:
        for _, element in iterparse(part):
            if element.tag.rpartition("}")[2] != "mergeCell":
                continue
            column, first, _, last = range_boundaries(element.attrib["ref"])
            if not (column and first and last):
                continue
            rows = range(first, min(last, _MOST_ROWS) + 1)
            spread += len(rows)
            if spread > _MOST_ROWS * _MOST_COLUMNS:
                raise DecisionIncomplete("sheet_type")
            if said := texts.get((first, column)):
                texts.update(dict.fromkeys(((row, column) for row in rows), said))


def _below_heading(texts: Texts, is_heading: Heading) -> Table:
    """Return the heading with the rows beneath; of a heading of several lines the last is complete."""
    rows = _rows(texts)
    at = next((n for n, row in enumerate(rows[:_HEADING_WITHIN]) if is_heading(row)), None)
    if at is None:
        return []
    headings, beneath = [rows[at]], rows[at + 1 :]
    headings += takewhile(is_heading, beneath)
    # A table of several pages has its heading on each.
    return [headings[-1], *(row for row in beneath if any(row) and not is_heading(row))]


def _rows(texts: Texts) -> list[list[str]]:
    width = max((column for _, column in texts), default=0)
    length = max((row for row, _ in texts), default=0)
    columns = range(1, width + 1)
    return [[texts.get((row, column), "") for column in columns] for row in range(1, length + 1)]


def _text(cell: Any, sheet: str) -> str:
    value: object = cell.value
    if cell.data_type == _ERROR:
        raise DecisionIncomplete("sheet_error", value=str(value), cell=_place(cell, sheet))
    match value:
        case bool():
            return str(value).lower()
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat("minutes")
        case int() | float():
            return _number(value, cell.number_format)
        case _:
            return str(value).strip()


def _number(value: float, shown: str) -> str:
    """Return a number as a person would type it; with the zeros before it where these are shown."""
    if not math.isfinite(value):
        return str(value)
    if value == int(value):
        width = len(shown) if _ONLY_ZEROS.fullmatch(shown) else 0
        return str(int(value)).zfill(width)
    return format(Decimal(format(value, _FIGURES)), "f")


def _place(cell: Any, sheet: str) -> str:
    return f"{cell.coordinate} ({sheet})"


def _megabytes(count: int) -> str:
    return f"{count // 1024 // 1024} MB"
