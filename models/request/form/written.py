"""What a person wrote into a form, as the plain values a file would hold: the same texts by field.

A field is called as its problem is: the rank of the second member is `members[2].rank`. Rows in which
nothing stands are left out, so that those after them move up. Pure.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from models.request.form.described import Field, Input

Values = dict[str, Any]
# Everything that was written in the field of a name.
Get = Callable[[str], Sequence[str]]

YES, NO = "true", "false"
_ROW = re.compile(r"([a-z_]+)\[([0-9]{1,4})\]")


def taken(
    fields: Sequence[Field], get: Get, within: str = "", *, keeps_rows: bool = False
) -> Values:
    """Return what was written into the fields of a form; what was left empty is not in it.

    With `keeps_rows` empty rows are: whoever is still writing finds theirs where they were.
    """
    found = (
        (field.name, _taken(field, get, f"{within}{field.name}", keeps_rows=keeps_rows))
        for field in fields
    )
    return {name: value for name, value in found if value not in (None, "", [], {})}


def rows_name(name: str) -> str:
    """Return the hidden field that tells how many rows of a list were shown."""
    return f"{name}.rows"


def first_name(name: str) -> str:
    """Return the hidden field that tells which row of a list was the first one shown, from 1."""
    return f"{name}.first"


def beside_shown(fields: Sequence[Field], get: Get, written: Values, kept: Values) -> Values:
    """Return what was written, and as they are kept the rows before and after those that were shown."""
    return {**written, **{name: rows for name, rows in _beside(fields, get, written, kept) if rows}}


def with_row(values: Values, name: str) -> Values:
    """Return the values with one more row in a list; an empty one is kept for as long as it is shown."""
    return _with_rows(values, name.split("."), lambda rows: [*rows, {}])


def without_row(values: Values, name: str) -> Values:
    """Return the values without the row that `name` gives as `members[2]`, counted from 1."""
    if not (found := row_in(name)):
        return values
    listed, number = found
    return _with_rows(values, listed.split("."), lambda rows: [*rows[: number - 1], *rows[number:]])


def row_in(name: str) -> tuple[str, int] | None:
    """Return the list and the number of a row such as `members[2]`; None for what names none."""
    found = _ROW.fullmatch(name)
    return (found[1], int(found[2])) if found else None


def as_form(fields: Sequence[Field], values: object) -> tuple[Values, tuple[str, ...]]:
    """Return what of some plain values a form can show, and the names of what it cannot.

    The values may be of any shape: they come from a file, or from a request of earlier days.
    """
    given = values if isinstance(values, Mapping) else {}
    lost: list[str] = []
    shown = _as_form(fields, given, "", lost)
    return shown, tuple(lost)


def differing(theirs: object, mine: object, within: str = "") -> dict[str, str]:
    """Return somebody's words by field where they differ from what another wants to keep."""
    if isinstance(theirs, dict) or isinstance(mine, dict):
        one, other = (x if isinstance(x, dict) else {} for x in (theirs, mine))
        names = dict.fromkeys((*one, *other))
        dot = f"{within}." if within else ""
        pairs = [(f"{dot}{name}", one.get(name), other.get(name)) for name in names]
    elif isinstance(theirs, list) or isinstance(mine, list):
        rows, others = (x if isinstance(x, list) else [] for x in (theirs, mine))
        pairs = [
            (f"{within}[{number}]", row, other)
            for number, (row, other) in enumerate(zip_longest(rows, others), start=1)
        ]
    else:
        return {} if theirs == mine else {within: str(theirs or "")}
    return {path: words for pair in pairs for path, words in _differing(*pair).items()}


def _differing(path: str, theirs: object, mine: object) -> dict[str, str]:
    return differing(theirs, mine, path)


def _taken(field: Field, get: Get, name: str, *, keeps_rows: bool) -> object:
    match field.input:
        case Input.PART:
            return taken(field.parts, get, f"{name}.")
        case Input.ROWS:
            return [row for row in _rows(field, get, name) if row or keeps_rows]
        case Input.LINES:
            return [line.strip() for line in "".join(get(name)).splitlines() if line.strip()]
        case Input.CODES:
            return [code for code in get(name) if code]
        case _:
            return next(iter(get(name)), "")


def _rows(field: Field, get: Get, name: str) -> Iterator[Values]:
    for number in _numbers_shown(field, get, name):
        yield taken(field.parts, get, f"{name}[{number}].")


def _numbers_shown(field: Field, get: Get, name: str) -> range:
    count = _number(get(rows_name(name)), 0)
    first = _number(get(first_name(name)), 1)
    return range(first, min(first + count, field.most + 1))


def _number(written: Sequence[str], otherwise: int) -> int:
    said = next(iter(written), "")
    return int(said) if re.fullmatch(r"[0-9]{1,4}", said) else otherwise


def _beside(
    fields: Sequence[Field], get: Get, written: Values, kept: Values
) -> Iterator[tuple[str, list[Values]]]:
    for field in fields:
        if field.input is Input.ROWS:
            shown, rows = _numbers_shown(field, get, field.name), kept.get(field.name) or []
            now = written.get(field.name) or []
            yield (
                field.name,
                [*rows[: shown.start - 1], *now, *rows[shown.start - 1 + len(shown) :]],
            )


def _with_rows(
    values: Values, path: Sequence[str], change: Callable[[list[Values]], list[Values]]
) -> Values:
    first, *rest = path
    if rest:
        return {**values, first: _with_rows(values.get(first) or {}, rest, change)}
    return {**values, first: change(values.get(first) or [])}


def _as_form(
    fields: Sequence[Field], given: Mapping[str, object], within: str, lost: list[str]
) -> Values:
    known = {field.name: field for field in fields}
    lost += [f"{within}{name}" for name in given if name not in known]
    shown: Values = {}
    for name, field in known.items():
        value = _shown(field, given.get(name), f"{within}{name}", lost)
        if value not in (None, "", [], {}):
            shown[name] = value
    return shown


def _shown(field: Field, value: object, name: str, lost: list[str]) -> object:
    if value is None:
        return None
    match field.input, value:
        case Input.PART, Mapping():
            return _as_form(field.parts, value, f"{name}.", lost)
        case Input.ROWS, list() | tuple():
            return [
                _as_form(
                    field.parts, row if isinstance(row, Mapping) else {}, f"{name}[{n}].", lost
                )
                for n, row in enumerate(value[: field.most], start=1)
            ]
        case ((Input.LINES | Input.CODES), list() | tuple()):
            return [str(each) for each in value]
        case ((Input.PART | Input.ROWS | Input.LINES | Input.CODES), _):
            lost.append(name)
            return None
        case _, Mapping() | list() | tuple():
            lost.append(name)
            return None
        case Input.CHECKED, _:
            return YES if value in (True, YES) else None
        case _, bool():
            return YES if value else NO
        case _:
            return str(value)
