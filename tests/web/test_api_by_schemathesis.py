"""Schemathesis calls the interface in all the ways its description allows, and in many it does not.

Whatever it thinks of, nothing breaks: each answer is one that is described, with what is described in
it, and nobody gets in without showing who they are.
"""

from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok
from schemathesis.specs.openapi import checks as openapi

from config.regulation.codes import Act
from tests.factories.calling import API, session_of, system_of
from tests.factories.office import OFFICER, Office
from tests.factories.prefect import free_port
from tests.factories.served import serving

HEAD, AUDITOR = "nguyen.van.thi.du", "cao.thi.thi.du"
CALLERS = {
    "a unit": lambda site: system_of(site, OFFICER),
    "an auditor": lambda site: system_of(site, AUDITOR),
    "a session": lambda site: session_of(site, HEAD),
}
THERE = {"case_no": ("DR-2020-0001", "DR-2020-0002"), "step": (1, 2, 3)}
IGNORED_AUTH = openapi.ignored_auth
HELD_TO = [
    checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
    openapi.negative_data_rejection,
    openapi.missing_required_header,
    openapi.unsupported_method,
    IGNORED_AUTH,
]
OFTEN = settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def served(desk):
    """A Doan with two cases, at an address of its own."""
    desk = replace(desk, settings=desk.settings.model_copy(update={"port": free_port()}))
    office = Office(desk)
    office.submits()
    office.goes_on_until_asked(Act.DECIDE)
    office.submits()
    with serving(desk, office) as site:
        yield site


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_called_is_answered_as_it_is_described(served, caller, mode):
    system = CALLERS[caller](served)
    base = f"http://127.0.0.1:{served.desk.settings.port}"
    schema = schemathesis.openapi.from_url(f"{base}{API}/openapi.json")
    schema.hook(map_path_parameters)
    # Something that was not read as it is now is refused too.
    refused = schema.config.checks.negative_data_rejection
    refused.expected_statuses = [*refused.expected_statuses, "412"]
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        is_answered(found.ok(), mode, base, system)


def is_answered(operation, mode, base, system):
    shown = shown_by(system)
    # Schemathesis leaves out what it put in itself, and a session's cookie is none of that.
    held_to = HELD_TO if system.token else [each for each in HELD_TO if each is not IGNORED_AUTH]

    @OFTEN
    @given(case=operation.as_strategy(generation_mode=mode))
    def calls(case):
        case.call_and_validate(base_url=base, headers=shown, checks=held_to)

    calls()


def map_path_parameters(_context, parameters):
    """Let most calls meet something that is there: hardly a number that is drawn is one of a case."""
    for name, known in THERE.items() if parameters else ():
        if name in parameters and (at := len(str(parameters[name])) % (len(known) + 1)):
            parameters[name] = known[at - 1]
    return parameters


def shown_by(system):
    """What a caller shows: the token, or the cookie of its session and the token of its forms."""
    if system.token:
        return {"Authorization": f"Bearer {system.token}"}
    cookies = "; ".join(f"{name}={value}" for name, value in system.client.cookies.items())
    return {"Cookie": cookies, "X-Form-Token": system.headers["x-form-token"]}
