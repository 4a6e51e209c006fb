"""Requests that are being written, by another system: begun, kept section by section, filed."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, ValidationError

from config.regulation.codes import Kind
from flows.drafting import writing
from flows.drafting.filing import as_file, file_draft
from models.errors import DraftChanged, DraftFiled, Problem, RequestInvalid
from models.ids import CaseNo
from models.kinds import KINDS
from models.request.form.written import Values, as_form
from models.request.problems import shown
from models.store import drafts
from models.store.drafts import Draft
from models.store.sign_in.tokens import Scope
from web.api.answering import TAG_DESCRIBED, address_at, answered, demand_unchanged, refusals
from web.api.answers import DraftAnswer, DraftInList, DraftsAnswer, SubmittedAnswer
from web.api.once import KEY_DESCRIBED, call_of, noted_once
from web.api.sent import JSON, ValuesSentHere, digest_of_values
from web.api.shaped import case_href
from web.ground.calls.caller import Caller, CallerHere, Calls
from web.ground.calls.errors import CallUnclear, TagStale, Unclear
from web.ground.calls.problem import API
from web.ground.permission import Permission

router = Calls()
_DRAFTS = f"{API}/drafts"
_SUBMIT = (Scope.SUBMIT,)
DraftNamed = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="The id of a draft.")]
_OBJECT = {"content": {JSON: {"schema": {"type": "object"}}}}


# As the model below says it, in the words of the description.
_BEGUN = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"kind": {"enum": [str(kind) for kind in KINDS]}, "like": {"type": "string"}},
}


class DraftBegun(BaseModel):
    """What a draft is begun with: a kind alone, or `like` an earlier request of the unit."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Kind.OUTBOUND
    like: str = ""


@router.answers(
    _DRAFTS,
    Permission.SIGNED_IN,
    _SUBMIT,
    response_model=DraftsAnswer,
    responses=refusals(304),
)
def list_drafts(request: Request, caller: CallerHere) -> Response:
    """Return the drafts of the units of whoever calls."""
    found = writing.drafts_of(caller.running.desk, caller.person.id)
    items = [DraftInList(**_of_draft(draft)) for draft in found]
    return answered(request, caller, DraftsAnswer(items=items))


@router.answers(
    f"{_DRAFTS}/{{draft}}",
    Permission.SIGNED_IN,
    _SUBMIT,
    response_model=DraftAnswer,
    responses=refusals(304),
)
def show_draft(request: Request, caller: CallerHere, draft: DraftNamed) -> Response:
    """Return a draft to its unit, passports and all."""
    return answered(request, caller, _read(caller, draft))


@router.does(
    _DRAFTS,
    Permission.SIGNED_IN,
    _SUBMIT,
    status_code=201,
    response_model=DraftAnswer,
    responses=refusals(400, 413, 415),
    openapi_extra={
        "parameters": [KEY_DESCRIBED],
        "requestBody": {"content": {JSON: {"schema": _BEGUN}}},
    },
)
def begin_draft(request: Request, caller: CallerHere, sent: ValuesSentHere) -> Response:
    """Begin a draft: empty, or like an earlier request of the unit."""
    try:
        begun = DraftBegun.model_validate(sent)
    except ValidationError as error:
        wrong = error.errors()
        told = [Unclear(str(each["loc"][-1]), shown(each["input"])) for each in wrong]
        raise CallUnclear(told) from None
    call = call_of(request, caller, digest_of_values(sent))
    draft, was_before = noted_once(caller, call, partial(_begin, caller, begun))
    answer = _read(caller, draft)
    response = answered(request, caller, answer, status=201, again=was_before)
    response.headers["Location"] = answer.href
    return response


@router.does(
    f"{_DRAFTS}/{{draft}}/{{section}}",
    Permission.SIGNED_IN,
    _SUBMIT,
    method="PUT",
    response_model=DraftAnswer,
    responses=refusals(400, 412, 413, 415, 428),
    openapi_extra={"parameters": [TAG_DESCRIBED], "requestBody": _OBJECT},
)
def write_section(
    request: Request, caller: CallerHere, draft: DraftNamed, section: str, sent: ValuesSentHere
) -> Response:
    """Keep a section as it is sent, instead of what stood there; `If-Match` names the draft as read.

    It need not be whole yet: what lacks is told when it is filed. Files come with the pages.
    """
    desk, person = caller.running.desk, caller.person.id
    found = writing.read_draft(desk, person, draft)
    if section not in KINDS[found.kind].sections:
        allowed = ", ".join(KINDS[found.kind].sections)
        raise CallUnclear([Unclear("section", section, allowed)])
    demand_unchanged(request, _answer(found))
    if found.is_filed:
        raise DraftFiled(case=found.case_no)
    fields = writing.section_fields(found.kind, section)
    written, lost = as_form(fields, sent)
    if lost:
        raise RequestInvalid(tuple(Problem(name, "", "no_place_in_form") for name in lost))
    written = _with_files_kept(written, found)
    names = KINDS[found.kind].sections[section]
    before = {name: found.values[name] for name in names if name in found.values}
    try:
        seen = writing.digest_of(before)
        writing.write_section(desk, person, draft, section, written, seen=seen)
    except DraftChanged:
        raise TagStale from None
    return answered(request, caller, _read(caller, draft))


@router.does(
    f"{_DRAFTS}/{{draft}}/submission",
    Permission.SIGNED_IN,
    _SUBMIT,
    status_code=201,
    response_model=SubmittedAnswer,
    responses=refusals(400, 412, 413, 415, 428),
    openapi_extra={"parameters": [KEY_DESCRIBED, TAG_DESCRIBED]},
)
def submit_draft(request: Request, caller: CallerHere, draft: DraftNamed) -> Response:
    """File a draft; the case that comes of it, or of which it is a later version."""
    call = call_of(request, caller, draft)
    filing = partial(_submit, request, caller, draft)
    case_no, was_before = noted_once(caller, call, filing)
    answer = SubmittedAnswer(case_no=case_no, href=case_href(case_no), page=f"/cases/{case_no}")
    response = answered(request, caller, answer, status=201, tagged=False, again=was_before)
    response.headers["Location"] = answer.href
    return response


def _begin(caller: Caller, begun: DraftBegun) -> str:
    desk, person = caller.running.desk, caller.person.id
    if begun.like:
        draft = writing.begin_like(desk, person, CaseNo(begun.like))
    else:
        draft, _ = writing.begin(desk, person, begun.kind)
    return draft


def _submit(request: Request, caller: Caller, draft: str) -> str:
    desk = caller.running.desk
    demand_unchanged(request, _read(caller, draft))
    # A draft is filed once, whoever asks for it again.
    return file_draft(desk, caller.identified, draft)


def _with_files_kept(written: Values, found: Draft) -> Values:
    """Return papers with the files that the draft has, by name; raises `CallUnclear` for others."""
    papers = found.values.get("papers", ())
    kept = {drafts.name_in(each["file"]): each["file"] for each in papers if each.get("file")}
    rows = list(enumerate(written.get("papers", ()), start=1))
    astray = [
        Unclear(f"papers[{number}].file", row["file"], ", ".join(sorted(kept)))
        for number, row in rows
        if row.get("file") and row["file"] not in kept
    ]
    if astray:
        raise CallUnclear(astray)
    if not rows:
        return written
    return {**written, "papers": [_with_file(row, kept) for _, row in rows]}


def _with_file(row: Values, kept: Mapping[str, str]) -> Values:
    return {**row, "file": kept[row["file"]]} if row.get("file") else row


def _read(caller: Caller, draft: str) -> DraftAnswer:
    return _answer(writing.read_draft(caller.running.desk, caller.person.id, draft))


def _answer(found: Draft) -> DraftAnswer:
    values = {} if found.is_filed else as_file(found)
    return DraftAnswer(**_of_draft(found), values=values, page=f"/requests/{found.id}/letter")


def _of_draft(found: Draft) -> Mapping[str, Any]:
    return {
        "id": found.id,
        "unit": found.unit,
        "kind": found.kind,
        "task": found.task,
        "title": found.title,
        "case_no": found.case_no,
        "changed_at": found.changed_at,
        "href": address_at(f"drafts/{found.id}"),
    }
