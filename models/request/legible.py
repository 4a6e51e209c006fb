"""What can be read of a request in which something is wrong or missing still.

It is read for the checks of the day it is filed, and for which papers are asked for on it.

What cannot be read stands as something that breaks no rule, or has a problem of its own anyway.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter, ValidationError

from models.request.parts import Allowed, Letter, Paper, Passport, Urgent
from models.request.problems import shown
from models.request.values.choices import YesNo, choice_meant
from models.request.values.days import day_written
from models.request.values.origins import nationality_written, origin_written

MOST_PARTS = 100
_YES_NO: TypeAdapter[bool] = TypeAdapter(YesNo)

Written = Mapping[str, object]


def part_in(given: Written, name: str) -> Written:
    """Return a part; what is none stands as empty."""
    part = given.get(name)
    return part if isinstance(part, dict) else {}


def origin_in(part: Written) -> dict[str, Any]:
    """Return the country or organisation of states that a part is of."""
    return {"country": origin_written(text_in(part, "country")) or ""}


def nationality_in(part: Written) -> dict[str, Any]:
    """Return the nationality in a part."""
    return {"nationality": nationality_written(text_in(part, "nationality")) or ""}


def parts_in(given: Written, name: str) -> list[dict[str, object]]:
    """Return the parts of a list, as many as a request may have; what is none stands as empty."""
    parts = given.get(name)
    return [
        part if isinstance(part, dict) else {}
        for part in (parts[:MOST_PARTS] if isinstance(parts, list) else ())
    ]


def named_in(part: Written, *names: str) -> dict[str, Any]:
    """Return who or what a part names, by field."""
    return {name: text_in(part, name) or None for name in names}


def chosen_in(given: Written, name: str, codes: type[StrEnum], family: str) -> dict[str, Any]:
    """Return what is chosen in a field; None for what is no choice."""
    meant = choice_meant(codes, family, given.get(name))
    return {name: codes(meant) if meant else None}


def begun_in(given: Written, *names: str) -> dict[str, Any]:
    """Return of each part whether somebody has begun to write it: what is there, else None."""
    return {name: given.get(name) or None for name in names}


def text_in(given: Written, name: str) -> str:
    """Return a text; empty for what is none."""
    written = given.get(name)
    return shown(written).strip() if isinstance(written, str) else ""


def day_in(given: Written, name: str) -> date:
    """Return a day; for what is none, one that comes after all others."""
    return day_written(given.get(name)) or date.max


def dated_in(given: Written, name: str) -> dict[str, Any]:
    """Return the day of a paper within a part; None for what is none."""
    part = given.get(name)
    return {"date": day_written(part.get("date")) if isinstance(part, dict) else None}


def of_every_request(given: Written) -> dict[str, Any]:
    """Return what the checks look at whatever the kind: the unit, and the days of its papers."""
    urgent, allowed = _instructed(given, "urgent"), _instructed(given, "allowed")
    papers: list[dict[str, Any]] = [
        {"date": day_written(paper.get("date"))} for paper in parts_in(given, "papers")
    ]
    return {
        "unit": text_in(given, "unit"),
        "letter": Letter.model_construct(**dated_in(given, "letter")),
        "urgent": Urgent.model_construct(**urgent) if urgent else None,
        "allowed": Allowed.model_construct(**allowed) if allowed else None,
        "papers": tuple(Paper.model_construct(**paper) for paper in papers),
    }


def _instructed(given: Written, name: str) -> dict[str, Any]:
    """Return a leader's instruction within a part, of which its day is looked at; empty without one."""
    part = given.get(name)
    if not isinstance(part, dict):
        return {}
    return {"instruction": Letter.model_construct(**dated_in(part, "instruction"))}


def yes_in(given: Written, name: str) -> dict[str, Any]:
    """Return whether yes is written in a field."""
    try:
        return {name: _YES_NO.validate_python(given.get(name))}
    except ValidationError:
        return {name: False}


def passport_in(given: Written) -> Passport | None:
    """Return the passport of somebody, of which number and last day are looked at; None without one."""
    part = given.get("passport")
    if not isinstance(part, dict) or not (number := text_in(part, "number").upper()):
        return None
    read: dict[str, Any] = {"number": number, "expires": day_written(part.get("expires"))}
    return Passport.model_construct(**read)
