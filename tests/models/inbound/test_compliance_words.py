"""The words for what is found: a sentence and a cure for each finding, in both languages."""

import ast
from datetime import time
from pathlib import Path

import pytest

from config.regulation.codes import Level
from config.words import words
from models.findings import make_finding
from tests.factories.regulation import make_source
from tests.factories.visit import make_item, make_visit_request
from tests.factories.visit_findings import IN_JULY, found

ROOMS = Path(__file__).parents[3] / "models"

# The keys that are put together, or handed on, before a finding is made of them.
PUT_TOGETHER = frozenset(
    (
        "banquet_not_in_plan",
        "not_borne_by_host",
        "settled_by_host_head",
        "settled_by_scheme",
        "border_notice",
        "border_notice_late",
        "sea_notice",
        "sea_notice_late",
        "no_welcome",
        "no_send_off",
        "too_many_people",
        "too_many_days",
        "too_many_countries",
    )
)

MAKERS = frozenset(("make_finding", "make_ruled", "_beyond"))


def keys_in_code():
    """Return every key of a finding that the rules of both kinds can make."""
    keys = set(PUT_TOGETHER)
    for path in ROOMS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                key = node.args[0]
                either = (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,)
                keys |= {str(part.value) for part in either if isinstance(part, ast.Constant)}
    return keys


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("family", ["finding", "cure"])
def test_every_finding_has_a_sentence_and_a_cure_and_none_is_left_over(family, language):
    catalogue = words(language).catalogue

    said = {key.partition(".")[2] for key in catalogue if key.startswith(f"{family}.")}

    assert said == keys_in_code()


def test_a_moment_is_written_with_its_hour_in_the_provinces_time():
    begins = make_item(begins=time(8, 30))
    request = make_visit_request(programme=(begins.model_copy(update={"place": "border_commune"}),))

    (finding,) = found("border_notice", request, submitted_on=IN_JULY)

    assert "08:30 24/08/2020" in finding.said(words("vi"))


def test_words_in_braces_that_a_unit_wrote_are_left_as_they_are():
    finding = make_finding("unannounced", Level.WARN, make_source(), reason="{đột xuất}")

    assert "{đột xuất}" in finding.said(words("vi"))
