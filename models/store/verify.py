"""The auditor's check: is the journal whole, and does the database say what the journal says?

Written apart from everything that writes: its own canonical JSON, its own hashing, its own reading of
each kind of entry, straight from the rows. A fault in the writer cannot hide in it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text

GENESIS = "0" * 64


@dataclass(frozen=True)
class Difference:
    """The first thing that is not as it must be: which case, which entry or row and column."""

    case_no: str
    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.case_no}: {self.place}: found {self.found}, expected {self.expected}"


@dataclass(frozen=True)
class Verified:
    """What was checked, and the first difference (None when all is as it must be)."""

    cases: int
    entries: int
    difference: Difference | None


def verify(conn: Connection) -> Verified:
    """Recompute every chain, rebuild cases and steps from the journal, compare with the tables."""
    numbers = _numbers(conn)
    entries = 0
    for case_no in numbers:
        rows = conn.execute(
            text("SELECT * FROM journal WHERE case_no = :no ORDER BY seq"), {"no": case_no}
        ).all()
        entries += len(rows)
        difference = _chain_difference(case_no, rows) or _table_difference(conn, case_no, rows)
        if difference:
            return Verified(len(numbers), entries, difference)
    return Verified(len(numbers), entries, None)


def _numbers(conn: Connection) -> list[str]:
    """Return every case that the journal or the table of cases knows."""
    return list(
        conn.execute(
            text("SELECT no FROM cases UNION SELECT DISTINCT case_no FROM journal ORDER BY 1")
        ).scalars()
    )


# --- the chain ----------------------------------------------------------------------------------


def _chain_difference(case_no: str, rows: Sequence[Row[Any]]) -> Difference | None:
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        place = f"entry {row.seq}"
        if row.seq != number:
            return Difference(case_no, place, f"number {row.seq}", f"number {number}")
        if row.previous != previous:
            return Difference(case_no, f"{place}, previous", row.previous, previous)
        sealed = _sealed(row)
        if row.hash != sealed:
            return Difference(case_no, f"{place}, hash", row.hash, sealed)
        previous = row.hash
    return None


def _sealed(row: Row[Any]) -> str:
    content = {
        "actor": row.actor,
        "at": _moment(row.at),
        "body": row.body,
        "case": row.case_no,
        "kind": row.kind,
        "previous": row.previous,
        "recorded_at": _moment(row.recorded_at),
        "seq": row.seq,
    }
    line = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def _moment(value: Any) -> str:
    """Write a moment as it was sealed: ISO 8601 in UTC, however the database hands it over."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return str(moment.astimezone(UTC).isoformat())


# --- cases and steps, rebuilt ---------------------------------------------------------------------

Rebuilt = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
ReadBack = Callable[[Rebuilt, dict[str, Any], str], None]


def _table_difference(
    conn: Connection, case_no: str, rows: Sequence[Row[Any]]
) -> Difference | None:
    rebuilt = _rebuild(rows)
    for table, key_columns in _KEYS.items():
        stored = _stored(conn, table, key_columns, case_no)
        difference = _first_difference(case_no, table, stored, rebuilt[table])
        if difference:
            return difference
    return None


_KEYS = {
    "cases": (),
    "plan_steps": ("ordinal",),
    "steps": ("number",),
    "votes": ("step", "person"),
}


def _stored(
    conn: Connection, table: str, key_columns: tuple[str, ...], case_no: str
) -> dict[tuple[Any, ...], dict[str, Any]]:
    column = "no" if table == "cases" else "case_no"
    found = conn.execute(
        text(f"SELECT * FROM {table} WHERE {column} = :no"),  # noqa: S608 - names from _KEYS.
        {"no": case_no},
    )
    return {
        tuple(row[k] for k in key_columns): {
            name: value for name, value in row.items() if name not in (column, *key_columns)
        }
        for row in found.mappings()
    }


def _first_difference(
    case_no: str,
    table: str,
    stored: dict[tuple[Any, ...], dict[str, Any]],
    rebuilt: dict[tuple[Any, ...], dict[str, Any]],
) -> Difference | None:
    for key in sorted(stored.keys() | rebuilt.keys(), key=str):
        place = " ".join([table, *(str(part) for part in key)])
        if key not in rebuilt:
            return Difference(case_no, place, "a row", "none: no entry tells of it")
        if key not in stored:
            return Difference(case_no, place, "no row", "one, as the journal tells")
        for column, expected in rebuilt[key].items():
            found = stored[key][column]
            if _plain(found) != _plain(expected):
                return Difference(case_no, f"{place}, column {column}", str(found), str(expected))
    return None


def _plain(value: Any) -> Any:
    """Bring values of both databases to one form, so that they compare alike."""
    if isinstance(value, str) and value.startswith(("[", "{")):
        return json.loads(value)
    if isinstance(value, str) and len(value) > 10 and value[4:5] == "-" and value[10] in "T ":
        return _moment(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, bool):
        return int(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def _rebuild(rows: Sequence[Row[Any]]) -> Rebuilt:
    rebuilt: Rebuilt = {table: {} for table in _KEYS}
    for row in rows:
        said = json.loads(row.body)
        _READ_BACK.get(row.kind, _only_tells)(rebuilt, said, _moment(row.at))
        case = rebuilt["cases"].setdefault((), {})
        case |= {"seq": row.seq, "head": row.hash}
    return rebuilt


def _only_tells(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    """Reminders and refusals change no row."""


def _submitted(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    copied = (
        "unit", "year", "departs", "returns", "regulation", "regulation_digest", "dossier_digest",
        "filed_for", "typed_by",
    )  # fmt: skip
    rebuilt["cases"][()] = {
        **{name: said[name] for name in copied},
        "kind": said["delegation"],
        "status": "in_approval",
        "version": 1,
        "route": "",
        "fault": None,
        "opened_at": at,
        "authors": list(dict.fromkeys([said["filed_for"], said["typed_by"]])),
    }


def _revised(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    case = rebuilt["cases"][()]
    names = ("version", "departs", "returns", "dossier_digest", "filed_for", "typed_by")
    case |= {name: said[name] for name in names}
    case["authors"] = list(dict.fromkeys([*case["authors"], said["filed_for"], said["typed_by"]]))


def _route(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["cases"][()]["route"] = said["route"]
    rebuilt["plan_steps"] = {
        (step["ordinal"],): {name: v for name, v in step.items() if name != "ordinal"}
        for step in said["steps"]
    }


def _opened(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    empty = ("choice", "decided_at", "decided_by", "remarks", "answer")
    papers = ("paper_number", "paper_date", "paper_file", "day")
    rebuilt["steps"][(said["step"],)] = {
        **{name: value for name, value in said.items() if name != "step"},
        **dict.fromkeys((*empty, *papers)),
        "opened_at": at,
        "state": "open",
        "overdue": False,
    }


def _voted(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["votes"][(said["step"], said["person"])] = {
        "choice": said["choice"],
        "at": at,
        "remarks": said["remarks"],
        "answer": said["answer"],
    }


def _decided(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    paper = said["paper"] or {"number": None, "dated": None, "file": None}
    rebuilt["steps"][(said["step"],)] |= {
        "state": "decided",
        "choice": said["choice"],
        "decided_at": at,
        "decided_by": said["person"],
        "remarks": said["remarks"],
        "answer": said["answer"],
        "day": said["day"],
        "paper_number": paper["number"],
        "paper_date": paper["dated"],
        "paper_file": paper["file"],
    }


def _silent(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["steps"][(said["step"],)] |= {"state": "silent", "decided_at": at}


def _sets_step(column: str, value: object) -> ReadBack:
    def read_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
        rebuilt["steps"][(said["step"],)][column] = value

    return read_back


def _sets_case(column: str, value: object = None, *, said_as: str = "") -> ReadBack:
    def read_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
        rebuilt["cases"][()][column] = said[said_as] if said_as else value

    return read_back


_READ_BACK = {
    "case_submitted": _submitted,
    "dossier_revised": _revised,
    "route_drawn": _route,
    "step_opened": _opened,
    "vote_cast": _voted,
    "step_decided": _decided,
    "step_silent": _silent,
    "step_overdue": _sets_step("overdue", value=True),
    "step_voided": _sets_step("state", "void"),
    "case_approved": _sets_case("status", "approved"),
    "case_rejected": _sets_case("status", "rejected"),
    "case_archived": _sets_case("status", "archived"),
    "walk_failed": _sets_case("fault", said_as="fault"),
    "walk_recovered": _sets_case("fault", None),
}
