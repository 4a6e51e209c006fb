"""Workbooks as people of a unit hand them in."""

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADING = ("Họ và tên", "Chức vụ", "Ngày sinh", "Số hộ chiếu")


def make_workbook(
    *rows: Sequence[object],
    heading: Sequence[str] = HEADING,
    change: Callable[[Workbook, Worksheet], None] = lambda *_: None,
) -> bytes:
    """A workbook with a heading and rows beneath; `change` does to it what people do."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (heading, *rows):
        sheet.append([*row])
    change(book, sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The file of a workbook."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(workbook: bytes, name: str, content: bytes) -> bytes:
    """The file of a workbook with one of its parts laid there or replaced, packed as it comes."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return made.getvalue()
