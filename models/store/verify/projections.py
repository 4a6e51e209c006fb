"""The auditor's check of the projections: cases, plan, steps, votes and the rest are as rebuilt."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from models.store.verify.reading import Difference, Unreadable, moment, parsed, rows_of
from models.store.verify.rebuilt import KEYS, Rebuilt


def projection_difference(conn: Connection, case_no: str, rebuilt: Rebuilt) -> Difference | None:
    """Compare a case's rows with those its entries make; return the first that lies there otherwise."""
    for table, key_columns in KEYS.items():
        stored = stored_rows(conn, table, key_columns, case_no)
        difference = first_difference(case_no, table, stored, rebuilt[table])
        if difference:
            return difference
    return None


def stored_rows(
    conn: Connection, table: str, key_columns: tuple[str, ...], case_no: str
) -> dict[tuple[Any, ...], dict[str, Any]]:
    column = "no" if table == "cases" else "case_no"
    found = [dict(row._mapping) for row in rows_of(conn, table, case_no, column=column)]
    return {
        tuple(row[k] for k in key_columns): {
            name: value for name, value in row.items() if name not in (column, *key_columns)
        }
        for row in found
    }


def first_difference(
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
            found = stored[key].get(column, "no such column")
            if _plain(found) != _plain(expected):
                return Difference(case_no, f"{place}, column {column}", str(found), str(expected))
    return None


def _plain(value: Any) -> Any:
    """Bring values of both databases to one form, so that they compare alike.

    What cannot be read stays as it is: it equals nothing the journal tells.
    """
    try:
        if isinstance(value, str) and value.startswith(("[", "{")):
            return _said(parsed(value))
        if isinstance(value, str) and len(value) > 10 and value[4:5] == "-" and value[10] in "T ":
            return moment(value)
        if isinstance(value, datetime):
            return moment(value)
    except Unreadable:
        return value
    if isinstance(value, bool):
        return int(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return _said(value)


def _said(value: Any) -> Any:
    """Leave out what a part says nothing of: entries name it with nothing, or not at all."""
    if isinstance(value, dict):
        return {name: said for name, said in value.items() if said is not None}
    return value
