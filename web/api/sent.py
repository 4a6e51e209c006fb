"""What comes with a call: a request of a unit and the files of its papers, or a few plain values."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from models.request.problems import shown
from models.request.syntax import MOST_BYTES, plain_values
from web.ground.calls.caller import CallerHere
from web.ground.calls.errors import BodyOfAnotherType, BodyUnreadable, CallUnclear, Unclear
from web.ground.fields import Upload, cleaned, upload_of
from web.ground.form import MOST_FIELDS, MOST_FILES, Sent, form_as_sent

JSON, FORM = "application/json", "multipart/form-data"
# In a form the request itself, and the files of its papers.
_REQUEST, _FILES = "request", "files"


@dataclass(frozen=True)
class RequestSent:
    """The text of a request as it came, and the files that came with it."""

    text: str
    files: tuple[Upload, ...] = ()

    @property
    def values(self) -> object:
        """Return what the text says; raises `RequestInvalid` for what is no JSON."""
        return plain_values(self.text, format="json")

    @property
    def digest(self) -> str:
        """Return all that came, in one form: however it is spaced, and whatever parts it in a form."""
        files = [(file.name, hashlib.sha256(file.content).hexdigest()) for file in self.files]
        return json.dumps([self.values, sorted(files)], sort_keys=True, default=str)


async def request_sent(request: Request, caller: CallerHere) -> RequestSent:
    """Read what came, of whoever may call alone.

    Raises `BodyOfAnotherType`, `BodyUnreadable`, and `CallUnclear` for a part of a form there is not.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == JSON:
        return RequestSent(_text(await _body(request)))
    if kind != FORM:
        raise BodyOfAnotherType(allowed=f"{JSON}, {FORM}")
    async with request.form(
        max_files=MOST_FILES + 1, max_fields=2, max_part_size=MOST_BYTES
    ) as form:
        strange = sorted(set(form) - {_REQUEST, _FILES})
        if strange:
            raise CallUnclear([Unclear(name, "", f"{_REQUEST}, {_FILES}") for name in strange])
        said = form.get(_REQUEST, "")
        text = said if isinstance(said, str) else _text(await said.read(MOST_BYTES + 1))
        files = [each for each in form.getlist(_FILES) if isinstance(each, UploadFile)]
        return RequestSent(text, tuple([await upload_of(each) for each in files]))


@dataclass(frozen=True)
class FormSent:
    """The fields of a form of a page, sent as a form or as an object of JSON."""

    form: Sent

    def demand_known(self, fields: Collection[str], rows: str) -> None:
        """Check that each is a field of the form; raises `CallUnclear`."""
        names = sorted({*self.form.texts, *self.form.files})
        strange = [n for n in names if n not in fields and not (rows and re.fullmatch(rows, n))]
        if strange:
            allowed = ", ".join(fields)
            raise CallUnclear([Unclear(name, self.form[name], allowed) for name in strange])


async def form_sent(request: Request, caller: CallerHere) -> FormSent:
    """Read the fields of a form, of whoever may call alone.

    Raises `BodyOfAnotherType`, `BodyUnreadable`, and `CallUnclear` for a field that is no text.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in (FORM, "application/x-www-form-urlencoded"):
        async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS) as form:
            return FormSent(await form_as_sent(form))
    values = await values_sent(request, caller)
    return FormSent(Sent({name: _texts(name, value) for name, value in values.items()}))


def _texts(name: str, value: object) -> tuple[str, ...]:
    """Return what is said in a field as a form would send it: a tick is something, none nothing."""
    said = value if isinstance(value, list) else [value]
    texts = []
    for each in said:
        if isinstance(each, bool) or each is None:
            texts.append("1" if each else "")
        elif isinstance(each, str | int | float):
            texts.append(cleaned(str(each)))
        else:
            raise CallUnclear([Unclear(name, shown(each))])
    return tuple(texts)


def digest_of_form(sent: Sent) -> str:
    """Return all that came in a form, in one form."""
    files = {
        name: [(file.name, hashlib.sha256(file.content).hexdigest()) for file in found]
        for name, found in sent.files.items()
    }
    return json.dumps([dict(sent.texts), files], sort_keys=True)


def digest_of_values(sent: dict[str, object]) -> str:
    """Return all that came as plain values, in one form."""
    return json.dumps(sent, sort_keys=True, default=str)


def described_form(fields: Sequence[str], rows: str, files: Collection[str]) -> dict[str, Any]:
    """Describe what comes as the form of a page: as a form, or without files as JSON."""
    text = {"type": ["string", "array", "number", "boolean", "null"], "items": {"type": "string"}}
    file = {"type": "array", "items": {"type": "string", "format": "binary"}}
    of_rows = {"patternProperties": {f"^({rows})$": text}} if rows else {}
    plain = {"type": "object", "additionalProperties": False, **of_rows}
    texts = {name: text for name in fields if name not in files}
    content = {
        JSON: {"schema": {**plain, "properties": texts}},
        FORM: {"schema": {**plain, "properties": {**texts, **dict.fromkeys(files, file)}}},
    }
    return {"requestBody": {"required": False, "content": content}}


async def values_sent(request: Request, caller: CallerHere) -> dict[str, object]:
    """Read the plain values that came, of whoever may call alone; nothing sent says nothing.

    Raises `BodyOfAnotherType`, and `BodyUnreadable` for what is no object of JSON.
    """
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON and (body or kind):
        raise BodyOfAnotherType(allowed=JSON)
    try:
        values = json.loads(_text(body) or "{}")
    except (json.JSONDecodeError, RecursionError):
        raise BodyUnreadable from None
    if not isinstance(values, dict):
        raise BodyUnreadable
    return values


async def _body(request: Request) -> bytes:
    """Return the body, as far as anything that is taken may reach; what is longer is refused by it."""
    read = bytearray()
    async for some in request.stream():
        read += some
        if len(read) > MOST_BYTES + 1:
            break
    return bytes(read)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BodyUnreadable from None


FormSentHere = Annotated[FormSent, Depends(form_sent)]
RequestSentHere = Annotated[RequestSent, Depends(request_sent)]
ValuesSentHere = Annotated[dict[str, object], Depends(values_sent)]
