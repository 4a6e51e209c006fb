"""What the validation of a request found, told as problems: the field, the value, what is allowed.

A field is named as people count it: `members[2].rank` is the rank of the second member. Every kind
of error has a sentence of Doan's own in both languages; what has none falls under a general one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from models.errors import Problem
from models.request.fields import LARGEST_AMOUNT, RULE

LONGEST_SHOWN = 80
MOST_COUNTRIES_SHOWN = 5
HIDDEN = "***"

_AMOUNT = frozenset(
    ("greater_than", "less_than_equal", "decimal_max_places", "decimal_max_digits",
     "decimal_whole_digits", "finite_number", "decimal_parsing", "decimal_type")
)  # fmt: skip
_SENTENCES = {
    "missing": "missing",
    "string_too_short": "missing",
    "string_type": "text",
    "string_unicode": "control_character",
    "bool_type": "yes_no",
    "bool_parsing": "yes_no",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "tuple_type": "list",
    **dict.fromkeys(_AMOUNT, "amount"),
}
_PATTERNS: dict[int | str, str] = {
    "unit": "directory_id",
    "person": "directory_id",
    "number": "passport_number",
}


def problems_of(error: ValidationError, model: type[BaseModel]) -> tuple[Problem, ...]:
    """Return every problem of a failed validation of a request model, in the order found."""
    return tuple(_problem(found, model) for found in error.errors(include_url=False))


def field_name(where: Iterable[int | str]) -> str:
    """Return a field as people see it: the file of the third paper is `papers[3].file`."""
    name = ""
    for part in where:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{shown(part)}"
    return name.removeprefix(".")


def shown(written: object) -> str:
    """Return what a person wrote on one short line; lists and mappings are only hinted at."""
    if written is None:
        return ""
    if isinstance(written, Mapping):
        return "{…}" if written else "{}"
    if isinstance(written, list | tuple | BaseModel):
        return "[…]" if written else "[]"
    line = " ".join(_visible(str(written)).split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def nearest_first(written: str, allowed: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the keys of `allowed`, the one that `written` resembles most first.

    A key is also known by its names, so that writing `Hàn Quốc` finds `KR`.
    """
    wanted = _plain_letters(written)

    def likeness(key: str) -> float:
        return max(_likeness(wanted, _plain_letters(name)) for name in (key, *allowed[key]))

    return sorted(allowed, key=likeness, reverse=True)


def _problem(found: ErrorDetails, model: type[BaseModel]) -> Problem:
    where, written = found["loc"], shown(found["input"])
    if found["type"] in ("missing", "extra_forbidden"):
        # For a field that lacks the library hands over the whole part; one that is not known is
        # wrong by its name.
        written = ""
    elif found["type"] == RULE + "secret_paper":
        written = HIDDEN
    elif "passport" in where:
        # A passport number must not travel on in a message or a log, wherever it was written.
        written = HIDDEN if written else ""
    msgid, told = _sentence(found, model)
    return Problem(field_name(where), written, msgid, tuple((k, str(v)) for k, v in told.items()))


def _sentence(found: ErrorDetails, model: type[BaseModel]) -> tuple[str, Mapping[str, object]]:
    """Return the id of the sentence for an error, and what stands in it."""
    kind, written, told = found["type"], str(found["input"]), found.get("ctx", {})
    if kind.startswith(RULE):
        return kind.removeprefix(RULE), _told_by_rule(kind.removeprefix(RULE), written, told)
    if not found["loc"]:
        return "not_a_request", {}
    if kind == "extra_forbidden":
        return "unknown_field", {"allowed": _siblings(found["loc"], model)}
    if found["input"] is None:
        return "missing", {}
    if kind == "enum":
        return "choice", {"allowed": _choices(written, told["expected"])}
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(found["loc"][-1], "invalid"), {}
    if kind == "string_too_long":
        return "too_long", {"most": told["max_length"]}
    return _SENTENCES.get(kind, "invalid"), {"most": LARGEST_AMOUNT} if kind in _AMOUNT else {}


def _told_by_rule(rule: str, written: str, told: Mapping[str, Any]) -> Mapping[str, object]:
    """Return the facts of a broken rule; a list of what is allowed begins with the likeliest."""
    if "allowed" not in told:
        return told
    keys = nearest_first(written[:LONGEST_SHOWN], told["allowed"])
    if rule == "country":
        keys = [f"{key} ({', '.join(told['allowed'][key])})" for key in keys[:MOST_COUNTRIES_SHOWN]]
    return {"allowed": ", ".join(keys)}


def _choices(written: str, expected: str) -> str:
    """Return the values of an enumeration, which the library names between quotation marks."""
    values = re.findall(r"'([^']+)'", expected)
    return ", ".join(nearest_first(written[:LONGEST_SHOWN], dict.fromkeys(values, ())))


def _siblings(where: tuple[int | str, ...], model: type[BaseModel]) -> str:
    """Return the fields a part does have, for one it has not; the likeliest first."""
    for part in where[:-1]:
        if isinstance(part, str):
            model = next(_models_in(model.model_fields[part].annotation))
    fields: dict[str, tuple[str, ...]] = dict.fromkeys(model.model_fields, ())
    return ", ".join(nearest_first(str(where[-1])[:LONGEST_SHOWN], fields))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the model that a field such as `tuple[Member, ...]` or `Host | None` is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _plain_letters(text: str) -> str:
    """Return small letters without marks, as a key is spelt: `Chủ tịch` is `chu tich`."""
    spelt = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("_", " "))
    return "".join(c for c in spelt if unicodedata.category(c) != "Mn")


def _visible(text: str) -> str:
    """Return a text with every character that would not show, or would mislead, replaced."""
    unseen = (c if c.isprintable() or c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return "".join(unseen)
