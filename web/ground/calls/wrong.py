"""What an error says to a program: its sentence alone, and field by field what is wrong."""

from collections.abc import Iterator

from config.words import Words
from models.errors import (
    DecisionIncomplete,
    DirectoryInvalid,
    DoanError,
    FilesRefused,
    RequestInvalid,
)
from web.ground.calls.errors import CallUnclear
from web.ground.fields import FIELD_OF


def said_alone(error: DoanError, w: Words) -> str:
    """Say what is wrong; of a request and of a directory without the list that `wrong_fields` gives."""
    listed = isinstance(error, (RequestInvalid, DirectoryInvalid))
    return DoanError.said(error, w) if listed else error.said(w)


def wrong_fields(error: DoanError, w: Words) -> Iterator[dict[str, str]]:
    """Yield what is wrong, field by field: the field, what was written there, and why not."""
    match error:
        case RequestInvalid():
            for each in error.problems:
                yield _field(each.field, each.value, each.said(w))
        case DirectoryInvalid():
            for wrong in error.wrong:
                yield _field(wrong.place, "", wrong.said(w))
        case CallUnclear():
            for part in error.unclear:
                yield _field(part.field, part.value, part.said(w))
        case FilesRefused():
            pass
        case DecisionIncomplete():
            value = error.facts.get("value")
            field = FIELD_OF.get(error.field, "choice")
            yield _field(field, "" if value is None else str(value), error.said(w))


def _field(field: str, value: str, message: str) -> dict[str, str]:
    return {"field": field, **({"value": value} if value else {}), "message": message}
