"""What a liar who owns the database can do: entries told anew, and chain and tables after them."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Date, Table, text
from sqlalchemy.exc import IntegrityError

from models.ids import CaseNo
from models.journal.signing import Signer
from models.store.auditing import lines
from models.store.tables import metadata
from models.store.tables.base import Moment
from models.store.verify.brief import said_in
from models.store.verify.reading import Unreadable
from models.store.verify.rebuilt import KEYS, Rebuilt, rebuild
from tests.factories.house import the_signer

GENESIS = "0" * 64


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass
class Told:
    """An entry as somebody tells it."""

    kind: str
    said: dict[str, Any]
    actor: str
    at: datetime
    recorded_at: datetime

    @property
    def body(self) -> str:
        return canonical(self.said)

    def says(self, **changed: Any) -> "Told":
        """Let it say something else."""
        self.said = {**self.said, **changed}
        return self


@dataclass(frozen=True)
class _Row:
    case_no: str
    seq: int
    kind: str
    at: datetime
    recorded_at: datetime
    actor: str
    body: str
    previous: str
    hash: str
    signature: str


@dataclass
class Journal:
    """The entries of one case, in the hands of whoever owns the database."""

    conn: Connection
    case_no: str
    entries: list[Told] = field(default_factory=list)

    @classmethod
    def of(cls, conn: Connection, case_no: str) -> "Journal":
        table = metadata.tables["journal"]
        rows = conn.execute(table.select().where(table.c.case_no == case_no).order_by(table.c.seq))
        told = [Told(r.kind, said_in(r), r.actor, r.at, r.recorded_at) for r in rows]
        return cls(conn, case_no, told)

    def first(self, kind: str, **said: Any) -> Told:
        """Return the first entry of a kind that says this."""
        return next(e for e in self.entries if e.kind == kind and _says(e, said))

    def last(self, kind: str, **said: Any) -> Told:
        return next(e for e in reversed(self.entries) if e.kind == kind and _says(e, said))

    def step(self, act: str, **said: Any) -> int:
        """Return the number of the first step of an act."""
        number: int = self.first("step_opened", act=act, **said).said["step"]
        return number

    def decided(self, act: str, **said: Any) -> Told:
        """Return the outcome of the first step of an act that has one."""
        numbers = {e.said["step"] for e in self.entries
                   if e.kind == "step_opened" and e.said["act"] == act}  # fmt: skip
        return next(e for e in self.entries if e.kind == "step_decided" and _says(e, said)
                    and e.said["step"] in numbers)  # fmt: skip

    def adds(
        self, kind: str, actor: str = "doan", *, after: Told | None = None, **said: Any
    ) -> Told:
        """Tell one more entry: at the end, or after another one."""
        place = self.place(after) if after else len(self.entries)
        before = self.entries[place - 1]
        told = Told(kind, said, actor, before.at, before.recorded_at)
        self.entries.insert(place, told)
        return told

    def again(self, entry: Told, *, after: Told | None = None) -> Told:
        """Tell an entry once more: at the end, or after another one."""
        return self.adds(entry.kind, entry.actor, after=after, **entry.said)

    def drops(self, *entries: Told) -> None:
        """Leave entries out; what is left is numbered anew."""
        self.entries = [entry for entry in self.entries if not any(entry is e for e in entries)]

    def later(self, entry: Told, by: timedelta) -> Told:
        """Let an entry happen at another time."""
        entry.at, entry.recorded_at = entry.at + by, entry.recorded_at + by
        return entry

    def place(self, entry: Told) -> int:
        """Return an entry's number."""
        return next(n for n, e in enumerate(self.entries, start=1) if e is entry)

    def written(self, *, signs: bool = True) -> None:
        """Write it: the chain recomputed, every table after it; signed by whoever has the key."""
        rows = self._sealed(signs=signs)
        unguarded(self.conn)
        of_case = {"no": self.case_no}
        self.conn.execute(text("DELETE FROM journal WHERE case_no = :no"), of_case)
        self.conn.execute(metadata.tables["journal"].insert(), [vars(row) for row in rows])
        # What makes no sense has no effect to write.
        with suppress(Unreadable, ValueError, IntegrityError), self.conn.begin_nested():
            self._write_tables(rebuild(cast(list[Any], rows)))
        self.conn.execute(text("DELETE FROM audit_lines WHERE case_no = :no"), of_case)
        lines.tell(self.conn, [CaseNo(self.case_no)])

    def _write_tables(self, rebuilt: Rebuilt) -> None:
        case = rebuilt.pop("cases")[()]
        cases = metadata.tables["cases"]
        self.conn.execute(cases.update().where(cases.c.no == self.case_no), _values(cases, case))
        for name, found in rebuilt.items():
            table = metadata.tables[name]
            self.conn.execute(table.delete().where(table.c.case_no == self.case_no))
            for key, row in found.items():
                keys = dict(zip(KEYS[name], key, strict=True))
                values = _values(table, {**row, **keys, "case_no": self.case_no})
                self.conn.execute(table.insert().values(**values))

    def _sealed(self, *, signs: bool = True) -> list[_Row]:
        rows: list[_Row] = []
        by = the_signer() if signs else Signer(bytes(32))
        for seq, told in enumerate(self.entries, start=1):
            previous = rows[-1].hash if rows else GENESIS
            sealed = {
                "actor": told.actor, "at": told.at.isoformat(), "body": told.body,
                "case": self.case_no, "kind": told.kind, "previous": previous,
                "recorded_at": told.recorded_at.isoformat(), "seq": seq,
            }  # fmt: skip
            link = hashlib.sha256(canonical(sealed).encode()).hexdigest()
            rows.append(_Row(self.case_no, seq, told.kind, told.at, told.recorded_at, told.actor,
                             told.body, previous, link, by.sign(link)))  # fmt: skip
        return rows


def _says(entry: Told, said: dict[str, Any]) -> bool:
    return all(entry.said.get(name) == value for name, value in said.items())


def unguarded(conn: Connection) -> None:
    """Take the triggers away that keep the journal as it is."""
    if conn.dialect.name == "sqlite":
        for trigger in ("journal_no_update", "journal_no_delete"):
            conn.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
    else:
        conn.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))


def _values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a rebuilt row is to a table: moments and days as such."""
    values = {name: value for name, value in row.items() if name in table.c}
    for name, value in values.items():
        if isinstance(value, str) and isinstance(table.c[name].type, Moment):
            values[name] = datetime.fromisoformat(value)
        elif isinstance(value, str) and isinstance(table.c[name].type, Date):
            values[name] = date.fromisoformat(value)
    return values
