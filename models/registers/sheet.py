"""Rows of a register in a workbook: a column a field; one with a number is there already. Pure.

The columns stand in any order, each under the words of its field. Every cell that is wrong is told with
its place; what was handed out is taken in again and changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from config.words import Words
from models.errors import DecisionIncomplete, Problem
from models.names import name_key
from models.registers.known import fields_of, labelled
from models.registers.register import RegisterKey
from models.request.form.described import Field, Input
from models.request.form.many import WrongCell
from models.request.form.table import Column, columns_of
from models.request.form.workbook import SheetCell
from models.request.form.written import Values
from models.request.labels import field_label

MOST_ROWS = 10_000
NUMBER = "number_of_row"
_LEAST_HEADINGS = 2
Code = Callable[[Field, str], str]


@dataclass
class RowInSheet:
    """A row as far as it was read: the number it has already, its values, where each stands."""

    place: str
    number: str = ""
    values: Values = field(default_factory=dict)
    cells: dict[str, tuple[SheetCell, Column]] = field(default_factory=dict)


def columns_of_register(key: RegisterKey, w: Words) -> tuple[Column, ...]:
    """Return the columns of a register's sheet; the first is the number of a row that is there."""
    listed = listed_of(key)
    number = Column((NUMBER,), Field(NUMBER, Input.LINE), w.text("sheet.number_of_row"), False)
    return (number, *columns_of(listed, lambda path: field_label(("register", *path), w)))


def listed_of(key: RegisterKey) -> Field:
    """Return the rows of a register as a list that a workbook is made of."""
    return Field(labelled(key), Input.ROWS, parts=fields_of(key), most=1_000)


def is_heading(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Tell whether a row of a sheet is the heading."""
    known = {name_key(column.heading) for column in columns}
    return len({name_key(cell) for cell in row} & known) >= _LEAST_HEADINGS


def read_sheet(
    rows: Iterable[tuple[int, list[SheetCell]]],
    columns: Sequence[Column],
    code: Code,
    w: Words,
) -> tuple[list[RowInSheet], list[WrongCell]]:
    """Return the rows whose first is the heading, and the cells that nobody can read.

    Raises `DecisionIncomplete` for a heading with columns that no field has, or the same twice.
    """
    found = iter(rows)
    heading = next(found)[1]
    order, headings = _order(heading, columns), [cell.text for cell in heading]
    read: list[RowInSheet] = []
    wrong: list[WrongCell] = []
    for number, cells in found:
        filled = [
            (cell, column)
            for cell, column in zip(cells, order, strict=False)
            if column and (cell.text.strip() or cell.refusal)
        ]
        if filled and [cell.text for cell in cells] != headings:
            read.append(_row(number, filled, wrong, code, w))
    return read, wrong


def _row(
    number: int,
    filled: Sequence[tuple[SheetCell, Column]],
    wrong: list[WrongCell],
    code: Code,
    w: Words,
) -> RowInSheet:
    row = RowInSheet(f"{number}")
    for cell, column in filled:
        name = column.path[-1]
        row.cells[name] = (cell, column)
        if cell.refusal:
            said = cell.refusal.said(w)
            wrong.append(WrongCell(cell.place, column.heading, cell.text, said))
        elif name == NUMBER:
            row.number = cell.text.strip()
        else:
            row.values[name] = code(column.field, cell.text.strip())
    return row


def wrong_in(
    row: RowInSheet, problems: Iterable[Problem], columns: Sequence[Column], w: Words
) -> Iterator[WrongCell]:
    """Yield what is wrong with a row's cells; of what is missing the row and the heading are told."""
    by_name = {column.path[-1]: column for column in columns}
    for problem in problems:
        if problem.field in row.cells:
            cell, column = row.cells[problem.field]
            if not cell.refusal:
                yield WrongCell(cell.place, column.heading, cell.text, problem.said_alone(w))
        else:
            column_there = by_name.get(problem.field)
            heading = column_there.heading if column_there else ""
            place = w.text("sheet.row", number=row.place)
            yield WrongCell(place, heading, problem.value, problem.said_alone(w))


def _order(heading: Sequence[SheetCell], columns: Sequence[Column]) -> list[Column | None]:
    known = {name_key(column.heading): column for column in columns}
    named = [cell.text for cell in heading if cell.text.strip()]
    if unknown := [each for each in named if name_key(each) not in known]:
        allowed = "; ".join(column.heading for column in columns)
        raise DecisionIncomplete("table_columns", value=", ".join(unknown), allowed=allowed)
    keys = [name_key(each) for each in named]
    if twice := [each for each in dict.fromkeys(named) if keys.count(name_key(each)) > 1]:
        raise DecisionIncomplete("table_columns_twice", value=", ".join(twice))
    return [known.get(name_key(cell.text)) for cell in heading]
