"""The fields of a section as a page shows them: what stands in each, what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from config.words import Words
from models.errors import Problem
from models.request.form.described import FROM_LIST, Field, Input
from models.request.form.written import Values, first_name, rows_name
from models.request.labels import field_label, label_of
from models.store.drafts import name_in
from web.request.lists import Lists, Options

_SHORT = 12
# A page shows so many rows of a list; a delegation of a hundred has ten such pages.
MOST_ROWS = 10
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Widget:
    """A field: `name` is that of its problem, too. `value` is what is shown, `chosen` the codes chosen.

    `list` names the list its words are chosen from, `options` what its own offers. `problems` are said
    beside it; `theirs` are a colleague's words where they differ, `remarks` what a returned request was
    remarked on there. `parts` are the fields of a part, `rows` those of each row.
    """

    name: str
    label: str
    input: Input
    needed: bool
    value: str = ""
    chosen: tuple[str, ...] = ()
    options: Options | None = None
    list: str = ""
    problems: tuple[str, ...] = ()
    theirs: str = ""
    remarks: tuple[str, ...] = ()
    parts: tuple["Widget", ...] = ()
    rows: tuple["Row", ...] = ()
    first: int = 1
    count: int = 0

    @property
    def rows_name(self) -> str:
        """Return the hidden field that tells how many rows are shown."""
        return rows_name(self.name)

    @property
    def first_name(self) -> str:
        """Return the hidden field that tells which row is the first one shown."""
        return first_name(self.name)

    @property
    def windows(self) -> tuple[tuple[int, int], ...]:
        """Return the rows that a page shows at a time, from which to which; nothing for few rows."""
        starts = range(1, self.count + 1, MOST_ROWS) if self.count > MOST_ROWS else ()
        return tuple((first, min(first + MOST_ROWS - 1, self.count)) for first in starts)

    @property
    def is_filled(self) -> bool:
        """Tell whether anything stands in it, or is wrong with it."""
        inner = any(part.is_filled for part in self.parts)
        told = self.problems or self.remarks or self.theirs
        return bool(self.value or self.chosen or self.rows or told or inner)


@dataclass(frozen=True)
class Row:
    """A row of a list: the name it is removed by, what it is called, its fields."""

    name: str
    label: str
    parts: tuple[Widget, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldsShown:
    """What a section is shown with: the words, the lists, what is wrong and what a colleague wrote."""

    w: Words
    lists: Lists
    problems: Mapping[str, Sequence[Problem]]
    theirs: Mapping[str, str]
    remarks: Mapping[str, Sequence[str]]
    first: Mapping[str, int]

    def widgets(
        self, fields: Sequence[Field], values: Values, within: str = "", *, in_row: bool = False
    ) -> tuple[Widget, ...]:
        """Return the fields with what stands in them."""
        return tuple(
            self._widget(field, values.get(field.name), f"{within}{field.name}", in_row=in_row)
            for field in fields
        )

    def _widget(self, field: Field, value: object, name: str, *, in_row: bool) -> Widget:
        label = field_words(name, self.w)
        told = tuple(problem.said_alone(self.w) for problem in self.problems.get(name, ()))
        remarks = tuple(self.remarks.get(name, ()))
        common = Widget(name, label, field.input, field.needed, problems=told, remarks=remarks)
        if field.input is Input.PART:
            given = value if isinstance(value, dict) else {}
            return _with(common, parts=self.widgets(field.parts, given, f"{name}.", in_row=in_row))
        if field.input is Input.ROWS:
            return self._list(field, value, common)
        return self._plain(field, value, common, in_row=in_row)

    def _list(self, field: Field, value: object, common: Widget) -> Widget:
        given = (value if isinstance(value, list) else []) or ([{}] if field.needed else [])
        wanted = self.first.get(common.name, 1)
        first = first_of_window(min(max(wanted, 1), max(len(given), 1)))
        shown = given[first - 1 : first - 1 + MOST_ROWS]
        rows = tuple(
            self._row(field, row or {}, f"{common.name}[{number}]")
            for number, row in enumerate(shown, start=first)
        )
        return _with(common, rows=rows, first=first, count=len(given))

    def _row(self, field: Field, row: Values, within: str) -> Row:
        parts = self.widgets(field.parts, row, f"{within}.", in_row=True)
        return Row(within, field_words(within, self.w), parts, tuple(self.remarks.get(within, ())))

    def _plain(self, field: Field, value: object, common: Widget, *, in_row: bool) -> Widget:
        options = self.lists.options(field)
        theirs = self.lists.words(field, self.theirs.get(common.name, ""))
        common = _with(common, theirs=theirs)
        if field.input is Input.CODES:
            chosen = tuple(map(str, value)) if isinstance(value, list) else ()
            return _with(common, options=options, chosen=chosen)
        if field.input is Input.LINES:
            lines = value if isinstance(value, list) else []
            return _with(common, value="\n".join(map(str, lines)))
        written = str(value) if value is not None else field.default
        # In rows a long list stands once on the page: sixty people choose from it.
        if field.input in FROM_LIST and (in_row or len(options) > _SHORT):
            listed = field.listed or field.input
            return _with(common, value=self.lists.words(field, written), list=str(listed))
        if options:
            chosen = (written,) if written else ()
            return _with(common, options=_with_unknown(options, written), chosen=chosen)
        if field.input is Input.FILE:
            return _with(common, value=name_in(written), chosen=(written,) if written else ())
        return _with(
            common, value=day_shown(written, self.w) if field.input is Input.DAY else written
        )


def first_of_window(number: int) -> int:
    """Return the first row of those that are shown together with a row."""
    return (number - 1) // MOST_ROWS * MOST_ROWS + 1


def lists_of(
    widgets: Sequence[Widget], fields: Sequence[Field], lists: Lists
) -> dict[str, Options]:
    """Return the lists that the fields of a page refer to, each once."""
    named = {_list_name(field): field for field in _all(fields) if field.input in FROM_LIST}
    used = {widget.list for widget in _flat(widgets) if widget.list}
    return {name: lists.options(named[name]) for name in sorted(used)}


def field_words(name: str, w: Words) -> str:
    """Return what a field is called beneath what it stands in: of `members[2].rank` the rank.

    A row is called by its number.
    """
    if name.endswith("]"):
        return label_of(name, w)
    return field_label(tuple(re.sub(r"\[\d+\]", "", name).split(".")), w)


def day_shown(written: str, w: Words) -> str:
    """Return a day as people write it; what is none as it was written."""
    if not _ISO_DAY.fullmatch(written):
        return written
    try:
        return f"{date.fromisoformat(written):%d/%m/%Y}"
    except ValueError:
        return written


def _with_unknown(options: Options, written: str) -> Options:
    """Keep what somebody wrote among the choices although it is none: nothing is lost unseen."""
    return options if not written or written in options else {**options, written: written}


def _list_name(field: Field) -> str:
    return str(field.listed or field.input)


def _all(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(field.parts)


def _flat(widgets: Sequence[Widget]) -> Iterator[Widget]:
    for widget in widgets:
        yield widget
        yield from _flat(widget.parts)
        for row in widget.rows:
            yield from _flat(row.parts)


def _with(widget: Widget, **changed: object) -> Widget:
    return Widget(**{**vars(widget), **changed})
