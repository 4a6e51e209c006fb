"""The auditor's check of who looked at what: each sealed batch is as the house's journal tells."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row

from models.store.verify.keys import HOUSE
from models.store.verify.reading import (
    Difference,
    Unreadable,
    canonical,
    moment,
    parsed,
    rows_of_all,
)


def looks_difference(conn: Connection, rows: Sequence[Row[Any]]) -> Difference | None:
    """Hold the batches of looks against what the house's entries tell of them."""
    told = _told(rows)
    found: dict[Any, list[Row[Any]]] = {}
    for row in rows_of_all(conn, "openings"):
        found.setdefault(row.batch, []).append(row)
    # What was opened within the last hour is not sealed yet.
    found.pop(0, None)
    for batch in sorted(found.keys() | told.keys()):
        place = f"openings, batch {batch}"
        if batch not in told:
            return Difference(HOUSE, place, "looks", "none: no entry tells of them")
        count, digest = told[batch]
        there = found.get(batch, [])
        if len(there) != count:
            return Difference(HOUSE, place, f"{len(there)} looks", f"{count}, as were sealed")
        if _digest(there, place) != digest:
            return Difference(HOUSE, place, "other looks", "those that were sealed")
    return None


def _told(rows: Sequence[Row[Any]]) -> dict[int, tuple[int, str]]:
    """Return what is told of batches that are not forgotten: how many looks, and their digest."""
    told: dict[int, tuple[int, str]] = {}
    for row in rows:
        try:
            if row.kind == "looks_sealed":
                said = parsed(row.body)
                told[said["batch"]] = (said["rows"], said["digest"])
            elif row.kind == "looks_forgotten":
                through = parsed(row.body)["through"]
                told = {batch: each for batch, each in told.items() if batch > through}
        except (Unreadable, KeyError, TypeError):
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None
    return told


def _digest(rows: Sequence[Row[Any]], place: str) -> str:
    try:
        said = sorted(
            [
                row.case_no,
                row.person,
                row.what,
                row.which,
                str(row.day),
                row.times,
                moment(row.last_at),
            ]
            for row in rows
        )
    except TypeError:
        return "nothing that can be read"
    except Unreadable as unreadable:
        raise unreadable.at(place) from None
    return hashlib.sha256(canonical(said)).hexdigest()
