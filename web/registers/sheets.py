"""A register as a workbook: handed out, blank to be filled in, and taken in whole or not at all."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from http import HTTPStatus

from fastapi.responses import Response

from flows.acts.registers.importing import BETWEEN, Imported, import_rows
from flows.case.answers import Identified
from models.errors import DecisionIncomplete
from models.registers.known import fields_of
from models.registers.register import RegisterKey
from models.registers.sheet import columns_of_register, listed_of
from models.request.form.blank_workbook import blank_workbook
from models.request.form.described import FROM_LIST, Field, Input, Listed
from models.request.papers.taking import MOST_MEGABYTES
from models.request.reading import Attachment
from models.store.database.engine import Store
from models.store.lists.keyset import ListPlace
from models.store.registers.listed import RowsSought, rows_listed
from models.store.registers.rows import FILE, RegisterRow, row_of
from web.dossier.handed_out import handed_out as file_handed_out
from web.ground.download import handed_out_as
from web.ground.fields import cleaned, number_in
from web.ground.form import SentHere
from web.ground.identify import known
from web.ground.listed.handing_out import MEDIA, XLSX, ListForm, Value, handed_out
from web.ground.permission import Permission, Router
from web.ground.refusals import FileUnknown
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import at_registers
from web.registers.asked import (
    REGISTERS_PATH,
    LineNumber,
    RowNumber,
    lists_of_register,
    path_of,
)
from web.request.lists import Lists

router = Router()
_AT_ONCE = 500
_MOST_SHOWN = 500
_CHOSEN = (*FROM_LIST, Input.CODE, Input.CODES, Input.YES_NO)


@router.shows(f"{REGISTERS_PATH}/{{register}}/rows.{{form}}", Permission.READS_REGISTERS)
def hand_out(
    register: RegisterKey,
    form: ListForm,
    visitor: VisitorHere,
    q: str = "",
    stage: str = "",
    country: str = "",
) -> Response:
    """Hand out the rows of a register that are sought, as its sheet has them."""
    reader = known(visitor)
    wanted = RowsSought(register, cleaned(q), cleaned(stage), cleaned(country))
    with at_registers(reader) as conn:
        lists = lists_of_register(conn, reader, register)
    columns = [column.heading for column in columns_of_register(register, reader.words)]
    rows = partial(_rows, reader.running.desk.store, wanted, lists)
    return handed_out(form, reader.words.label("register", register), columns, rows)


def _rows(store: Store, wanted: RowsSought, lists: Lists) -> Iterator[list[Value]]:
    """Yield the cells of a row each; they are read some hundreds at a time."""
    after: str | None = ""
    while after is not None:
        with store.reading() as conn:
            place = ListPlace(after=after, size=_AT_ONCE, counts=False)
            found = rows_listed(conn, wanted, place)
        yield from (_cells(row, lists) for row in found.items)
        after = found.after or None


def _cells(row: RegisterRow, lists: Lists) -> list[Value]:
    fields = fields_of(row.register)
    return [row.number, *(_cell(each, row.content.get(each.name), lists) for each in fields)]


def _cell(field: Field, value: object, lists: Lists) -> Value:
    if value in (None, ""):
        return ""
    if field.input is Input.DAY:
        return date.fromisoformat(str(value))
    if field.input is Input.AMOUNT:
        return format(Decimal(str(value)), "f")
    if field.listed is Listed.PARTNERS:
        return f"{value}{BETWEEN}{lists.words(field, str(value)).partition(BETWEEN)[2]}"
    if field.input is Input.CURRENCY:
        return str(value)
    return lists.words(field, str(value)) if field.input in _CHOSEN else str(value)


@router.shows(f"{REGISTERS_PATH}/{{register}}/blank.xlsx", Permission.WRITES_REGISTERS)
def blank(register: RegisterKey, visitor: VisitorHere) -> Response:
    """Hand out a blank workbook of a register, with what can be chosen in its columns."""
    reader = known(visitor)
    with at_registers(reader) as conn:
        lists = lists_of_register(conn, reader, register)
    columns, w = columns_of_register(register, reader.words), reader.words
    book = blank_workbook(listed_of(register), columns, lists.options, w)
    headers = {"Content-Disposition": handed_out_as(f"{w.label('register', register)}.xlsx")}
    return Response(book, media_type=MEDIA[XLSX], headers=headers)


@router.shows(f"{REGISTERS_PATH}/{{register}}/sheet", Permission.WRITES_REGISTERS)
def show_sheet(
    register: RegisterKey, visitor: VisitorHere, entered: str = "", changed: str = ""
) -> Response:
    """Show the form that takes a sheet, and what came of the one that was taken last."""
    counted = {"entered": number_in(entered), "changed": number_in(changed)}
    return _page(_sheet(register, visitor), register, counted)


@router.takes(f"{REGISTERS_PATH}/{{register}}/sheet", Permission.WRITES_REGISTERS)
def take_sheet(register: RegisterKey, visitor: VisitorHere, sent: SentHere) -> Response:
    """Take the rows of a sheet, or show all cells that keep it from being taken."""
    sheet = sheet_at(path_of(register, None, "sheet"), visitor, sent, back=path_of(register))

    def act(who: Identified) -> Imported:
        file = sent.upload("file")
        if file is None or not file.content:
            raise DecisionIncomplete("sheet_type")
        if file.too_large:
            raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
        w = sheet.visitor.words
        return import_rows(visitor.running.desk, who, register, file.content, w)

    return sheet.taken(
        act,
        lambda refused: _page(refused, register),
        onwards=lambda done: _onwards(sheet, register, done),
    )


def _onwards(sheet: Sheet, register: RegisterKey, done: Imported) -> str | Response:
    if not done.wrong:
        said = f"entered={done.entered}&changed={done.changed}"
        return f"{path_of(register, None, 'sheet')}?{said}"
    shown = sheet.shown(
        "request/wrong_cells.html",
        wrong=done.wrong[:_MOST_SHOWN],
        count=len(done.wrong),
        back=path_of(register, None, "sheet"),
    )
    shown.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return shown


def _sheet(register: RegisterKey, visitor: Visitor) -> Sheet:
    return sheet_at(path_of(register, None, "sheet"), visitor, back=path_of(register))


def _page(
    sheet: Sheet, register: RegisterKey, counted: dict[str, int | None] | None = None
) -> Response:
    with at_registers(sheet.visitor):
        return sheet.shown("registers/sheet.html", register=register, counted=counted or {})


@router.shows(
    f"{REGISTERS_PATH}/{{register}}/{{number}}/files/{{line}}", Permission.READS_REGISTERS
)
def show_file(
    register: RegisterKey, number: RowNumber, line: LineNumber, visitor: VisitorHere
) -> Response:
    """Hand out the file of a document, never as a page of ours."""
    reader = known(visitor)
    with at_registers(reader) as conn:
        row = row_of(conn, number, register, files=True)
    text = row.line(line)
    told = (text.content or {}).get(FILE)
    if text.file is None or text.removed or not told:
        raise FileUnknown
    return file_handed_out(Attachment(told["name"], told["media_type"], text.file))
