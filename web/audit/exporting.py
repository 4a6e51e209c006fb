"""A list that is taken out of the auditor's room: journaled, streamed, safe to open in a spreadsheet."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi.responses import Response, StreamingResponse
from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.case.answers import Identified
from models import entries as e
from web.ground.download import handed_out_as, no_formula

# By this programs know that letters are UTF-8.
_BOM = "﻿"


class TakenAs(StrEnum):
    """In which form a list is taken out."""

    CSV = "csv"
    JSON = "json"

    @classmethod
    def of(cls, written: str) -> "TakenAs":
        """Return the form somebody asks for; a table for what is none."""
        return cls.JSON if written == cls.JSON else cls.CSV


@dataclass(frozen=True)
class ListRows:
    """The rows of a list: how many there are and up to where, and what reads some after a place."""

    counted: Callable[[Connection], tuple[int, Any]]
    some: Callable[[Connection, Any, Any], tuple[list[list[Any]], Any]]


def exported(
    desk: Desk,
    who: Identified,
    form: TakenAs,
    *,
    what: str,
    said: Mapping[str, str],
    columns: Sequence[tuple[str, str]],
    rows: ListRows,
) -> Response:
    """Journal who takes out which list, and return it as it is written, a few rows at a time.

    Raises `InQuarantine` in a copy, where nothing can be journaled.
    """
    with desk.store.reading() as conn:
        count, up_to = rows.counted(conn)
    with desk.store.writing() as conn:
        told = e.ListExported(what=what, form=form, sought=dict(said), rows=count)
        desk.house(conn, who).record(told)
    found = _all_rows(desk, rows, up_to)
    written = _as_table(columns, found) if form is TakenAs.CSV else _as_data(columns, found, said)
    kinds = {TakenAs.CSV: "text/csv; charset=utf-8", TakenAs.JSON: "application/json"}
    headers = {"Content-Disposition": handed_out_as(f"{what}.{form}")}
    return StreamingResponse(written, media_type=kinds[form], headers=headers)


def _all_rows(desk: Desk, rows: ListRows, up_to: Any) -> Iterator[list[Any]]:
    after = None
    while True:
        with desk.store.reading() as conn:
            found, after = rows.some(conn, up_to, after)
        yield from found
        if after is None:
            return


def _as_table(columns: Sequence[tuple[str, str]], rows: Iterator[list[Any]]) -> Iterator[bytes]:
    yield _BOM.encode()
    yield _line([called for _, called in columns])
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[Any]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([plain_cell(cell) for cell in cells])
    return buffer.getvalue().encode()


def plain_cell(cell: Any) -> Any:
    """Return a cell that no program takes for a formula."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, str):
        return no_formula(cell)
    return "" if cell is None else cell


def _as_data(
    columns: Sequence[tuple[str, str]], rows: Iterator[list[Any]], said: Mapping[str, str]
) -> Iterator[bytes]:
    yield f'{{"sought": {json.dumps(dict(said), ensure_ascii=False)}, "rows": ['.encode()
    names = [name for name, _ in columns]
    before = "\n"
    for row in rows:
        told = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)
        yield f"{before}{told}".encode()
        before = ",\n"
    yield b"\n]}\n"
