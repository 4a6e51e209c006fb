"""The auditor's check of the house: its tables, rebuilt from its journal.

A decision is no better than the directory it rests on: whoever has slipped in a seat, a mailbox or an
authority is found here. Each kind of entry is read anew, apart from what writes it; and a mailbox or
seat that one alone has changed on a page is a difference, whoever signed the entries.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

# The one thing shared with those who write: the form of a name is a rule, and no fact.
from models.names import name_key
from models.store.verify.keys import HOUSE
from models.store.verify.reading import (
    Difference,
    Unreadable,
    canonical,
    moment,
    parsed,
    rows_of_all,
)
from models.store.verify.rules import doors, second
from models.store.verify.rules.doors import Rebuilt

# A moment as SQLite keeps it, or as an entry tells it; a day alone is none.
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:")

_KEYS = {
    "units": ("id",),
    "persons": ("id",),
    "seats_held": ("seat", "person", "since"),
    "authorities": ("number",),
    "sessions": ("digest",),
    "passkeys": ("id",),
    "access_tokens": ("digest",),
    "calendar_feeds": ("digest",),
    "webhooks": ("number",),
    "mailbox_changes": ("number",),
    "bodies_passed": ("number",),
    "regulations": ("digest",),
}
# What says only how far something has come, or is a form of another column.
_NOT_TOLD = {
    "authorities": {"told"},
    "sessions": {"seen_at", "rests_until"},
    "passkeys": {"credential", "public_key", "sign_count", "used_at"},
    "access_tokens": {"used_at"},
    "webhooks": {"secret", "looked_through", "leased_until"},
}
# Digests that are told, of columns that are not.
_DIGESTS = frozenset(("sealed", "key"))
# What is told by a digest alone: of which columns, under the row's own salt.
_SEALED = {
    "persons": ("language", "mailbox", "name", "other_mailbox"),
    "mailbox_changes": ("mailbox",),
    "access_tokens": ("name",),
    "webhooks": ("name", "url"),
}

# What is told of those alone who have it.
_IF_ANY = frozenset(("other_mailbox",))


def house_difference(conn: Connection, rows: Sequence[Row[Any]]) -> Difference | None:
    """Rebuild the house's tables from its entries; return the first row that lies there otherwise."""
    rebuilt = _rebuilt(rows)
    for table, keys in _KEYS.items():
        found = [dict(row._mapping) for row in rows_of_all(conn, table)]
        stored = {tuple(_plain(row[key]) for key in keys): row for row in found}
        for key in sorted(stored.keys() | rebuilt[table].keys(), key=str):
            place = " ".join([table, *map(str, key)])
            if key not in rebuilt[table]:
                return Difference(HOUSE, place, "a row", "none: no entry tells of it")
            if key not in stored:
                return Difference(HOUSE, place, "no row", "one, as the house's journal tells")
            difference = _row_difference(table, place, stored[key], rebuilt[table][key])
            if difference:
                return difference
    return None


def _row_difference(
    table: str, place: str, stored: dict[str, Any], told: dict[str, Any]
) -> Difference | None:
    if table == "sessions" and (difference := doors.rest_difference(place, stored)):
        return difference
    if table == "passkeys" and (difference := doors.passkey_difference(place, stored, told)):
        return difference
    # Of a change of a seat nothing is told by a digest.
    sealed = _SEALED.get(table, ()) if "sealed" in told else ()
    if sealed and (difference := _sealed_difference(place, sealed, stored, told)):
        return difference
    for column, expected in told.items():
        if column not in _DIGESTS and _plain(stored.get(column)) != expected:
            found = str(stored.get(column))
            return Difference(HOUSE, f"{place}, column {column}", found, str(expected))
    if table == "regulations":
        return _text_difference(place, stored)
    beside = {*_KEYS[table], *_NOT_TOLD.get(table, ()), *sealed}
    strange = stored.keys() - told.keys() - beside - ({"salt", "name_key"} if sealed else set())
    if strange:
        return Difference(HOUSE, f"{place}, columns {sorted(strange)}", "some", "none")
    return None


def _sealed_difference(
    place: str, columns: tuple[str, ...], stored: dict[str, Any], told: dict[str, Any]
) -> Difference | None:
    if told["sealed"] is None:
        return _erased_difference(place, stored)
    said = {name: stored[name] for name in columns if not (name in _IF_ANY and not stored[name])}
    try:
        sealed = hmac.new(bytes(stored["salt"]), canonical(said), hashlib.sha256).hexdigest()
    except (TypeError, Unreadable):
        sealed = "nothing that can be read"
    if sealed != told["sealed"]:
        named = f"columns {', '.join(columns)}" if len(columns) > 1 else f"column {columns[0]}"
        return Difference(HOUSE, f"{place}, {named} or salt", "another", "those that were entered")
    if "name_key" in stored and stored["name_key"] != name_key(stored["name"]):
        return Difference(HOUSE, f"{place}, column name_key", str(stored["name_key"]), "the name's")
    return None


def _text_difference(place: str, stored: dict[str, Any]) -> Difference | None:
    found = hashlib.sha256(str(stored["content"]).encode(errors="replace")).hexdigest()
    if found != stored["digest"]:
        return Difference(HOUSE, f"{place}, column content", found, str(stored["digest"]))
    return None


def _erased_difference(place: str, stored: dict[str, Any]) -> Difference | None:
    """Of somebody who is erased the row says nothing but that."""
    left = {**stored, "salt": bytes(stored["salt"] or b"")}
    expected = {
        "id": stored["id"],
        "name": "(đã xóa)",
        "name_key": "",
        "language": "vi",
        "mailbox": f"{stored['id']}@erased.invalid",
        "other_mailbox": None,
        "salt": b"",
    }
    return None if left == expected else Difference(HOUSE, place, "somebody", "nobody: erased")


def _plain(value: Any) -> Any:
    """Bring the values of both databases to one form."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.match(value)):
        return moment(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str) and value.startswith("["):
        return parsed(value)
    return value


def _rebuilt(rows: Sequence[Row[Any]]) -> Rebuilt:
    rebuilt: Rebuilt = {table: {} for table in _KEYS}
    for row in rows:
        if row.kind not in _READ_BACK and row.kind not in _ONLY_TELL:
            raise Unreadable(row.kind, "a kind of entry", f"entry {row.seq}, column kind")
        try:
            said = parsed(row.body)
            if row.kind in _READ_BACK:
                told = {**said, "entry": row.seq, "actor": row.actor}
                _READ_BACK[row.kind](rebuilt, told)
        except (Unreadable, KeyError, TypeError, AttributeError):
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None
    return rebuilt


def _unit(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["units"][(said["unit"],)] = {name: said[name] for name in ("name_vi", "name_en")}


def _person(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["persons"][(said["person"],)] = {"sealed": said["sealed"]}


def _changed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["persons"][(said["person"],)]["sealed"] = said["sealed"]
    if number := said.get("change"):
        second.demand_counts(rebuilt, number, "mailbox", {"person": said["person"]})


def _regulation(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["regulations"][(said["digest"],)] = {"name": said["name"]}


def _erased(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["persons"][(said["person"],)]["sealed"] = None


def _given(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    kept = {name: _plain(value) for name, value in said.items() if name not in _BESIDE}
    rebuilt["authorities"][(said["number"],)] = kept


def _confirmed(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["authorities"][(said["number"],)]["confirmed"] = 1


def _ended(rebuilt: Rebuilt, said: dict[str, Any]) -> None:
    rebuilt["authorities"][(said["number"],)]["ended_on"] = said["on"]


_BESIDE = ("number", "identity", "entry", "actor")
_READ_BACK: dict[str, Callable[[Rebuilt, dict[str, Any]], None]] = {
    "unit_entered": _unit,
    "unit_renamed": _unit,
    "person_entered": _person,
    "person_changed": _changed,
    "mailbox_proposed": second.mailbox_proposed,
    "seat_proposed": second.seat_proposed,
    "mailbox_confirmed": second.confirmed,
    "mailbox_turned_down": second.turned_down,
    "person_erased": _erased,
    "seat_taken": second.seat_taken,
    "seat_left": second.seat_left,
    "body_passes_on": second.body_passes_on,
    "authority_given": _given,
    "authority_confirmed": _confirmed,
    "authority_ended": _ended,
    "session_begun": doors.session_begun,
    "proved_again": doors.proved_again,
    "sessions_ended": doors.sessions_ended,
    "passkey_added": doors.passkey_added,
    "passkeys_removed": doors.passkeys_removed,
    "token_made": doors.token_made,
    "tokens_revoked": doors.tokens_revoked,
    "calendar_feed_made": doors.calendar_feed_made,
    "calendar_feeds_withdrawn": doors.calendar_feeds_withdrawn,
    "webhook_registered": doors.webhook_registered,
    "webhooks_ended": doors.webhooks_ended,
    "regulation_in_force": _regulation,
}
_ONLY_TELL = frozenset(
    {
        "journal_taken_over",
        "key_in_force",
        "key_handed_over",
        "guards_relaid",
        "clock_moved",
        "quarantine_ended",
        "looks_sealed",
        "looks_forgotten",
        "list_exported",
    }
)
