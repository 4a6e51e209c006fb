"""Rows of a list that somebody pastes into a section, or brings in the file of a spreadsheet."""

from collections.abc import Sequence
from functools import partial

from config.words import Words
from models.errors import DecisionIncomplete, FileRefused
from models.request.form.described import FROM_LIST, Field, Input
from models.request.form.table import Column, Table, columns_of, is_heading, pasted, rows_in
from models.request.form.workbook import table_in
from models.request.form.written import Values
from models.request.labels import field_label
from models.request.papers.taking import MOST_MEGABYTES
from web.ground.fields import cleaned
from web.ground.form import PASTED, Sent
from web.request.lists import Lists

# How the field ends in which the workbook of a list is chosen.
SHEET = ".sheet"


def columns_for(listed: Field, w: Words) -> tuple[Column, ...]:
    """Return the columns of a list, under the words of its fields."""
    return columns_of(listed, lambda path: field_label(path, w))


def rows_brought(listed: Field, sent: Sent, lists: Lists, w: Words) -> list[Values]:
    """Return the rows that were pasted or stand in a workbook; words chosen from a list are its codes.

    Raises `DecisionIncomplete` for columns that no field has, and for a file that cannot be read.
    """
    columns = columns_for(listed, w)
    tables = (pasted("\n".join(sent.all(f"{listed.name}{PASTED}"))), _table(listed, sent, columns))
    rows = [row for table in tables for row in rows_in(table, columns)]
    return [_coded(listed.parts, row, lists) for row in rows]


def check_rows(listed: Field, rows: Sequence[Values], *, there: int) -> None:
    """Check rows that come to those a list has; raises `DecisionIncomplete` for none or too many."""
    if not rows:
        raise DecisionIncomplete("table_rows")
    if (count := there + len(rows)) > listed.most:
        raise DecisionIncomplete("table_too_long", most=listed.most, count=count)


def _table(listed: Field, sent: Sent, columns: Sequence[Column]) -> Table:
    """Return the table of the workbook that was sent; nothing where none was."""
    file = sent.upload(f"{listed.name}{SHEET}")
    if file is None:
        return []
    if file.too_large:
        raise FileRefused("too_large", file.name, most=f"{MOST_MEGABYTES} MB")
    if not file.content:
        raise FileRefused("empty", file.name)
    table = table_in(file.content, partial(is_heading, columns=columns))
    return [[cleaned(cell) for cell in row] for row in table]


def _coded(fields: Sequence[Field], row: Values, lists: Lists) -> Values:
    coded: Values = {}
    for field in fields:
        value = row.get(field.name)
        if isinstance(value, dict):
            coded[field.name] = _coded(field.parts, value, lists)
        elif value is not None:
            chosen = field.input in (*FROM_LIST, Input.CODE, Input.YES_NO)
            coded[field.name] = lists.code(field, value) if chosen else value
    return coded
