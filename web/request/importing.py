"""Requests brought in one sheet: all become drafts, or the unit is told of each wrong cell."""

from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus

from fastapi.responses import Response

from config.regulation.codes import Kind
from flows.case.answers import Identified
from flows.drafting import writing
from flows.drafting.importing import begin_all
from models.errors import DecisionIncomplete, Problem, RequestInvalid
from models.kinds import KINDS
from models.request.form.described import FROM_LIST, Field, Input
from models.request.form.many import (
    MOST_ROWS,
    RequestInRows,
    WrongCell,
    columns_of_many,
    is_heading_of_many,
    read_many,
    wrong_in,
)
from models.request.form.workbook import rows_of_sheet
from models.request.papers.taking import MOST_MEGABYTES
from models.request.reading import read_values
from web.ground.address import NEW_REQUEST
from web.ground.fields import cleaned
from web.ground.form import SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import VisitorHere
from web.request.desk import begin_page, lists_for
from web.request.lists import Lists

router = Router()
IMPORT = "/requests/import"
# So many wrong cells are shown: whoever has more mends these first.
_MOST_SHOWN = 500
_CHOSEN = (*FROM_LIST, Input.CODE, Input.CODES, Input.YES_NO)


@dataclass(frozen=True)
class Imported:
    """What came of a sheet: so many drafts, or what is wrong with it."""

    begun: int
    wrong: tuple[WrongCell, ...] = ()


@router.takes(IMPORT, Permission.SIGNED_IN)
def take_sheet(visitor: VisitorHere, sent: SentHere) -> Response:
    """Begin a draft for each request of a sheet, or show all cells that keep it from being taken."""
    sheet = sheet_at(IMPORT, visitor, sent, back=NEW_REQUEST)
    return sheet.taken(
        partial(_import, sheet), _begin_again, onwards=lambda done: _onwards(sheet, done)
    )


def _begin_again(refused: Sheet) -> Response:
    # The other forms of the page go where they always do.
    return begin_page(replace(refused, action=NEW_REQUEST))


def _import(sheet: Sheet, who: Identified) -> Imported:
    sent, w = sheet.sent, sheet.visitor.words
    if sent["kind"] not in KINDS or not KINDS[Kind(sent["kind"])].sections:
        raise DecisionIncomplete("request_kind")
    kind, file = Kind(sent["kind"]), sent.upload("requests_file")
    if file is None or not file.content:
        raise DecisionIncomplete("sheet_type")
    if file.too_large:
        raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
    lists, fields = lists_for(sheet.visitor), writing.fields_of(kind)
    columns = columns_of_many(fields, w)
    rows = rows_of_sheet(
        file.content, partial(is_heading_of_many, columns=columns), most_rows=MOST_ROWS
    )
    read = read_many(rows, fields, columns, partial(_coded, lists), w)
    wrong = [*read.wrong]
    for request in read.requests:
        wrong += wrong_in(request, _problems(sheet, kind, request, lists, fields), w)
    if wrong:
        return Imported(0, tuple(wrong))
    if not read.requests:
        raise DecisionIncomplete("table_rows")
    desk = sheet.visitor.running.desk
    return Imported(begin_all(desk, who.person, kind, [each.values for each in read.requests]))


def _coded(lists: Lists, field: Field, written: str) -> str:
    said = cleaned(written)
    return lists.code(field, said) if field.input in _CHOSEN else said


def _problems(
    sheet: Sheet, kind: Kind, request: RequestInRows, lists: Lists, fields: tuple[Field, ...]
) -> tuple[Problem, ...]:
    """Return what is wrong with a request as it is written; what the day makes wrong its draft tells."""
    written = str(request.values.get("unit", ""))
    unit = next(field for field in fields if field.name == "unit")
    if written and written not in lists.options(unit):
        return (Problem("unit", written, "unit_not_yours"),)
    regulation = sheet.visitor.running.desk.regulation()
    try:
        read_values({"kind": str(kind), **request.values}, regulation, also=lambda _: ())
    except RequestInvalid as invalid:
        return invalid.problems
    return ()


def _onwards(sheet: Sheet, done: Imported) -> str | Response:
    if not done.wrong:
        return NEW_REQUEST
    shown = sheet.shown(
        "request/wrong_cells.html",
        wrong=done.wrong[:_MOST_SHOWN],
        count=len(done.wrong),
        back=NEW_REQUEST,
    )
    shown.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return shown
