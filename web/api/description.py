"""What is there for other systems, in their own form: OpenAPI, made of the routes themselves."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute

from web.api.answers import ProblemAnswer
from web.ground.calls.problem import API
from web.ground.permission import Permission, Router

router = Router()
VERSION = "1"
_ABOUT = (
    "Whatever stands here goes by the same verbs, permissions and sentences as the pages of Doan. "
    "Calls come with a token (`Authorization: Bearer …`) made on the page `/me/tokens`, or in the "
    "session of a browser. Decisions are taken in a session alone. See `docs/api.md`."
)
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-doan-session"},
}


@router.shows(f"{API}/openapi.json", Permission.OPEN)
def describe(request: Request) -> Response:
    """Return the description of all that other systems can call; it is put together once."""
    state = request.app.state
    if not hasattr(state, "described"):
        state.described = described(tuple(_called(request)))
    return JSONResponse(state.described)


def _called(request: Request) -> Iterator[APIRoute]:
    for route in request.app.routes:
        described_here = isinstance(route, APIRoute) and route.endpoint is not describe
        if described_here and route.path.startswith(f"{API}/"):
            yield route


def described(routes: tuple[APIRoute, ...]) -> dict[str, Any]:
    """Return the description of some routes."""
    found = get_openapi(
        title="Doan", version=VERSION, description=_ABOUT, routes=routes, openapi_version="3.1.0"
    )
    parts = found.setdefault("components", {})
    schema = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    parts.setdefault("schemas", {}).update(schema.pop("$defs", {}), Problem=schema)
    parts["securitySchemes"] = _SECURITY
    found["security"] = [{name: []} for name in _SECURITY]
    return found
