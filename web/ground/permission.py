"""For whom a page is: every route says so, and an application with one that does not is not made."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.params import Depends as DependsParam
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])


class Permission(StrEnum):
    """Whom a page is for; `web.ground.who_may_see` holds people to it.

    What somebody does there is judged again by the flow that does it, which journals what it refuses.
    """

    # Whoever comes: the start page, probes, signing in and out, static files, the local catcher.
    OPEN = "open"
    # Whoever holds a link; what follows reaches nobody but the person it was made for.
    HAS_LINK = "has_link"
    # Whoever is signed in: the page shows them what is their own.
    SIGNED_IN = "signed_in"
    # Who may take the step today, or answered it and is of its body still.
    OF_STEP = "of_step"
    # To whom the page of a case is shown: who has or had a part in it, of whatever kind.
    SEES_CASE = "sees_case"
    # The same; which of its files somebody may have is asked of each.
    READS_FILES = "reads_files"
    # Who has a seat in the unit whose case it is.
    OF_UNIT = "of_unit"
    # Who has a seat in the focal office.
    OF_OFFICE = "of_office"
    # Who keeps the papers of the body that a step asks.
    RECORDS = "records"
    # Who looks after a visit, or audits it.
    LOOKS_AFTER = "looks_after"
    # To whom its programme is shown: also who only takes part in an item of it.
    TAKES_PART = "takes_part"
    # Who answers for the programme of a visit.
    CHANGES_PROGRAMME = "changes_programme"
    # Who runs Doan.
    ADMINISTERS = "administers"
    # Who answers for the rules or examines them: of the focal office, who audits, who runs Doan.
    ANSWERS_FOR_RULES = "answers_for_rules"
    # Who looks after the directory or examines it: the same people. Mailboxes are for who runs Doan.
    READS_DIRECTORY = "reads_directory"
    # Whoever has a seat today: units of the province, the focal office, who audits, who runs Doan.
    READS_REGISTERS = "reads_registers"
    # Who keeps the registers: of the focal office.
    WRITES_REGISTERS = "writes_registers"
    # Who audits: they read everything, and change nothing.
    AUDITS = "audits"
    # Who keeps the papers of a body that meets.
    KEEPS_PAPERS = "keeps_papers"


class PermissionUndeclared(Exception):
    """A route does not say for whom it is."""


class _Declared:
    """The dependency by which a route says for whom it is, and its visitor learns it."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> None:
        request.state.permission = self.permission


def declares(permission: Permission) -> list[DependsParam]:
    """Return the dependencies by which a route says for whom it is."""
    return [Depends(_Declared(permission))]


class Router(APIRouter):
    """The routes of a room: what they show, and what they take."""

    def shows(self, path: str, permission: Permission) -> Callable[[_Endpoint], _Endpoint]:
        """Declare a page that can be read."""
        return self.api_route(path, methods=["GET", "HEAD"], dependencies=declares(permission))

    def takes(self, path: str, permission: Permission) -> Callable[[_Endpoint], _Endpoint]:
        """Declare where a form is sent to."""
        return self.post(path, dependencies=declares(permission))


class OpenFiles(StaticFiles):
    """Files for whoever comes."""


def permission_of(route: BaseRoute) -> Permission:
    """Return for whom a route is; raises `PermissionUndeclared`."""
    if isinstance(route, Mount) and isinstance(route.app, OpenFiles):
        return Permission.OPEN
    said = [each.dependency for each in route.dependencies] if isinstance(route, APIRoute) else []
    for each in said:
        if isinstance(each, _Declared):
            return each.permission
    raise PermissionUndeclared(f"{getattr(route, 'path', route)} does not say for whom it is")


def check_permissions(app: FastAPI) -> None:
    """Check that every route says for whom it is; raises `PermissionUndeclared`."""
    for route in app.routes:
        permission_of(route)
