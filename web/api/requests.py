"""A request is submitted by another system: by the names of the form, with the form's sentences."""

from functools import partial
from pathlib import PurePosixPath
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from config.regulation.province import Regulation
from flows.acts.filing import Filing
from flows.acts.submitting import problems_today, submit
from flows.drafting.writing import fields_of
from models.kinds import KINDS
from models.request.form.described import Field, Input
from models.request.reading import papers_written
from models.store.calls.given import Repeatable
from models.store.sign_in.tokens import Scope
from web.api.answering import answered, refusals
from web.api.answers import SubmittedAnswer
from web.api.once import KEY_DESCRIBED, call_of, done_once
from web.api.sent import FORM, JSON, RequestSent, RequestSentHere
from web.api.shaped import case_href
from web.ground.calls.caller import Caller, CallerHere, Calls
from web.ground.calls.errors import CallUnclear, Unclear
from web.ground.calls.problem import API
from web.ground.fields import Upload
from web.ground.permission import Permission
from web.request.revising import read_new

router = Calls()
_SCALARS = {"type": ["string", "number", "boolean", "null"]}


def _schema(field: Field) -> dict[str, Any]:
    """Describe a field; what stands in it is read as people write it, so no more is demanded here."""
    if field.input is Input.ROWS:
        return {"type": ["array", "null"], "items": _schema_of(field.parts)}
    if field.input is Input.PART:
        return {**_schema_of(field.parts), "type": ["object", "null"]}
    if field.input in (Input.LINES, Input.CODES):
        return {"type": ["array", "null"], "items": _SCALARS}
    return {**_SCALARS, **({"examples": list(field.codes)} if field.codes else {})}


def _schema_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    needed = [field.name for field in fields if field.needed]
    return {
        "type": "object",
        "properties": {field.name: _schema(field) for field in fields},
        **({"required": needed} if needed else {}),
    }


def _described() -> dict[str, Any]:
    """Describe what is submitted: a request of each kind, by the fields of its form."""
    kinds = []
    for kind in KINDS:
        schema = _schema_of(fields_of(kind))
        schema["properties"]["kind"] = {"const": str(kind)}
        kinds.append({**schema, "title": str(kind)})
    request = {"anyOf": kinds}
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    form = {"type": "object", "properties": {"request": request, "files": files}}
    content = {JSON: {"schema": request}, FORM: {"schema": {**form, "required": ["request"]}}}
    return {
        "parameters": [KEY_DESCRIBED],
        "requestBody": {"required": True, "content": content},
    }


@router.does(
    f"{API}/requests",
    Permission.SIGNED_IN,
    (Scope.SUBMIT,),
    status_code=201,
    response_model=SubmittedAnswer,
    responses=refusals(400, 413, 415),
    openapi_extra=_described(),
)
def submit_request(request: Request, caller: CallerHere, sent: RequestSentHere) -> Response:
    """Submit a request, with the files of its papers by their names in a form.

    Sent again under the same `Idempotency-Key` it is submitted once.
    """
    call = call_of(request, caller, sent.digest)
    case_no, was_before = done_once(caller, call, partial(_submit, caller, sent, call))
    answer = SubmittedAnswer(case_no=case_no, href=case_href(case_no), page=f"/cases/{case_no}")
    response = answered(request, caller, answer, status=201, tagged=False, again=was_before)
    response.headers["Location"] = answer.href
    return response


def _submit(caller: Caller, sent: RequestSent, call: Repeatable) -> str:
    desk, who = caller.running.desk, caller.identified
    _check_files(sent, desk.regulation())
    file = Upload("request.json", sent.text.encode())
    filed, attachments = read_new(desk, file, sent.files, partial(problems_today, desk))
    by = Filing(who.person, who.person, who.shown_by, call=call)
    return submit(desk, filed, attachments, by).case.no


def _check_files(sent: RequestSent, regulation: Regulation) -> None:
    """Check that every file that came is a paper's; raises `CallUnclear`."""
    named = {
        PurePosixPath(paper.file).name
        for _, paper in papers_written(sent.values, regulation)
        if paper.file
    }
    astray = [file.name for file in sent.files if file.name not in named]
    if astray:
        raise CallUnclear([Unclear("files", name, ", ".join(sorted(named))) for name in astray])
