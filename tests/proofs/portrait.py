"""All that a database holds, as it must be whether something broke or not.

Read past everything that is ours, by SQLite alone. Left out is what may differ: the chain's links
and the journal's tree (they are verified instead), traces of the repair, and who holds what lease.
Moments are told to the hour: a command that is given again is given some seconds later.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

# What the repair of a broken walk writes, and the letters that tell of it.
REPAIR = ("walk_failed", "walk_recovered")
_LEFT_OUT = {
    "journal", "outbox", "leaves", "unplaced", "checkpoints", "leases", "movable_clock", "histories",
    "regulations", "alembic_version", "sqlite_sequence", "sqlite_stat1", "security_log",
    "persons", "units", "passport_keys", "set_aside", "pulse", "clock_seen",
    # Told from the entries as they get their places; kept as they come from Prefect.
    "audit_lines", "run_states",
}  # fmt: skip
_SEALED = {"ciphertext", "passport_ciphertext"}
_OF_THE_CHAIN = {"seq", "head", "told_seq", "previous", "hash", "recorded_at", "fault"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?")
_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
# A Message-ID begins with case and entry.
_NAMED = re.compile(r"<([a-z]+-\d{4}-\d{4})\.(\d+)\.")

Portrait = dict[str, list[str]]


def portrait(db: sqlite3.Connection) -> Portrait:
    """Return every table's rows as text, in an order that does not go by when they were written."""
    db.row_factory = sqlite3.Row
    numbers = _numbers(db)
    return {
        "journal": [_text(_entry(row)) for row in _journal(db)],
        "outbox": sorted(_text(m) for m in _messages(db, numbers)),
        **{table: sorted(_text(row) for row in _rows(db, table)) for table in _tables(db)},
    }


def unsalted(told: Portrait) -> Portrait:
    """Return a portrait without digests: a case that is submitted anew has another salt."""
    found = {table: [_DIGEST.sub("#", row) for row in rows] for table, rows in told.items()}
    return {**{table: sorted(rows) for table, rows in found.items()}, "journal": found["journal"],
            "salts": []}  # fmt: skip


def unordered(told: Portrait) -> Portrait:
    """Return a portrait that does not tell which of several things that came together was first."""
    letters = [re.sub(r', "place": \d+', "", row) for row in told["outbox"]]
    return {**told, "journal": sorted(told["journal"]), "outbox": sorted(letters)}


def _tables(db: sqlite3.Connection) -> list[str]:
    named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row[0] for row in named if row[0] not in _LEFT_OUT]


def _journal(db: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    # Of the post it is told whenever somebody sweeps, so in other portions after a repair.
    rows = db.execute("SELECT * FROM journal WHERE case_no <> 'post' ORDER BY case_no, seq")
    return (row for row in rows if row["kind"] not in REPAIR)


def _numbers(db: sqlite3.Connection) -> dict[tuple[str, int], int]:
    """Return each entry's place among those of its case that are no repair."""
    places: dict[tuple[str, int], int] = {}
    count: dict[str, int] = {}
    for row in _journal(db):
        count[row["case_no"]] = count.get(row["case_no"], 0) + 1
        places[(row["case_no"], row["seq"])] = count[row["case_no"]]
    return places


def _entry(row: sqlite3.Row) -> dict[str, Any]:
    told = {name: row[name] for name in ("case_no", "kind", "at", "actor")}
    said = json.loads(row["body"])
    # Passports are sealed anew each time, and so is the digest of what was sealed.
    for holder in (said, said.get("beside") or {}):
        if holder.get("passports"):
            holder["passports"] = "#"
    return {**told, "body": said}


def _messages(
    db: sqlite3.Connection, numbers: dict[tuple[str, int], int]
) -> Iterator[dict[str, Any]]:
    for row in db.execute("SELECT * FROM outbox WHERE case_no IS NOT NULL"):
        if row["notice"] in REPAIR:
            continue
        names = ("case_no", "notice", "recipient", "asks", "queued_at")
        facts = {**json.loads(_placed(row["facts"], numbers)), "fault": None}
        # A letter about an entry that is not there differs from every one that should be.
        place = numbers.get((row["case_no"], row["seq"]))
        yield {**{name: row[name] for name in names}, "facts": facts, "place": place}


def _placed(facts: str, numbers: dict[tuple[str, int], int]) -> str:
    """Let the letters that another carries be named by the places of their entries, as `place` is."""

    def named(found: re.Match[str]) -> str:
        return f"<{found[1]}.{numbers.get((found[1].upper(), int(found[2])))}."

    return _NAMED.sub(named, facts)


def _rows(db: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    for row in db.execute(f"SELECT * FROM {table}"):
        told = {name: row[name] for name in tuple(row.keys()) if name not in _OF_THE_CHAIN}
        for name in told.keys() & _SEALED:
            # Sealed anew each time; the length is that of what is sealed.
            told[name] = told[name] and len(told[name])
        if table == "address_book":
            # Its ids are drawn.
            del told["id"]
        yield told


def _text(told: dict[str, Any]) -> str:
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False, default=_bytes)
    return _MOMENT.sub(_to_the_hour, plain)


def _bytes(value: bytes) -> str:
    return value.hex()


def _to_the_hour(found: re.Match[str]) -> str:
    moment = datetime.fromisoformat(found[0][:19].replace(" ", "T"))
    return f"{moment + timedelta(minutes=30):%Y-%m-%dT%H}"


def difference(expected: Portrait, found: Portrait) -> str:
    """Say where two portraits differ, in a few lines; nothing when they do not."""
    lines = []
    for table in sorted(expected.keys() | found.keys()):
        was, has = expected.get(table, []), found.get(table, [])
        if was == has:
            continue
        lines += [f"{table}: lost {row[:400]}" for row in was if row not in has]
        lines += [f"{table}: has  {row[:400]}" for row in has if row not in was]
        if sorted(was) == sorted(has):
            lines.append(f"{table}: another order")
        elif set(was) == set(has):
            lines.append(f"{table}: {len(was)} rows became {len(has)}")
    return "\n".join(lines[:8])
