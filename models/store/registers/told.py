"""What the house's journal tells of a row: by whom it was entered, changed, moved, and when."""

from itertools import islice

from sqlalchemy import Connection

from models import entries as e
from models.journal.entry import Entry
from models.store import journal
from models.store.house.journal import HOUSE

_OF_ROWS: tuple[type[e.OfRegister], ...] = (
    e.RegisterEntered,
    e.RegisterChanged,
    e.RegisterMoved,
    e.RegisterRemoved,
    e.RegisterLinePut,
    e.RegisterLineRemoved,
    e.RegisterLineErased,
)
_REMINDED = e.RegisterReminded.kind


def told_of_row(
    conn: Connection, number: int, *, before: int | None, most: int
) -> tuple[Entry, ...]:
    """Return the newest entries about a row, from before a number of the journal on."""
    kinds = [each.kind for each in _OF_ROWS]
    found = journal.told_backwards(
        conn, HOUSE, (*kinds, _REMINDED), naming=(f'"number":{number}',), before=before
    )
    return tuple(islice((entry for entry in found if _is_about(entry.payload, number)), most))


def _is_about(said: e.Payload, number: int) -> bool:
    if isinstance(said, e.RegisterReminded):
        return any(each.number == number for each in said.reminders)
    return isinstance(said, e.OfRegister) and said.number == number
