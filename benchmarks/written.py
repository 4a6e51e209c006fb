"""What Doan has written about a case, transaction by transaction, so that it can be written again.

The entries of one transaction bear the same moment; so do the steps it opened or decided, and its
letters name the entries they follow.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Table, delete, insert, select, update

from benchmarks.processes import wait_until
from models.case import CaseStatus
from models.entries import StepDecided, StepOpened
from models.ids import CaseNo
from models.store import outbox
from models.store import tables as t
from models.store.database.engine import Store
from models.store.mail.kept import whole
from models.store.moments import MomentKind
from models.store.outbox import WAITING

Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]

# Written when a case begins; what is written later has a moment of its own or is found by a digest.
_AT_FIRST = (
    t.plan_steps,
    t.salts,
    t.dossiers,
    t.case_words,
    t.search_words,
    t.travellers,
    t.passports,
)
_BY_DIGEST = (t.texts, t.files)
_TABLES = (t.cases, *_AT_FIRST, *_BY_DIGEST, t.journal, t.steps, t.outbox)


@dataclass(frozen=True)
class Letter:
    """A message as it was sent: to whom, its bytes, the entry it follows."""

    to: str
    content: bytes
    seq: int


@dataclass(frozen=True)
class Transaction:
    """Statements with their rows, the letters that follow, and which entries opened next steps.

    `opened` is empty when no decision was taken.
    """

    work: Sequence[tuple[Executable, Sequence[Row]]]
    letters: Sequence[Letter]
    opened: frozenset[int]


def rows_of_newest(store: Store, status: CaseStatus) -> Rows:
    """Return all rows of the newest case that ended in a status, by table; its letters sent, whole."""
    with store.reading() as conn:
        ended = select(t.cases.c.no).where(t.cases.c.status == status)
        no = conn.execute(ended.order_by(t.cases.c.opened_at.desc()).limit(1)).scalar_one()
    wait_until(lambda: _letters_are_sent(store, no), f"all letters of {no}")
    with store.reading() as conn:
        rows = {
            table.name: [dict(row) for row in conn.execute(_all_of(table, no)).mappings()]
            for table in _TABLES
        }
    for message in rows["outbox"]:
        message["content"] = whole(message["content"])
    return rows


def numbered(rows: Rows, number: str) -> Rows:
    """Return the same rows as if they belonged to a case of another number, of the same length."""
    old = rows["cases"][0]["no"]
    renamed: dict[str, Sequence[Row]] = {
        table: [{name: _renamed(value, old, number) for name, value in row.items()} for row in each]
        for table, each in rows.items()
    }
    for entry in renamed["journal"]:
        # Unique, as the real one is; what it is computed from makes no difference here.
        entry["hash"] = hashlib.sha256(f"{number} {entry['seq']}".encode()).hexdigest()
    for message in renamed["outbox"]:
        del message["id"]
        # What went with another letter is written as any other row; its carrier has another id here.
        message["carried_by"] = None
    return renamed


def transactions(rows: Rows) -> list[Transaction]:
    """Return what has to be written again, in order."""
    moments = sorted({entry["at"] for entry in rows["journal"]})
    return [_transaction(rows, at, is_first=at == moments[0]) for at in moments]


def _transaction(rows: Rows, at: datetime, *, is_first: bool) -> Transaction:
    entries = [entry for entry in rows["journal"] if entry["at"] == at]
    decided = [step for step in rows["steps"] if step["decided_at"] == at]
    opened = [step for step in rows["steps"] if step["opened_at"] == at]
    seqs = {entry["seq"] for entry in entries}
    messages = [message for message in rows["outbox"] if message["seq"] in seqs]
    case = rows["cases"][0]
    work = [_inserted(t.cases, [case]) if is_first else _changed(t.cases, case)]
    work += [_inserted(table, rows[table.name]) for table in _AT_FIRST if is_first]
    work += [_inserted(table, _given(rows, table, at, is_first)) for table in _BY_DIGEST]
    work += [_inserted(t.journal, entries), *(_changed(t.steps, step) for step in decided)]
    work += [_inserted(t.steps, opened), _disarmed(case["no"], decided), _armed(opened)]
    work += [_inserted(t.outbox, messages)]
    in_order = sorted(messages, key=lambda message: not message["asks"])
    return Transaction(
        [(statement, values) for statement, values in work if values],
        [Letter(m["address"], m["content"], m["seq"]) for m in in_order if m["content"]],
        _opened_by_decision(entries),
    )


def _opened_by_decision(entries: Sequence[Row]) -> frozenset[int]:
    if not any(entry["kind"] == StepDecided.kind for entry in entries):
        return frozenset()
    return frozenset(entry["seq"] for entry in entries if entry["kind"] == StepOpened.kind)


def _given(rows: Rows, table: Table, at: datetime, is_first: bool) -> Sequence[Row]:
    """Return what came with the first decision that names it, or with the request."""
    named: dict[str, datetime] = {}
    for step in sorted(rows["steps"], key=lambda step: step["number"], reverse=True):
        for digest in (step["remarks"], step["answer"], step["paper_file"]):
            named[digest] = min(step["decided_at"], named.get(digest, step["decided_at"]))
    came = [(row, named.get(row["digest"])) for row in rows[table.name]]
    return [row for row, then in came if then == at or (is_first and then is None)]


def _inserted(table: Table, rows: Sequence[Row]) -> tuple[Executable, Sequence[Row]]:
    return insert(table), rows


def _changed(table: Table, row: Row) -> tuple[Executable, Sequence[Row]]:
    this = [column == row[column.name] for column in table.primary_key]
    return update(table).where(*this), [row]


def _armed(opened: Sequence[Row]) -> tuple[Executable, Sequence[Row]]:
    """Set the reminder and the deadline of each step that has been opened."""
    return insert(t.due_moments), [
        {"case_no": s["case_no"], "step": s["number"], "kind": kind, "due_at": s["due_at"]}
        for s in opened
        for kind in (MomentKind.REMIND, MomentKind.DEADLINE)
    ]


def _disarmed(case_no: str, decided: Sequence[Row]) -> tuple[Executable, Sequence[Row]]:
    numbers = [step["number"] for step in decided]
    these = delete(t.due_moments).where(t.due_moments.c.case_no == case_no)
    return these.where(t.due_moments.c.step.in_(numbers)), [{}] if decided else []


def _letters_are_sent(store: Store, case_no: CaseNo) -> bool:
    with store.reading() as conn:
        messages = outbox.messages_of(conn, case_no)
    return not any(message.state in WAITING for message in messages)


def _all_of(table: Table, case_no: str) -> Any:
    key = table.c.no if table is t.cases else table.c.case_no
    return select(table).where(key == case_no).order_by(*table.primary_key)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new).replace(old.lower(), new.lower())
    if isinstance(value, bytes):
        told = value.replace(old.encode(), new.encode())
        return told.replace(old.lower().encode(), new.lower().encode())
    return value
