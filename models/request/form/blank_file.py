"""A request's file to be filled in, with every field: YAML that explains itself, or JSON. Pure."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from config.regulation.codes import Kind
from config.words import Words
from models.request.form.described import Field, Input
from models.request.labels import field_label

# What can be chosen in a field, by code.
Choices = Callable[[Field], Mapping[str, str]]
Sections = Mapping[str, Sequence[Field]]

# Of a longer list only its beginning is told.
_MOST_TOLD = 12
_SEVERAL = (Input.LINES, Input.CODES)
_LEFT_OUT = "# "


def blank_yaml(kind: Kind, sections: Sections, choices: Choices, w: Words) -> str:
    """Return the file of a kind; what may be left out stands behind a `#`."""
    lines = [f"# {w.text('file.about')}", f"kind: {kind}"]
    for section, fields in sections.items():
        lines += ["", f"# --- {w.label('section', section)}"]
        lines += _lines(fields, (), choices, w)
    return "\n".join(lines) + "\n"


def blank_json(kind: Kind, sections: Sections) -> str:
    """Return the file of a kind, each value of it empty; who writes it leaves out what is not used."""
    values = {field.name: _empty(field) for fields in sections.values() for field in fields}
    return json.dumps({"kind": str(kind), **values}, ensure_ascii=False, indent=2) + "\n"


def _lines(
    fields: Sequence[Field],
    within: tuple[str, ...],
    choices: Choices,
    w: Words,
    *,
    indent: str = "",
    left_out: str = "",
) -> Iterator[str]:
    for field in fields:
        path = (*within, field.name)
        left = left_out or ("" if field.needed else _LEFT_OUT)
        told = f"{left}{indent}{field.name}:  # {_told(field, path, choices, w)}"
        yield told
        if field.input is Input.PART:
            yield from _lines(field.parts, path, choices, w, indent=f"{indent}  ", left_out=left)
        elif field.input is Input.ROWS:
            yield from _row(field, path, choices, w, indent, left)


def _row(
    field: Field,
    path: tuple[str, ...],
    choices: Choices,
    w: Words,
    indent: str,
    left: str,
) -> Iterator[str]:
    """Yield one row of a list, behind the dash that begins it; its first field has to be there."""
    first, *others = _lines(field.parts, path, choices, w, indent=f"{indent}    ", left_out=left)
    begins = len(f"{left}{indent}  ")
    yield f"{first[:begins]}- {first[begins + 2 :]}"
    yield from others


def _told(field: Field, path: tuple[str, ...], choices: Choices, w: Words) -> str:
    """Return what a field is called, and what can be chosen in it: codes with their words."""
    label = field_label(path, w)
    may_be_left = "" if field.needed else f" ({w.text('page.request.may_be_left')})"
    offered = [
        words if words.startswith(code) else f"{code} – {words}"
        for code, words in choices(field).items()
    ]
    more = "; …" if len(offered) > _MOST_TOLD else ""
    said = f": {'; '.join(offered[:_MOST_TOLD])}{more}" if offered else ""
    return " ".join(f"{label}{may_be_left}{said}".split())


def _empty(field: Field) -> object:
    if field.input is Input.PART:
        return {part.name: _empty(part) for part in field.parts}
    if field.input is Input.ROWS:
        return [{part.name: _empty(part) for part in field.parts}]
    return [] if field.input in _SEVERAL else None
