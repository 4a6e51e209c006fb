"""Every reason for which a value is refused has its sentence in both languages."""

import ast
from pathlib import Path

import pytest

from config.words import words
from models.kinds import KINDS
from models.request import problems

ROOT = Path(__file__).parents[2]
# What refuses, and which of its arguments names the sentence.
NAMED_BY = {"Problem": 2, "refused": 0, "refuse": 0, "_refuse_at": 0, "detail": 0, "one_of": 2}
# Pages refuse visitors by a function of one of these names; they refuse values as problems alone.
ROOMS = {"models": NAMED_BY, "flows": NAMED_BY, "web": {"Problem": 2}, "cli": {"Problem": 2}}
# Names that are handed on by one of these functions to another, which is looked at itself.
HANDED_ON = {"rule", "msgid"}


def calls(room):
    """Yield where a room calls something, and the call."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def refusals():
    """Yield where something is refused, and what names its sentence: a text or a variable."""
    for room, named_by in ROOMS.items():
        for where, call in calls(room):
            if (named := named_in(call, named_by)) is not None:
                yield where, named


def why(refusal):
    """Yield why a file (or a picture in it) is refused."""
    for room in ROOMS:
        for _, call in calls(room):
            if ast.unparse(call.func) == refusal and isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)


def named_in(call, named_by):
    name = ast.unparse(call.func).rpartition(".")[2]
    place = named_by.get(name)
    if place is None:
        return None
    keyword = next((k.value for k in call.keywords if k.arg in HANDED_ON), None)
    return keyword if len(call.args) <= place else call.args[place]


# The name of its first day is that of a kind; a file's is that of why it is not taken.
OF_FILES = {
    *(f"attachment_{each}" for each in why("FileRefused")),
    *(f"attachment_picture_{each}" for each in why("PictureRefused")),
}
PUT_TOGETHER = {
    "past": {f"{kind.model.first_day}_past" for kind in KINDS.values()},
    "f'attachment_{refused.why}'": OF_FILES,
}
REFUSALS = list(refusals())
NAMES = {str(n.value) for _, n in REFUSALS if isinstance(n, ast.Constant)}.union(
    *PUT_TOGETHER.values()
)
OF_THE_LIBRARY = {*problems._SENTENCES.values(), *problems._PATTERNS.values()}
OTHERS = {"line", "line_unwritten", "country_unknown", "origin_unknown", "nationality_unknown",
          "currency_unknown", "unknown_field", "not_a_request", "too_long",
          "missing", "invalid"}  # fmt: skip


def test_every_name_of_a_sentence_is_written_where_it_is_refused():
    variables = {ast.unparse(n) for _, n in REFUSALS if not isinstance(n, ast.Constant)}

    assert variables == {*HANDED_ON, *PUT_TOGETHER}


def test_the_places_where_something_is_refused_are_found():
    assert {"suspended", "paper_ahead", "amount_doubtful", "names_somebody", "unit_fixed",
            "attachment_unclear", "item_over", "yaml_tag", "one_head", "rank", "kind_fixed",
            "departs_past", "arrives_past"} <= NAMES  # fmt: skip


@pytest.mark.parametrize("msgid", sorted(NAMES | OF_THE_LIBRARY | OTHERS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_has_a_sentence(language, msgid):
    assert f"problem.{msgid}" in words(language).catalogue


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_begins_like_one(language):
    sentences = {
        msgid: text
        for msgid, text in words(language).catalogue.items()
        if msgid.startswith("problem.") and not text.startswith("{")
    }

    assert [msgid for msgid, text in sentences.items() if text[0].islower()] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_sentence_about_a_refusal_is_left_that_nobody_says(language):
    said = {msgid for msgid in words(language).catalogue if msgid.startswith("problem.")}

    assert said - {f"problem.{name}" for name in NAMES | OF_THE_LIBRARY | OTHERS} == set()
