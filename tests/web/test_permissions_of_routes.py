"""Nobody reaches what no route was made for them: every route names its permission, and keeps to it."""

from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from config.regulation.codes import Act
from web import app as application
from web.app import create_app
from web.ground.permission import (
    Permission,
    PermissionUndeclared,
    check_permissions,
    permission_of,
)

WEB = Path(application.__file__).parent
# Who is signed in and has nothing to do with any case: the administrator.
STRANGER = "mai.van.mau"
# These show everybody what is their own, or nothing.
FOR_ANYBODY = {Permission.OPEN, Permission.HAS_LINK, Permission.SIGNED_IN}
FILLED_IN = {
    "token": "made-up",
    "verb": "withdraw",
    "form": "csv",
    "body": "standing_committee",
    "number": "1",
    "digest": "0" * 64,
    "draft": "0" * 32,
    "section": "people",
    "task": "resubmit",
    "kind": "outbound",
    "name": "members.xlsx",
    "entry": "0" * 32,
    "notice": "to_decide",
    "person": "pham.van.mau",
    "register": "relation",
    "what": "contact",
    "line": "0",
}


@pytest.fixture
def step(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def address_of(office, step):
    """The address of a route for the case that waits, with something in the place of what varies."""
    named = {"case_no": office.case_no, "step": step.number, **FILLED_IN}
    return lambda route: route.path.format(**named)


def routes_but(site, *permissions):
    """The routes of the application whose permission is none of these."""
    return [route for route in site.app.routes if permission_of(route) not in permissions]


def test_whoever_has_routes_is_in_the_application():
    having = {
        ".".join(path.relative_to(WEB.parent).with_suffix("").parts)
        for path in WEB.rglob("*.py")
        if "\nrouter = " in path.read_text(encoding="utf-8")
    }

    assert {page.__name__ for page in (*application.PAGES, *application.CATCHER_PAGES)} == having


def test_every_route_names_its_permission(site):
    named = {permission_of(route) for route in site.app.routes}

    assert named == set(Permission)


def test_a_route_without_a_permission_is_named(site):
    site.app.add_api_route("/forgotten", lambda: "everything")

    with pytest.raises(PermissionUndeclared, match="/forgotten"):
        check_permissions(site.app)


def test_an_application_with_such_a_route_is_not_made(site, monkeypatch):
    class Careless:
        router = APIRouter()

    Careless.router.add_api_route("/forgotten", lambda: "everything")
    monkeypatch.setattr(application, "PAGES", (*application.PAGES, Careless))

    with pytest.raises(PermissionUndeclared):
        create_app(site.desk)


def test_whoever_is_not_known_is_shown_only_what_is_open(site, browser, address_of):
    shown = {
        (method, route.path)
        for route in routes_but(site, Permission.OPEN)
        for method in route.methods
        if browser.client.request(method, address_of(route)).status_code < 400
    }

    assert shown == set()


def test_a_stranger_reads_nothing_that_is_for_others(site, browser, address_of):
    browser.is_of(STRANGER)
    runs_doan = (
        Permission.ADMINISTERS,
        Permission.ANSWERS_FOR_RULES,
        Permission.READS_DIRECTORY,
        # Who has a seat, as whoever runs Doan does.
        Permission.READS_REGISTERS,
    )
    others = routes_but(site, *FOR_ANYBODY, *runs_doan)
    reads = [route for route in others if "GET" in route.methods]

    answers = {route.path: browser.opens(address_of(route)).status for route in reads}

    assert (len(answers) > 10, set(answers.values())) == (True, {403, 404})


def test_a_stranger_does_nothing_by_the_forms_of_others(site, browser, address_of):
    """With the very token such a form has."""
    browser.is_of(STRANGER)
    others = routes_but(site, *FOR_ANYBODY, Permission.ADMINISTERS)
    forms = [route for route in others if "POST" in route.methods]

    for route in forms:
        assert isinstance(route, APIRoute)
        address = address_of(route)
        sent = {"token": site.token_of(browser, address), "choice": "sign", "reason": "vì sao"}
        answer = browser.client.post(address, data=sent)
        assert (route.path, answer.status_code in (403, 404)) == (route.path, True)
