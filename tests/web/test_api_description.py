"""The description is true: whatever is called as it says, is answered as it says."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from config.regulation.codes import Act
from tests.factories.calling import API, System, session_of, system_of
from tests.factories.office import OFFICER
from web.ground.calls.caller import _Needs

HEAD, AUDITOR = "nguyen.van.thi.du", "cao.thi.thi.du"
PROBLEM = "application/problem+json"
# What people, and programs that went wrong, write where something else is meant.
ODD = ("", "x", "0", "-1", "9" * 20, "%00", "ă", "' OR 1=1 --", "../..", "\u202e", "[]", "null")
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


def drawn_of(schema, description):
    """Draw what a schema says, and now and then what it does not."""
    if "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return st.one_of(*(drawn_of(each, description) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], *ODD])
    if "const" in schema:
        return st.just(schema["const"])
    said = schema.get("type")
    kinds = said if isinstance(said, list) else [said]
    drawn = {
        "integer": st.integers(-2, 120),
        "number": st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
        "boolean": st.booleans(),
        "null": st.none(),
        "string": st.one_of(st.sampled_from(ODD), st.text(max_size=12), st.just("2020-08-24")),
        "array": st.deferred(
            lambda: st.lists(drawn_of(schema.get("items", {}), description), max_size=3)
        ),
        "object": st.deferred(lambda: _object(schema, description)),
    }
    return st.one_of(*[drawn[kind] for kind in kinds if kind in drawn] or [st.just("x")])


def _object(schema, description):
    fields = {
        name: drawn_of(each, description) for name, each in schema.get("properties", {}).items()
    }
    return st.fixed_dictionaries({}, optional=fields)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_called_is_answered_as_it_is_described(description, callers, data):
    method, path, said = data.draw(st.sampled_from(operations(description)))
    caller = callers[data.draw(st.sampled_from(sorted(callers)))]
    headers, query = {}, {}
    for param in said.get("parameters", ()):
        value = data.draw(drawn_of(param["schema"], description), param["name"])
        if param["in"] == "path":
            there = {"case_no": ("DR-2020-0001", "DR-2020-0002", "DR-2020-0999"), "step": (1, 2, 3)}
            known = data.draw(st.sampled_from((*there.get(param["name"], ()), "withdraw", "x")))
            path = path.replace(f"{{{param['name']}}}", str(known))
        elif param["in"] == "header":
            headers[param["name"]] = "".join(c for c in str(value) if "!" <= c <= "~") or "k"
        elif data.draw(st.booleans()):
            query[param["name"]] = value
    body = None
    if content := said.get("requestBody", {}).get("content"):
        body = data.draw(drawn_of(content["application/json"]["schema"], description), "body")
    sent = {"json": body} if body is not None else {}

    answer = caller.calls(method.upper(), path, params=query, headers=headers, **sent)

    assert wrong_with(description, said, answer) is None, (method, path, query, body)


def test_what_was_read_is_read_as_it_is_described(description, callers):
    """The walk above draws much that is refused; this reads all there is."""
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
