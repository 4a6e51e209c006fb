"""A list that is taken out of the auditor's room: journaled, streamed, safe to open in a spreadsheet."""

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
from web.ground.download import handed_out_as
from web.ground.listed.handing_out import MEDIA, as_csv, as_workbook

_MEDIA = {**MEDIA, "json": "application/json"}


class TakenAs(StrEnum):
    """In which form a list is taken out."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"

    @classmethod
    def of(cls, written: str) -> "TakenAs":
        """Return the form somebody asks for; a table for what is none."""
        return cls(written) if written in set(cls) else cls.CSV


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
    headers = {"Content-Disposition": handed_out_as(f"{what}.{form}")}
    written = _written(form, columns, found, said)
    return StreamingResponse(written, media_type=_MEDIA[form], headers=headers)


def _written(
    form: TakenAs,
    columns: Sequence[tuple[str, str]],
    rows: Iterator[list[Any]],
    said: Mapping[str, str],
) -> Iterator[bytes]:
    if form is TakenAs.JSON:
        return _as_data(columns, rows, said)
    if form is TakenAs.XLSX:
        return as_workbook([called for _, called in columns], lambda: rows)
    return as_csv([called for _, called in columns], lambda: rows)


def _all_rows(desk: Desk, rows: ListRows, up_to: Any) -> Iterator[list[Any]]:
    after = None
    while True:
        with desk.store.reading() as conn:
            found, after = rows.some(conn, up_to, after)
        yield from found
        if after is None:
            return


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
