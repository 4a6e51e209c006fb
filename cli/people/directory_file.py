"""A directory file is read: whatever is wrong in it is told at once, each with its place."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cli.typed.unclear import seen
from config.strict_yaml import YamlFault, yaml_value
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid, Wrong

_SENTENCES = {
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
_PATTERNS = {"seat": "seat"}


def read_directory(path: Path) -> DirectoryFile:
    """Read a directory file; raises `DirectoryInvalid` naming everything that does not fit."""
    try:
        return DirectoryFile.model_validate(yaml_value(path.read_text(encoding="utf-8")))
    except YamlFault as fault:
        told = {"line": fault.line, "column": fault.column, "name": fault.name}
        raise DirectoryInvalid(Wrong(path.name, f"yaml_{fault.why}", **told)) from None
    except UnicodeDecodeError:
        raise DirectoryInvalid(Wrong(path.name, "not_utf8")) from None
    except OSError as unreadable:
        raise DirectoryInvalid(Wrong(str(path), "unreadable", reason=unreadable.strerror)) from None
    except ValidationError as invalid:
        found = invalid.errors(include_url=False)
        raise DirectoryInvalid(*map(_wrong, found)) from None


def _wrong(found: ErrorDetails) -> Wrong:
    where = ".".join(
        str(part + 1) if isinstance(part, int) else part for part in found["loc"] if part != "[key]"
    )
    told = {"written": seen(found["input"]), **found.get("ctx", {})}
    if found["type"] == "string_pattern_mismatch":
        return Wrong(where, _PATTERNS.get(str(found["loc"][-1]), "id"), **told)
    return Wrong(where, _SENTENCES.get(found["type"], "invalid"), **told)
