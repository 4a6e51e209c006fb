"""The description is true: whatever is called as it says, is answered as it says."""

import re

import pytest
from jsonschema import Draft202012Validator

from config.regulation.codes import Act
from tests.factories.calling import API, System, session_of, system_of
from tests.factories.office import OFFICER
from web.ground.calls.caller import _Needs

HEAD, AUDITOR = "nguyen.van.thi.du", "cao.thi.thi.du"
PROBLEM = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def description(site):
    return System(site).reads("openapi.json").json()


@pytest.fixture
def callers(site, office):
    """Everybody who may call, and some who may not."""
    office.submits()
    office.goes_on_until_asked(Act.DECIDE)
    office.submits()
    return {
        "unit": system_of(site, OFFICER),
        "auditor": system_of(site, AUDITOR),
        "who only reads": system_of(site, HEAD, "read"),
        "session": session_of(site, HEAD),
        "nobody": System(site),
        "a stranger": System(site, "doan_made-up"),
    }


def operations(description):
    return [
        (method, path, said)
        for path, methods in description["paths"].items()
        for method, said in methods.items()
        if method in METHODS
    ]


def validator(description, schema):
    """What holds an answer to a schema, whose parts stand in the description."""
    return Draft202012Validator({**schema, "components": description["components"]})


def wrong_with(description, said, answer):
    """What an answer has that its description does not say; None where it is true."""
    statuses = said["responses"]
    if answer.status_code >= 500:
        return f"a fault: {answer.text}"
    described = statuses.get(str(answer.status_code))
    if described is None:
        return f"{answer.status_code} is not described: {answer.text}"
    if answer.status_code == 304:
        return "more than nothing" if answer.content else None
    kind = answer.headers["content-type"].partition(";")[0]
    if kind not in described.get("content", {}):
        return f"{kind} is not described"
    schema = described["content"][kind]["schema"]
    found = next(validator(description, schema).iter_errors(answer.json()), None)
    return None if found is None else f"{found.json_path}: {found.message}"


def test_it_describes_every_route_there_is(site, description):
    there = {
        (method.lower(), route.path)
        for route in site.app.routes
        for method in getattr(route, "methods", ()) or ()
        if route.path.startswith(f"{API}/") and method != "HEAD"
    }

    described = {(method, path) for method, path, _ in operations(description)}

    assert described == there - {("get", f"{API}/openapi.json")}


def test_it_is_whole_and_every_schema_is_one(description):
    assert description["openapi"].startswith("3.1")
    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', str(description).replace("'", '"')))
    assert named <= set(description["components"]["schemas"])
    operation_ids = [said["operationId"] for _, _, said in operations(description)]
    assert len(set(operation_ids)) == len(operation_ids)


def test_whatever_decides_takes_no_token(description, site):
    open_to_tokens = {
        route.path: {scope for d in route.dependencies for scope in _scopes(d, _Needs)}
        for route in site.app.routes
        if route.path.startswith(f"{API}/") and "POST" in getattr(route, "methods", ())
    }

    deciding = {path for path, scopes in open_to_tokens.items() if not scopes}
    step = f"{API}/cases/{{case_no}}/steps/{{step}}"
    assert deciding == {f"{step}/answer", f"{step}/do/{{verb}}"}


def _scopes(dependency, kind):
    return dependency.dependency.scopes if isinstance(dependency.dependency, kind) else ()


def test_what_was_read_is_read_as_it_is_described(description, callers):
    there = {"case_no": ["DR-2020-0001", "DR-2020-0002"], "step": ["1", "2", "3"]}
    told, read = [], set()
    for method, path, said in operations(description):
        if method != "get":
            continue
        for case_no in there["case_no"]:
            for step in there["step"]:
                for who, caller in callers.items():
                    answer = caller.reads(path.format(case_no=case_no, step=step, draft="0" * 32))
                    if wrong := wrong_with(description, said, answer):
                        told.append((path, who, wrong))
                    if answer.status_code == 200:
                        read.add(path)

    assert told == []
    assert read >= {path for method, path, _ in operations(description) if method == "get"} - {
        f"{API}/drafts/{{draft}}"
    }
