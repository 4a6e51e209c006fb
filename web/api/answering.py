"""How an answer is given: with its tag, and not again to whoever has it already."""

import hashlib
import re
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel

from web.ground.calls.caller import Caller
from web.ground.calls.errors import TagNeeded, TagStale
from web.ground.calls.problem import API, PROBLEM

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
JSON = "application/json"
# What of a question says from where a list is read.
_PLACES = {"after", "before", "page"}


def tag_of(answer: BaseModel) -> str:
    """Return the strong tag of an answer: it is another one as soon as a letter of it is."""
    written = answer.model_dump_json().encode()
    return f'"{hashlib.sha256(written).hexdigest()[:32]}"'


def answered(
    request: Request,
    caller: Caller,
    answer: BaseModel,
    *,
    status: int = 200,
    tagged: bool = True,
    again: bool = False,
) -> Response:
    """Return an answer; 304 and nothing else to whoever says that they have the very same.

    `again`: it is the one that the same call was given before.
    """
    headers = {"Content-Language": caller.words.language, "Vary": "Authorization, Cookie"}
    if again:
        headers["Idempotent-Replayed"] = "true"
    if tagged:
        headers["ETag"] = tag_of(answer)
        reads = request.method in ("GET", "HEAD")
        if reads and _has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
    content = answer.model_dump_json()
    return Response(content, status_code=status, headers=headers, media_type=JSON)


def _has_it(written: str, tag: str) -> bool:
    """Tell whether a caller has what bears a tag; here weak ones are as good (RFC 9110)."""
    return written.strip() == "*" or tag.strip('"') in _TAG.findall(written)


def demand_unchanged(request: Request, answer: BaseModel) -> None:
    """Check that something is as it was read: raises `TagNeeded` without a tag, `TagStale` for another.

    That it may be as it likes (`*`) is not taken: who changes something has read it.
    """
    written = request.headers.get("if-match", "").strip()
    if not written or written == "*":
        raise TagNeeded
    # A weak tag does not say that every letter is the same, so it matches nothing here.
    if tag_of(answer) not in (each.strip() for each in written.split(",")):
        raise TagStale


# How a route that takes the header describes it.
TAG_DESCRIBED: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The `ETag` with which it was read; it is refused if it is another one by now.",
    "schema": {"type": "string"},
}
_PROBLEM = {"content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
_REFUSALS = {
    304: "It is as you have it (`If-None-Match`).",
    400: "It cannot be read, or lacks its key.",
    401: "Neither a token that counts nor a session.",
    403: "Not for whoever calls, or beyond the scope of the token.",
    404: "There is no such thing.",
    409: "It has gone on meanwhile.",
    410: "It is erased.",
    412: "It is not any more as it was read (`If-Match`).",
    413: "More came than is taken.",
    415: "It came as something that is not taken.",
    422: "Something in it is not as it has to be; `errors` say what.",
    428: "What is changed has to be named by `If-Match`.",
    429: "Too many calls; `Retry-After` says when there may be more.",
    503: "A copy that works for nobody yet.",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what beside its answer a route may say, for its description; `default` is a fault."""
    always = (401, 403, 404, 409, 410, 422, 429, 503)
    described: dict[int | str, dict[str, Any]] = {
        status: {"description": _REFUSALS[status], **(_PROBLEM if status >= 400 else {})}
        for status in sorted({*always, *statuses})
    }
    return {**described, "default": {"description": "A fault of Doan's, in the log.", **_PROBLEM}}


def page_beside(path: str, asked: BaseModel, **place: object) -> str:
    """Return the address of a page beside the one asked for: it asks the same, from another place."""
    said = asked.model_dump(mode="json", exclude_defaults=True, exclude=_PLACES)
    kept = {name: "true" if value is True else str(value) for name, value in said.items()}
    return f"{address_at(path)}?{urlencode({**kept, **place})}"


def address_at(path: str) -> str:
    """Return the address of something beneath `/api/v1`."""
    return f"{API}/{path}"
