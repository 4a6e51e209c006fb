"""A directory file: read so that whatever is wrong in it is told with its line, and written anew."""

from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from sqlalchemy import Connection

from config.strict_yaml import YamlFault, yaml_places, yaml_value
from config.words import seen
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid, Wrong
from models.store import directory
from models.store.house import seats

# Nobody keeps so large a directory; a file that is larger was chosen by mistake.
MOST_BYTES = 5 * 1024 * 1024
SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "unknown_name",
    "mailbox": "mailbox",
    "literal_error": "language",
    "rule.control_character": "letters",
    "string_too_long": "too_long",
    "string_too_short": "missing",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "date_from_datetime_inexact": "day",
    "string_type": "text",
    "model_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
}
PATTERNS = {"seat": "seat"}
Way = tuple[str | int, ...]
Places = Mapping[Way, tuple[int, int]]


def read_directory_text(content: bytes, name: str) -> DirectoryFile:
    """Read a directory file; raises `DirectoryInvalid` naming everything that does not fit."""
    try:
        text = content.decode("utf-8")
        return DirectoryFile.model_validate(yaml_value(text))
    except YamlFault as fault:
        told = {"line": fault.line, "column": fault.column, "name": fault.name}
        raise DirectoryInvalid(Wrong(name, f"yaml_{fault.why}", **told)) from None
    except UnicodeDecodeError:
        raise DirectoryInvalid(Wrong(name, "not_utf8")) from None
    except ValidationError as invalid:
        raise invalid_of(invalid, yaml_places(text)) from None


def invalid_of(invalid: ValidationError, places: Places | None = None) -> DirectoryInvalid:
    """Return what pydantic finds wrong with what the directory is told, each with its place."""
    found = invalid.errors(include_url=False)
    return DirectoryInvalid(*(_wrong(each, places or {}) for each in found))


def _wrong(found: ErrorDetails, places: Places) -> Wrong:
    way = tuple(part for part in found["loc"] if part != "[key]")
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in way)
    told = {"written": seen(found["input"]), **found.get("ctx", {})}
    if found["type"] == "string_pattern_mismatch":
        why = PATTERNS.get(str(found["loc"][-1]), "id")
    else:
        why = SENTENCES.get(found["type"], "invalid")
    return Wrong(where, why, **told).at(_nearest(places, way))


def _nearest(places: Places, way: Way) -> tuple[int, int] | None:
    """Return where something stands; of what is missing, where that stands in which it is missed."""
    while way and way not in places:
        way = way[:-1]
    return places.get(way) if way else None


def with_lines(invalid: DirectoryInvalid, content: bytes, file: DirectoryFile) -> DirectoryInvalid:
    """Return what does not fit the directory that is there with its lines in the file that was read."""
    places = yaml_places(content.decode("utf-8"))
    rows: dict[str, Way] = {}
    for number, row in enumerate(file.seats):
        for place in (f"seats: {row.seat}, {row.person}", f"seats: {row.seat}"):
            rows.setdefault(place, ("seats", number))
    return DirectoryInvalid(*(each.at(_stands(each.place, places, rows)) for each in invalid.wrong))


def _stands(place: str, places: Places, rows: Mapping[str, Way]) -> tuple[int, int] | None:
    if place.startswith("persons."):
        key, _, field = place.removeprefix("persons.").rpartition(".")
        return _nearest(places, ("persons", key, field))
    known = (way for row, way in rows.items() if row == place or place.startswith(f"{row}: "))
    return _nearest(places, next(known, ()))


def directory_as_file(conn: Connection) -> DirectoryFile:
    """Return the whole directory as a file would say it: whoever reads it in changes nothing."""
    people = directory.persons_by_id(conn).values()
    names = directory.unit_names(conn).items()
    held = seats.ever_held(conn)
    return DirectoryFile.model_validate(
        {
            "units": {key: {"name": name} for key, name in sorted(names)},
            "persons": {each.id: _said_of(vars(each)) for each in people},
            "seats": [
                {n: getattr(each, n) for n in ("seat", "person", "since", "until")} for each in held
            ],
        }
    )


def _said_of(person: Mapping[str, Any]) -> dict[str, Any]:
    return {name: person[name] for name in ("name", "language", "mailbox", "other_mailbox")}


def directory_text(file: DirectoryFile) -> str:
    """Write a directory file as people read it, without what is empty."""
    said = file.model_dump(mode="python", exclude_none=True)
    said["seats"] = list(said["seats"])
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120))
