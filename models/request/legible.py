"""What can be read of a request in which something is wrong, for the checks of the day it is filed.

What cannot be read stands as something that breaks no rule, or has a problem of its own anyway.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.request.fields import day_written
from models.request.problems import shown

MOST_PARTS = 100

Written = Mapping[str, object]


def country_in(given: Written, name: str) -> dict[str, Any]:
    """Return the country of a part."""
    part = given.get(name)
    return {"country": text_in(part, "country") if isinstance(part, dict) else ""}


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


def text_in(given: Written, name: str) -> str:
    """Return a text; empty for what is none."""
    written = given.get(name)
    return shown(written).strip() if isinstance(written, str) else ""


def day_in(given: Written, name: str) -> date:
    """Return a day; for what is none, one that comes after all others."""
    return day_written(given.get(name)) or date.max
