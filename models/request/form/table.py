"""Rows of a list as people have them in a table: pasted from a spreadsheet or a document, or in a file.

With a heading the columns stand in any order, each under the words of its field; without one they stand
in the order of the form. Pure.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.errors import DecisionIncomplete
from models.names import name_key
from models.request.form.described import Field, Input
from models.request.form.written import Values
from models.request.values.likeness import nearest_first

Table = Sequence[Sequence[str]]
# So many cells of a first row have to be headings for it to be one.
_LEAST_HEADINGS = 2
_IN_NO_COLUMN = frozenset((Input.FILE, Input.ROWS))
# Headings over numbers that only count the rows; the form counts its own.
_COUNTING = frozenset(map(name_key, ("STT", "TT", "Số TT", "Số thứ tự", "No", "#")))
# So many headings are offered for those that are none: the nearest.
_MOST_OFFERED = 20


@dataclass(frozen=True)
class Column:
    """A column: the way to its field within a row, the field, its heading; `needed` in every row."""

    path: tuple[str, ...]
    field: Field
    heading: str
    needed: bool


def columns_of(listed: Field, heading: Callable[[tuple[str, ...]], str]) -> tuple[Column, ...]:
    """Return the columns of a list; `heading` says what people call a field, by the way to it."""
    return tuple(
        Column(path, field, heading((listed.name, *path)), needed)
        for path, field, needed in _fields(listed.parts, ())
    )


def pasted(text: str) -> Table:
    """Return the table that was pasted: cells apart by tabs, as spreadsheets and documents copy them."""
    rows = csv.reader(io.StringIO(text), delimiter="\t")
    return [row for row in rows if any(cell.strip() for cell in row)]


def is_heading(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Tell whether a row of a table is its heading."""
    return sum(name_key(cell) in _by_heading(columns) for cell in row) >= _LEAST_HEADINGS


def rows_in(table: Table, columns: Sequence[Column]) -> list[Values]:
    """Return the rows of a table in which something stands.

    Raises `DecisionIncomplete` for columns that no field has, or that stand there twice.
    """
    if table and is_heading(table[0], columns):
        order = _order(table[0], columns)
        _refuse([*_beneath_nothing(table)], columns)
        rows = [_row(row, order) for row in table[1:]]
    else:
        widest = max((len(row) for row in table), default=0)
        _refuse([f"{number}" for number in range(len(columns) + 1, widest + 1)], columns)
        rows = [_row(row, columns) for row in table]
    return [row for row in rows if row]


def _order(heading: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """Return the column of each cell of a heading; none for what only counts the rows."""
    known = _by_heading(columns)
    keys = [name_key(cell) for cell in heading]
    named = [(cell, key) for cell, key in zip(heading, keys, strict=True) if cell.strip()]
    _refuse([cell for cell, key in named if key not in known and key not in _COUNTING], columns)
    found = [known[key].heading for key in keys if key in known]
    if twice := [each for each in dict.fromkeys(found) if found.count(each) > 1]:
        raise DecisionIncomplete("table_columns_twice", value=", ".join(twice))
    return [known.get(key) for key in keys]


def _beneath_nothing(table: Table) -> Iterator[str]:
    """Yield the numbers of columns in which something stands beneath no heading."""
    heading, *rows = table
    for place in range(max(map(len, table))):
        named = place < len(heading) and heading[place].strip()
        if not named and any(place < len(row) and row[place].strip() for row in rows):
            yield f"{place + 1}"


def _by_heading(columns: Sequence[Column]) -> Mapping[str, Column]:
    return {name_key(column.heading): column for column in columns}


def _refuse(unknown: Sequence[str], columns: Sequence[Column]) -> None:
    """Refuse headings that no field has, and offer those there are, the nearest first."""
    if not unknown:
        return
    named = {column.heading: (column.heading,) for column in columns}
    nearest = [nearest_first(each, named) for each in unknown]
    offered = dict.fromkeys(each for ranked in zip(*nearest, strict=True) for each in ranked)
    allowed = "; ".join([*offered][:_MOST_OFFERED])
    raise DecisionIncomplete("table_columns", value=", ".join(unknown), allowed=allowed)


def _row(cells: Sequence[str], order: Sequence[Column | None]) -> Values:
    row: Values = {}
    for cell, column in zip(cells, order, strict=False):
        if column and cell.strip():
            _put(row, column.path, cell.strip())
    return row


def _put(row: Values, path: Sequence[str], value: str) -> None:
    first, *rest = path
    if rest:
        _put(row.setdefault(first, {}), rest, value)
    else:
        row[first] = value


def _fields(
    fields: Sequence[Field], within: tuple[str, ...], *, needed: bool = True
) -> Iterator[tuple[tuple[str, ...], Field, bool]]:
    for field in fields:
        path, is_needed = (*within, field.name), needed and field.needed
        if field.input is Input.PART:
            yield from _fields(field.parts, path, needed=is_needed)
        elif field.input not in _IN_NO_COLUMN:
            yield path, field, is_needed
