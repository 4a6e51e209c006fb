"""Single edits of a database, as whoever owns it can make them: each column changed, each row gone.

The triggers stand aside while an edit is made and are laid again, so that only the edit is left to find.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, func, insert, select, text, update

from models.store.database.guards import lay_guards
from models.store.tables import Moment, metadata
from models.store.tables.base import Day

# What is no evidence and grants nothing: why it may be edited unseen.
NO_EVIDENCE = {
    "sign_in_codes": "a code is kept under the installation's key: none can be slipped in, for minutes",
    "given_answers": "what was answered to who calls again; what they did is journaled by itself",
    "webhook_calls": "what other systems are told; each is an entry, and nothing rests on it",
    "spent_challenges": "what was answered within minutes; only who may be asked can answer again",
    "known_devices": "says which codes a device may have and who is written to; it lets nobody in",
    "mail_wishes": "how somebody is told of what asks nothing of them; what is duty goes all the same",
    "resources": "rows that are locked by whoever books; without one it is made anew",
    "security_log": "counts for the administrator, kept for 90 days; the journal rests on none of it",
    "movable_clock": "only a folder made for a demonstration has it",
    "passport_keys": "without one a passport cannot be read; what it seals is held to its digest",
    "drafts": "what is being written; nothing of it is said before it is filed",
    "draft_files": "what is being written; nothing of it is said before it is filed",
    "address_book": "whom a unit may offer itself again; what it files is in the dossier",
    "leases": "who sweeps just now; that none lasts is held against the clock",
    "installation": "where it works, and whether it stays silent; its owner could run a copy anyway",
    "mail_trouble": "what the mail server said last; nothing rests on it, and it goes by itself",
    "returned_mail": "what came to a mailbox anybody can write to; what it changed is journaled",
    "histories": "how far Prefect's copy was told; the reconciler puts it right",
    "run_states": "what Prefect says of its runs; the journal rests on none of it",
    "set_aside": "what broke and when it is tried again; nothing rests on it, and it goes by itself",
    "pulse": "when somebody swept last; it is written anew by each sweep",
    "clock_seen": "where the clock stood last; every entry has its own times, which are held",
}
NO_EVIDENCE_COLUMNS = {
    ("authorities", "told"): "whether its holder was written to; a letter more or less",
    ("outbox", "tries"): "how often it was tried, until it is settled",
    ("outbox", "trouble"): "what a mail server said, until it is settled",
    ("sessions", "seen_at"): "within the bounds of the session, which are held",
    ("sessions", "rests_until"): "within the bounds of the session, which are held",
    ("passkeys", "sign_count"): "how far a device has counted; whoever lowers it has no key",
    ("passkeys", "used_at"): "when it was used last; no decision rests on it",
    ("access_tokens", "used_at"): "when it was used last; no decision rests on it",
    (
        "webhooks",
        "secret",
    ): "held to its digest whenever it is used; with another one nothing is sent",
    (
        "webhooks",
        "looked_through",
    ): "how far it was told; a call more or less, and nothing rests on it",
    ("webhooks", "leased_until"): "who has it in hand just now",
    ("webhooks", "last_at"): "when it was called last; nothing rests on it",
    ("webhooks", "last_status"): "what it answered last; nothing rests on it",
    ("webhooks", "last_trouble"): "what was wrong last; nothing rests on it",
    ("webhooks", "failing_since"): "since when it takes nothing; its next call says so anew",
    ("webhooks", "failing_times"): "how often it took nothing; nothing rests on it",
    ("outbox", "leased_until"): "who has it in hand just now",
}


@dataclass(frozen=True)
class Edit:
    """One edit: what is done, and to which row of which table."""

    table: str
    what: str
    key: tuple[Any, ...]
    column: str = ""
    value: Any = None

    def __str__(self) -> str:
        return f"{self.table}: {self.what} {self.column}".rstrip()

    def make(self, conn: Connection) -> None:
        """Make it, with the triggers out of the way."""
        table = metadata.tables[self.table]
        this = and_(
            *(column == value for column, value in zip(_keys(table), self.key, strict=True))
        )
        _drop_guards(conn)
        if self.what == "deletes":
            conn.execute(delete(table).where(this))
        elif self.what == "copies":
            row = dict(conn.execute(select(table).where(this)).mappings().one())
            conn.execute(insert(table).values(**{**row, **self.value}))
        else:
            conn.execute(update(table).where(this).values({self.column: self.value}))
        lay_guards(conn)


def edits(conn: Connection) -> Iterator[Edit]:
    """Yield edits: each column of the first and last row of each table, its last row gone, or copied."""
    for table in metadata.sorted_tables:
        if table.name in NO_EVIDENCE:
            continue
        rows = _first_and_last(conn, table)
        for row in rows:
            key = tuple(row[column.name] for column in _keys(table))
            for column in table.c:
                if (table.name, column.name) not in NO_EVIDENCE_COLUMNS:
                    changed = _changed(column, row[column.name])
                    yield Edit(table.name, "changes", key, column.name, changed)
        for row in _to_delete(conn, table, rows):
            key = tuple(row[column.name] for column in _keys(table))
            yield Edit(table.name, "deletes", key)
            yield Edit(table.name, "copies", key, value=_copied(table, row))


def _first_and_last(conn: Connection, table: Table) -> list[dict[str, Any]]:
    rows = [dict(row) for row in conn.execute(select(table).order_by(*_keys(table))).mappings()]
    return [rows[0], rows[-1]] if len(rows) > 1 else rows


def _to_delete(conn: Connection, table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the row that goes, one that says something still.

    The last place is given anew when Doan sweeps, and a moment that has fired waits for nothing.
    """
    if table.name == "leaves":
        return rows[:1]
    if table.name == "due_moments":
        waits = select(table).where(table.c.fired_at.is_(None), table.c.kind != "remind").limit(1)
        return [dict(row) for row in conn.execute(waits).mappings()]
    return rows[-1:]


def _keys(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _copied(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a copy of a row has otherwise: its key, and whatever else there is once."""
    last = _keys(table)[-1]
    changed = {last.name: _changed(last, row[last.name])}
    once = ("hash", "message_id", "mailbox")
    changed |= {name: _changed(table.c[name], row[name]) for name in once if name in table.c}
    if table.name == "leaves":
        changed["seq"] = row["seq"] + 1000
    return changed


def _changed(column: Column[Any], value: Any) -> Any:
    """Return another value of a column's kind."""
    kind = _kind_of(column)
    if kind is bool:
        return not value
    if kind is int:
        return (value or 0) + 1000
    if kind is datetime:
        return (value or datetime(2020, 7, 6, tzinfo=UTC)) + timedelta(days=900)
    if kind is date:
        return (value or date(2020, 7, 6)) + timedelta(days=3)
    if kind is bytes:
        return (value or b"") + b"x"
    if kind in (dict, list):
        return [*value, "x"] if isinstance(value, list) else {"x": "x"}
    return f"{value or ''}x"[-_length(column) :]


def _kind_of(column: Column[Any]) -> type[Any]:
    if isinstance(column.type, Moment):
        return datetime
    return date if isinstance(column.type, Day) else column.type.python_type


def _length(column: Column[Any]) -> int:
    return getattr(column.type, "length", None) or 10_000


def _drop_guards(conn: Connection) -> None:
    found = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in found.scalars().all():
        conn.execute(text(f"DROP TRIGGER {name}"))


def rows_in(conn: Connection) -> dict[str, int]:
    """Return how many rows each table has that is edited: one that has none is no proof."""
    return {
        table.name: conn.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
        if table.name not in NO_EVIDENCE
    }
