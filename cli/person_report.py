"""`doan privacy report`: all that is known of a person, subject by subject."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.names import NamesTold
from cli.setting_up import open_store, read_settings
from cli.told.document import answer
from config.words import Words, words
from models.ids import PersonId
from models.regulations import regulation_in_force
from models.request.values.days import day_written
from models.store.privacy.known_of import known_of

# The family of labels of a column's codes; `what` is of another family at the door.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "act": "act",
        "capacity": "capacity",
        "choice": "choice",
        "kind": "entry",
        "language": "language",
        "notice": "notice",
        "tells": "tells",
        "stage": "stage",
        "state": "message_state",
        "status": "status",
        "what": "opened",
        "at_the_door.what": "security_event",
    }
)
_PEOPLE = frozenset(("filed_for", "giver", "holder", "person", "set_by"))
_SEATS = frozenset(("seat", "seats"))


def show_report(person: PersonId, language: str) -> None:
    """Print all that is known of a person; raises `PersonUnknown`.

    Programs are told what the database holds; people are told it in words.
    """
    w = words(language)
    settings = read_settings()
    with open_store(settings).reading(one_moment=True) as conn:
        known = known_of(conn, person, settings.passport_keys)
        names = NamesTold.read(conn, regulation_in_force(settings), w)
    facts = {
        subject: [{column: _of_database(value) for column, value in row.items()} for row in rows]
        for subject, rows in known.items()
    }
    answer(facts, *_subjects(known, names))


def _of_database(value: Any) -> Any:
    """Return a value with what the database has as the text of a moment as that moment."""
    return _moment_in(value) or value if isinstance(value, str) else value


def _subjects(
    known: Mapping[str, list[dict[str, Any]]], names: NamesTold
) -> Iterator[RenderableType]:
    for subject, rows in known.items():
        yield Text(names.words.text(f"known.{subject}", count=len(rows)), style="bold")
        if rows:
            yield _table(subject, rows, names)


def _table(subject: str, rows: list[dict[str, Any]], names: NamesTold) -> Table:
    """Return the rows of a subject."""
    table = Table(box=None, pad_edge=False)
    for column in rows[0]:
        table.add_column(names.words.label("known.column", column))
    for row in rows:
        table.add_row(*(_told(subject, column, value, names) for column, value in row.items()))
    return table


def _told(subject: str, column: str, value: Any, names: NamesTold) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, list):
        return "; ".join(_told(subject, column, each, names) for each in value)
    if isinstance(value, bool):
        return names.words.text("page.yes" if value else "page.no")
    return _said(subject, column, str(value), names)


def _said(subject: str, column: str, value: str, names: NamesTold) -> str:
    """Say one value: a code by its label, an id by its name, a day and a moment as people write them."""
    family = FAMILIES.get(f"{subject}.{column}") or FAMILIES.get(column)
    if family:
        return names.words.label(family, value)
    if column in _PEOPLE:
        return names.person(value)
    if column in _SEATS:
        return names.seat(value)
    if column == "unit":
        return names.unit(value)
    return _moment(value, names.words)


def _moment(value: str, w: Words) -> str:
    """Say a day or a moment of the database; anything else is left as it is."""
    if at := _moment_in(value):
        return w.moment(at)
    day = day_written(value)
    return w.date(day) if day else value


def _moment_in(value: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)
