"""How an entry of an annual plan is called: its key within the plan, and its name beyond it. Pure."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from models.request.values.refusal import refused
from models.request.values.texts import line_typed

_KEY = re.compile(r"[A-Z][0-9]{1,4}")
# The number of the plan's case, and the key of the entry there.
_ID = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{4,}/[A-Z][0-9]{1,4}")


def _key(value: object) -> object:
    if (written := _written(value, _KEY)) is None:
        raise refused("entry_key")
    return written


def _id(value: object) -> object:
    if (written := _written(value, _ID)) is None:
        raise refused("entry_id")
    return written


def _written(value: object, form: re.Pattern[str]) -> str | None:
    """Return what is written in capitals where it has its form."""
    written = line_typed(value).upper() if isinstance(value, str) else ""
    return written if form.fullmatch(written) else None


# A letter and a number: `R3` is the third delegation abroad.
EntryKey = Annotated[str, BeforeValidator(_key)]
# An entry as requests name it: `KH-2020-0001/R3`.
EntryId = Annotated[str, BeforeValidator(_id)]


def entry_id(case_no: str, key: str) -> str:
    """Return the name of an entry beyond its plan."""
    return f"{case_no}/{key}"


def entry_named(written: str) -> tuple[str, str]:
    """Return the number of the plan's case and the key of the entry there."""
    case_no, _, key = written.partition("/")
    return case_no, key
