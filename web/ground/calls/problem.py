"""An error as other systems read it: RFC 9457, with the sentences people read on pages."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from config.words import Words
from models.errors import DoanError
from models.request.problems import shown
from web.ground.calls.errors import CallUnclear, TokenRefused, TooManyCalls, Unclear
from web.ground.calls.wrong import said_alone, wrong_fields

API = "/api/v1"
PROBLEM = "application/problem+json"
# A kind of problem is named by its code, which never changes; there is nothing to be fetched of it.
_TYPE = "urn:doan:problem:"
# Where a part of a call stands, as the framework names it.
_PLACES = ("query", "body", "path", "header")


def is_call(request: Request) -> bool:
    """Tell whether a request is another system's, which reads no page."""
    return request.url.path == "/api" or request.url.path.startswith("/api/")


def problem(
    w: Words,
    status: int,
    code: str,
    detail: str,
    *,
    errors: tuple[dict[str, str], ...] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """Return a problem; `errors` say field by field what is wrong."""
    said = {
        "type": f"{_TYPE}{code}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
        **({"errors": list(errors)} if errors else {}),
        **more,
    }
    of_language = {"Content-Language": w.language, **(headers or {})}
    return JSONResponse(said, status_code=status, headers=of_language, media_type=PROBLEM)


def problem_of(error: DoanError, status: HTTPStatus, w: Words) -> Response:
    """Return the problem that an error is."""
    headers: dict[str, str] = {}
    if status is HTTPStatus.UNAUTHORIZED:
        refused = ', error="invalid_token"' if isinstance(error, TokenRefused) else ""
        headers["WWW-Authenticate"] = f'Bearer realm="doan"{refused}'
    if isinstance(error, TooManyCalls):
        headers["Retry-After"] = str(error.seconds)
    errors = tuple(wrong_fields(error, w))
    # Of a request the sentence would list all its problems, which stand by themselves.
    return problem(w, status, error.code, said_alone(error, w), errors=errors, headers=headers)


def unclear_of(error: RequestValidationError) -> CallUnclear:
    """Return what is unclear in a call, as the framework found it."""
    return CallUnclear([_unclear(found) for found in error.errors()])


def _unclear(found: Mapping[str, Any]) -> Unclear:
    where = [str(part) for part in found["loc"] if part not in _PLACES]
    context = found.get("ctx") or {}
    allowed = str(context.get("expected") or context.get("pattern") or "")
    return Unclear(".".join(where), shown(found.get("input")), allowed)
