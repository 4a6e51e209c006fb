"""Many requests in one sheet: a row a person, a leg, a cost; rows of one number are one request. Pure.

Each list of a request has its columns, and a row adds an entry to each list in whose columns something
stands. What a request says once stands in any of its rows, or the same in several.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from config.words import Words
from models.errors import DecisionIncomplete, Problem
from models.names import name_key
from models.request.form.described import Field, Input
from models.request.form.table import Column, columns_of
from models.request.form.workbook import SheetCell
from models.request.form.written import Values
from models.request.labels import field_label

MOST_ROWS, MOST_REQUESTS = 10_000, 1_000
# Files come by themselves; what is an exception is explained by whoever asks for it, not by the sheet.
_NOT_IN_A_SHEET = frozenset(("papers", "urgent", "allowed"))
_LEAST_HEADINGS = 2
_MISSING = "missing"
Code = Callable[[Field, str], str]
Reads = Callable[[Values], Sequence[Problem]]


@dataclass(frozen=True)
class WrongCell:
    """What is wrong with a cell: where it stands, under which heading, what it says, and why."""

    place: str
    heading: str
    value: str
    why: str


@dataclass
class RequestInRows:
    """A request as far as its rows were read: its values, and by the name of a field where it stands."""

    number: str
    values: Values = field(default_factory=dict)
    places: dict[str, tuple[SheetCell, Column]] = field(default_factory=dict)


@dataclass(frozen=True)
class ManyRead:
    """What a sheet holds: its requests, and all that is wrong: then none is taken."""

    requests: tuple[RequestInRows, ...]
    wrong: tuple[WrongCell, ...]


def columns_of_many(fields: Sequence[Field], w: Words) -> tuple[Column, ...]:
    """Return the columns of a sheet of requests; the first tells which rows are one request."""
    number = Field("number", Input.LINE)
    there = [each for each in fields if each.name not in _NOT_IN_A_SHEET]
    once = Field("", Input.ROWS, parts=tuple(f for f in there if f.input is not Input.ROWS))
    said_once = columns_of(once, lambda path: field_label(path[1:], w))
    lists = [each for each in there if each.input is Input.ROWS]
    return (
        Column((), number, w.text("sheet.number_of_request"), needed=True),
        *said_once,
        *(column for listed in lists for column in _columns_of_list(listed, w)),
    )


def _columns_of_list(listed: Field, w: Words) -> Iterator[Column]:
    of = field_label((listed.name,), w)
    for column in columns_of(listed, lambda path: field_label(path, w)):
        path = (listed.name, *column.path)
        yield Column(path, column.field, f"{of}: {column.heading}", column.needed)


def is_heading_of_many(row: Sequence[str], columns: Sequence[Column]) -> bool:
    """Tell whether a row is the heading: the number of the request, and another column at least."""
    keys = {name_key(cell) for cell in row}
    known = {name_key(column.heading) for column in columns}
    return name_key(columns[0].heading) in keys and len(keys & known) >= _LEAST_HEADINGS


def read_many(
    rows: Iterable[tuple[int, list[SheetCell]]],
    fields: Sequence[Field],
    columns: Sequence[Column],
    code: Code,
    w: Words,
) -> ManyRead:
    """Return the requests of rows whose first is the heading, with all that is wrong with single cells.

    Raises `DecisionIncomplete` for a heading with columns that no field has, or the same twice.
    """
    reader = _Rows({f.name: f for f in fields}, code, w)
    found = iter(rows)
    heading = next(found)[1]
    order, headings = _order(heading, columns), [cell.text for cell in heading]
    for _, cells in found:
        if [cell.text for cell in cells] == headings:
            # A table of several pages has its heading on each.
            continue
        filled = [
            (cell, column)
            for cell, column in zip(cells, order, strict=False)
            if column and (cell.text.strip() or cell.refusal)
        ]
        if filled:
            reader.take(filled)
    return ManyRead(tuple(reader.requests.values()), tuple(reader.wrong))


def wrong_in(request: RequestInRows, problems: Iterable[Problem], w: Words) -> Iterator[WrongCell]:
    """Yield what is wrong with a request's cells; what is only missing its draft tells itself."""
    for problem in problems:
        if problem.msgid != _MISSING and problem.field in request.places:
            cell, column = request.places[problem.field]
            yield WrongCell(cell.place, column.heading, cell.text, problem.said_alone(w))


def _order(heading: Sequence[SheetCell], columns: Sequence[Column]) -> list[Column | None]:
    known = {name_key(column.heading): column for column in columns}
    named = [cell.text for cell in heading if cell.text.strip()]
    if unknown := [each for each in named if name_key(each) not in known]:
        allowed = "; ".join(column.heading for column in columns)
        raise DecisionIncomplete("table_columns", value=", ".join(unknown), allowed=allowed)
    if twice := [each for each in dict.fromkeys(named) if named.count(each) > 1]:
        raise DecisionIncomplete("table_columns_twice", value=", ".join(twice))
    return [known.get(name_key(cell.text)) for cell in heading]


class _Rows:
    """The requests as their rows come, and what is wrong so far."""

    def __init__(self, fields: Mapping[str, Field], code: Code, w: Words) -> None:
        self.requests: dict[str, RequestInRows] = {}
        self.wrong: list[WrongCell] = []
        self._fields = fields
        self._code = code
        self._w = w

    def take(self, filled: Sequence[tuple[SheetCell, Column]]) -> None:
        """Take a row in: it says of which request it is, and adds to it."""
        number = next((cell.text.strip() for cell, column in filled if not column.path), "")
        if not number:
            cell = filled[0][0]
            self.wrong.append(WrongCell(cell.place, "", "", self._w.text("sheet.no_number")))
            return
        request = self._request(number, filled[0][0])
        if request is None:
            return
        entries: dict[str, int] = {}
        for cell, column in filled:
            if cell.refusal:
                said = cell.refusal.said(self._w)
                self.wrong.append(WrongCell(cell.place, column.heading, cell.text, said))
            elif column.path:
                self._put(request, cell, column, entries)

    def _request(self, number: str, cell: SheetCell) -> RequestInRows | None:
        if number not in self.requests and len(self.requests) >= MOST_REQUESTS:
            raise DecisionIncomplete("sheet_many_requests", most=MOST_REQUESTS)
        return self.requests.setdefault(number, RequestInRows(number))

    def _put(
        self, request: RequestInRows, cell: SheetCell, column: Column, entries: dict[str, int]
    ) -> None:
        first, *rest = column.path
        listed = self._fields[first]
        value = self._value(column.field, cell.text.strip())
        if listed.input is not Input.ROWS:
            name = ".".join(column.path)
            if name in request.places and _at(request.values, column.path) != value:
                self._say_twice(request.places[name][0], cell, column)
                return
            _lay(request.values, column.path, value)
            request.places[name] = (cell, column)
            return
        rows = request.values.setdefault(first, [])
        if first not in entries:
            if len(rows) >= listed.most:
                said = self._w.text("sheet.list_too_long", most=listed.most)
                self.wrong.append(WrongCell(cell.place, column.heading, cell.text, said))
                return
            rows.append({})
            entries[first] = len(rows)
        _lay(rows[entries[first] - 1], rest, value)
        request.places[f"{first}[{entries[first]}].{'.'.join(rest)}"] = (cell, column)

    def _value(self, asked: Field, text: str) -> object:
        if asked.input is Input.CODES:
            return [self._code(asked, each) for each in text.split(";") if each.strip()]
        if asked.input is Input.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        return self._code(asked, text)

    def _say_twice(self, before: SheetCell, cell: SheetCell, column: Column) -> None:
        said = self._w.text("sheet.said_twice", place=before.place, value=before.text)
        self.wrong.append(WrongCell(cell.place, column.heading, cell.text, said))


def _lay(values: Values, path: Sequence[str], value: object) -> None:
    first, *rest = path
    if rest:
        _lay(values.setdefault(first, {}), rest, value)
    else:
        values[first] = value


def _at(values: Values, path: Sequence[str]) -> object:
    for name in path:
        values = values[name]
    return values
