"""Lists handed out whole, as files for a spreadsheet: row by row, whatever their length.

Whatever a person wrote stays words there: a spreadsheet reckons what begins as a formula does.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Literal

from fastapi.responses import Response, StreamingResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from config.province_time import PROVINCE_TIME
from web.ground.download import handed_out_as, no_formula

CSV, XLSX = "csv", "xlsx"
# As an address names a form; any other is no page.
ListForm = Literal["csv", "xlsx"]
Value = str | int | date | datetime | None
MEDIA = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BYTES_AT_ONCE = 64 * 1024
_LINES_AT_ONCE = 200
# No spreadsheet takes more in a cell.
_LONGEST_CELL = 32_767


def handed_out(
    form: str, name: str, columns: Sequence[str], rows: Callable[[], Iterable[Sequence[Value]]]
) -> Response:
    """Return a list as a file; `rows` is asked for them once the file is being read."""
    content = as_csv(columns, rows) if form == CSV else as_workbook(columns, rows)
    headers = {"Content-Disposition": handed_out_as(f"{name}.{form}")}
    return StreamingResponse(content, media_type=MEDIA[form], headers=headers)


def as_csv(
    columns: Sequence[str], rows: Callable[[], Iterable[Sequence[Value]]]
) -> Iterator[bytes]:
    """Yield the bytes of a CSV file as its rows come; with the mark by which Excel reads it as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(columns)
    for number, row in enumerate(rows(), start=1):
        writer.writerow([_plain(value) for value in row])
        if number % _LINES_AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    written = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return written


def _plain(value: Value) -> str:
    """Return a value as the text of a cell that no spreadsheet reckons."""
    if isinstance(value, datetime):
        return value.astimezone(PROVINCE_TIME).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(int(value))
    return no_formula("" if value is None else str(value))


def as_workbook(
    columns: Sequence[str], rows: Callable[[], Iterable[Sequence[Value]]]
) -> Iterator[bytes]:
    """Yield the bytes of a workbook; it is written to a file first, row by row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"

    def words(said: str, *, bold: bool = False) -> Cell:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", said)[:_LONGEST_CELL])
        # Words stay words: without this, what begins with an equals sign is a formula.
        cell.data_type = "s"
        if bold:
            cell.font = Font(bold=True)
        return cell

    def told(value: Value) -> object:
        if isinstance(value, datetime):
            # A workbook knows no zones.
            return value.astimezone(PROVINCE_TIME).replace(tzinfo=None)
        return words(value) if isinstance(value, str) else value

    sheet.append([words(each, bold=True) for each in columns])
    for row in rows():
        sheet.append([told(value) for value in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while some := file.read(_BYTES_AT_ONCE):
        yield some
