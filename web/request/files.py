"""Files of requests: blank ones to fill in, the one a draft equals, the one a filed request equals."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

import yaml
from fastapi import Path
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from config.regulation.codes import Kind
from flows.drafting.filing import as_file, as_filed
from flows.drafting.writing import fields_of, read_draft, section_fields
from models.kinds import KINDS
from models.request.form.blank_file import Choices, blank_json, blank_yaml
from models.request.form.blank_workbook import blank_workbook
from models.request.form.described import Field, Input, Listed
from models.request.form.many import columns_of_many
from models.request.form.written import Values
from web.ground.download import handed_out_as
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import case_for
from web.request.desk import lists_for
from web.request.lists import Lists
from web.request.papers import DraftId
from web.request.tables import columns_for

router = Router()
BlankName = Annotated[str, Path(pattern=r"^[a-z_]{1,40}\.(xlsx|yaml|json)$")]
# A sheet of many requests; so many rows of a blank one are made ready, more can be written.
MANY = "requests"
_ROWS_OF_MANY = 300
_YAML = "application/yaml; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.shows("/requests/blank/{kind}/{name}", Permission.SIGNED_IN)
def blank(kind: str, name: BlankName, visitor: VisitorHere) -> Response:
    """Hand out a blank file of a kind: of a whole request, or of a list as a workbook."""
    reader = known(visitor)
    if kind not in KINDS or not KINDS[Kind(kind)].sections:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    stem, _, ending = name.partition(".")
    if ending == "xlsx":
        return _workbook(Kind(kind), stem, reader)
    if stem != "request":
        raise HTTPException(HTTPStatus.NOT_FOUND)
    sections = {
        section: section_fields(Kind(kind), section) for section in KINDS[Kind(kind)].sections
    }
    saved = f"{reader.words.label('kind', kind)}.{ending}"
    if ending == "json":
        return _attached(blank_json(Kind(kind), sections), saved, _JSON)
    choices = _choices(lists_for(reader), but=(Input.COUNTRY,))
    return _attached(blank_yaml(Kind(kind), sections, choices, reader.words), saved, _YAML)


@router.shows("/requests/{draft}/file", Permission.SIGNED_IN)
def download(draft: DraftId, visitor: VisitorHere) -> Response:
    """Hand out the file that a draft equals; passports stand in it, so only its unit has it."""
    reader = known(visitor)
    found = read_draft(reader.running.desk, reader.person.id, draft)
    return _as_yaml(as_file(found), found.title)


@router.shows("/cases/{case_no}/request.yaml", Permission.OF_UNIT)
def download_filed(visitor: VisitorHere) -> Response:
    """Hand out the file that the version in force equals to the unit; passports stand in no dossier."""
    reader = known(visitor)
    with case_for(reader) as work:
        values = as_filed(work)
    return _as_yaml(values, visitor.address.case_no)


def _workbook(kind: Kind, listed: str, reader: SignedIn) -> Response:
    if listed == MANY:
        return _workbook_of_many(kind, reader)
    found = (each for each in fields_of(kind) if each.name == listed and each.input is Input.ROWS)
    if not (field := next(found, None)):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    w = reader.words
    content = blank_workbook(field, columns_for(field, w), _choices(lists_for(reader)), w)
    return _attached(content, f"{w.text(f'field.{listed}')}.xlsx", _SHEET)


def _workbook_of_many(kind: Kind, reader: SignedIn) -> Response:
    w = reader.words
    columns = columns_of_many(fields_of(kind), w)
    rows = Field(MANY, Input.ROWS, most=_ROWS_OF_MANY)
    content = blank_workbook(rows, columns, _choices(lists_for(reader)), w)
    return _attached(content, f"{w.label('kind', kind)}.xlsx", _SHEET)


def _choices(lists: Lists, *, but: tuple[Input, ...] = ()) -> Choices:
    """Return what can be chosen in a file; the people of the directory are left out: files travel."""

    def offered(field: Field) -> Mapping[str, str]:
        is_left_out = field.listed is Listed.PERSONS or field.input in but
        return {} if is_left_out else lists.options(field)

    return offered


def _as_yaml(values: Values, title: str) -> Response:
    text = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    return _attached(text, f"{title or 'de-nghi'}.yaml", _YAML)


def _attached(content: str | bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": handed_out_as(name)}
    return Response(content, media_type=media_type, headers=headers)
