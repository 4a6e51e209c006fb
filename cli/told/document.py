"""What a command has found or done: sentences and tables for people, one JSON document for programs.

A document has English field names that stay, codes where there are codes, moments in UTC.
"""

import json
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel
from rich.console import RenderableType
from rich.text import Text

from cli.screen import out

Facts = Mapping[str, Any]

# A case is called the same by every command.
_NAMED = {"case_no": "case"}

_for_programs: ContextVar[bool] = ContextVar("for_programs", default=False)


def speak_to_programs(asked: bool) -> None:
    """Let what is told from now on be JSON, or sentences."""
    _for_programs.set(asked)


def for_programs() -> bool:
    """Tell whether whoever typed the command asked for JSON."""
    return _for_programs.get()


def answer(facts: Facts, *said: RenderableType) -> None:
    """Tell what a command has found or done: `facts` to programs, what is `said` to people."""
    if for_programs():
        write_document(facts, sys.stdout)
        return
    for each in said:
        out.print(each, markup=False, soft_wrap=isinstance(each, str | Text))


def write_document(facts: Facts, screen: TextIO) -> None:
    """Write one JSON document on a line of its own: rich would fold it, and turn words into pictures."""
    # A screen that knows fewer letters would show a mark for one.
    as_ascii = (screen.encoding or "").lower().replace("-", "") != "utf8"
    screen.write(json.dumps(facts, ensure_ascii=as_ascii, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    """Return as JSON has it what JSON does not know."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Path():
            return str(value)
        case BaseModel():
            return value.model_dump(mode="json")
        case Mapping():
            return dict(value)
        case set() | frozenset():
            return sorted(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {_NAMED.get(f.name, f.name): getattr(value, f.name) for f in fields(value)}
        case _:
            return list(value)
