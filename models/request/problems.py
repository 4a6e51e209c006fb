"""What the validation of a request found, told as problems: the field, the value, what is allowed.

A field is named as people count it: `members[2].rank` is the rank of the second member. Every kind
of error has a sentence of Doan's own in both languages; what has none falls under a general one.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.words import Language, words
from models.errors import Offered, Problem
from models.request.labels import field_label
from models.request.values.amounts import LARGEST_AMOUNT
from models.request.values.countries import countries_like
from models.request.values.likeness import Named, nearest_first
from models.request.values.refusal import RULE

LONGEST_SHOWN = 80
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
# Of these there are hundreds, so that only what is really like is offered.
_OF_THE_WORLD = frozenset(("country", "origin", "nationality", "currency"))
_PATTERNS: dict[int | str, str] = {
    "unit": "directory_id",
    "person": "directory_id",
    "leader": "directory_id",
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


def offered(codes: Iterable[str], named: Named) -> tuple[Offered, ...]:
    """Return codes with the first two of their names, which are the Vietnamese and the English one."""
    names = {code: (*named[code], code, code) for code in codes}
    return tuple(Offered(code, vi, en) for code, (vi, en, *_) in names.items())


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
    meant = where[-1] if msgid == "unknown_field" else found["input"]
    allowed = _likeliest(str(meant), told.pop("allowed", {}), msgid)
    if msgid in _OF_THE_WORLD and not allowed:
        msgid = f"{msgid}_unknown"
    facts = tuple((k, str(v)) for k, v in told.items())
    return Problem(field_name(where), written, msgid, facts, allowed)


def _sentence(found: ErrorDetails, model: type[BaseModel]) -> tuple[str, dict[str, Any]]:
    """Return the id of the sentence for an error, and what stands in it."""
    kind = found["type"]
    if kind.startswith(RULE):
        return kind.removeprefix(RULE), dict(found.get("ctx", {}))
    if not found["loc"]:
        return "not_a_request", {}
    if kind == "extra_forbidden":
        return "unknown_field", {"allowed": _siblings(found["loc"], model)}
    if found["input"] is None:
        return "missing", {}
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(found["loc"][-1], "invalid"), {}
    if kind == "string_too_long":
        return "too_long", {"most": found["ctx"]["max_length"]}
    return _SENTENCES.get(kind, "invalid"), {"most": LARGEST_AMOUNT} if kind in _AMOUNT else {}


def _likeliest(written: str, named: Named, msgid: str) -> tuple[Offered, ...]:
    """Return what may be written instead, the likeliest first; of countries those alone."""
    nearest = countries_like if msgid in _OF_THE_WORLD else nearest_first
    return offered(nearest(written[:LONGEST_SHOWN], named), named)


def _siblings(where: tuple[int | str, ...], model: type[BaseModel]) -> Named:
    """Return the fields a part does have, with their labels, for one it has not."""
    names = tuple(part for part in where[:-1] if isinstance(part, str))
    for name in names:
        model = next(_models_in(model.model_fields[name].annotation))
    vi, en = (words(language) for language in Language)
    return {
        name: (field_label((*names, name), vi), field_label((*names, name), en))
        for name in model.model_fields
    }


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the model that a field such as `tuple[Member, ...]` or `Host | None` is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _visible(text: str) -> str:
    """Return a text with every character that would not show, or would mislead, replaced."""
    unseen = (c if c.isprintable() or c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return "".join(unseen)
