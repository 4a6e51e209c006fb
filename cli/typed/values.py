"""What is typed for a value: a day, a number, a file, a text; or why it cannot be meant.

Each is read before a command begins, so that none begins with half of what it needs.
"""

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from cli.typed.unclear import CommandUnclear, FileNotThere, named
from config.words import Language

_NUMBER = re.compile(r"[0-9]{1,9}")
_SEAT = re.compile(r"[a-z0-9_]{1,32}/[a-z0-9_]{1,32}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)?")


def text_typed(context: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """Return a text, or several, in composed letters; what was not typed stays as it is.

    An empty text is no text: it comes of a variable that nobody has set. Raises `CommandUnclear`.
    """
    source = context.get_parameter_source(str(param.name))
    if value is None or source is None or source.name == "DEFAULT":
        return value
    if isinstance(value, str):
        return _text(value, param)
    return [_text(each, param) for each in value]


def language_typed(written: str) -> str:
    """Return a language people are spoken to in; raises `CommandUnclear`."""
    if written not in set(Language):
        raise CommandUnclear("language", written=written, known=", ".join(Language))
    return written


def day_typed(written: str) -> date:
    """Return a day, in any of the ways people write it in a form; raises `CommandUnclear`."""
    from models.request.values.days import day_written

    day = day_written(written)
    if day is None:
        raise CommandUnclear("day", written=written)
    return day


def moment_typed(written: str) -> datetime:
    """Return a day with its time, in the province's unless it says another; raises `CommandUnclear`."""
    from models.request.values.days import EARLIEST_YEAR, LATEST_YEAR

    try:
        moment = datetime.fromisoformat(written if _MOMENT.fullmatch(written) else "")
    except ValueError:
        raise CommandUnclear("moment", written=written) from None
    if not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise CommandUnclear("moment", written=written)
    return moment


def number_typed(written: object) -> int:
    """Return a whole number from 1 on; raises `CommandUnclear`."""
    if not _NUMBER.fullmatch(str(written)) or int(str(written)) == 0:
        raise CommandUnclear("number", written=written)
    return int(str(written))


def capacity_typed(written: str) -> str:
    """Return in which capacity somebody acts for another; raises `CommandUnclear`."""
    from models.authority import Capacity

    if written not in set(Capacity):
        raise CommandUnclear("one_of", written=written, known=", ".join(Capacity))
    return Capacity(written)


def seats_typed(written: str) -> str:
    """Return a seat and the one whose people come to sit in it, as `old=new`; raises `CommandUnclear`.

    Nothing behind the sign is nobody.
    """
    old, sign, new = (part.strip() for part in unicodedata.normalize("NFC", written).partition("="))
    if not sign or not _SEAT.fullmatch(old) or not (new == "" or _SEAT.fullmatch(new)):
        raise CommandUnclear("two_seats", written=written)
    return f"{old}={new}"


def scope_typed(written: str) -> str:
    """Return what a token may be used for; raises `CommandUnclear`."""
    from models.store.sign_in.tokens import Scope

    if written not in set(Scope):
        raise CommandUnclear("one_of", written=written, known=", ".join(Scope))
    return Scope(written)


def told_typed(written: str) -> str:
    """Return a kind of entry that webhooks are told of; raises `CommandUnclear`."""
    from notifications.webhooks.told import TOLD

    if written not in TOLD:
        raise CommandUnclear("one_of", written=written, known=", ".join(sorted(TOLD)))
    return written


def file_typed(written: object) -> Path:
    """Return a file that is there, however its name is composed; raises `FileNotThere`."""
    typed = str(written)
    spelt = (typed, *(unicodedata.normalize(form, typed) for form in ("NFC", "NFD")))
    try:
        found = next((path for each in spelt if (path := Path(each)).exists()), None)
    except OSError:
        # As a name that is too long for a file.
        found = None
    if found is None or not typed.strip():
        raise FileNotThere("missing", typed)
    if found.is_dir():
        raise FileNotThere("folder", typed)
    return found


def new_file_typed(written: object) -> Path:
    """Return where a file can be made: nothing is there yet, but its folder; raises `FileNotThere`."""
    typed = str(written)
    path = Path(typed)
    try:
        if path.exists():
            raise FileNotThere("folder" if path.is_dir() else "taken", typed)
        has_place = bool(typed.strip()) and path.parent.is_dir()
    except (OSError, ValueError):
        has_place = False
    if not has_place:
        raise FileNotThere("no_place", typed)
    return path


def _text(typed: str, param: typer.CallbackParam) -> str:
    if not typed.strip():
        raise CommandUnclear("empty", name=named(param))
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in re.sub("[\n\t]", " ", typed)):
        raise CommandUnclear("letters", name=named(param), written=typed)
    return unicodedata.normalize("NFC", typed)
