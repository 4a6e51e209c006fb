"""What people call the fields of a request: `members[2].rank` is `Thành viên 2, cấp chức vụ`.

A name that means different things by place has a label by place (`field.passport.number`), which says
all of it, so that what it stands in need not be said before it. A field nobody knows keeps its name.
"""

import re

from config.words import Words

_STEP = re.compile(r"([^.\[\]]+)(?:\[([0-9]+)\])?")


def label_of(path: str, w: Words) -> str:
    """Return what people call the field at a path as problems name it, with the numbers of its parts."""
    steps = [(found[1], found[2]) for found in _STEP.finditer(path)]
    names = tuple(name for name, _ in steps)
    said = []
    for at, (_, number) in enumerate(steps):
        if number:
            said.append(_numbered(names[: at + 1], number, w))
        elif not _is_said_by_the_next(names, at, w):
            said.append(_label(names[: at + 1], w))
    line = ", ".join(said)
    return _with_capital(line) if names and _msgid(names[:1], w) else line


def field_label(names: tuple[str, ...], w: Words) -> str:
    """Return what a field is called where it stands beneath what it belongs to: `Cấp chức vụ`."""
    label = _label(names, w)
    return _with_capital(label) if _msgid(names, w) else label


def labels_within(whole: str, path: tuple[str, ...], w: Words) -> tuple[str, ...]:
    """Return what the fields on a way within a part or fact are called, each that has to be said."""
    names = (whole, *path)
    inner = range(1, len(names))
    return tuple(
        _label(names[: at + 1], w) for at in inner if not _is_said_by_the_next(names, at, w)
    )


def _label(names: tuple[str, ...], w: Words) -> str:
    msgid = _msgid(names, w)
    return w.text(msgid) if msgid else names[-1]


def _msgid(names: tuple[str, ...], w: Words) -> str | None:
    """Return the id of a field's label, the narrowest there is; None for a field nobody knows."""
    *within, name = names
    narrower = (f"field.{place}.{name}" for place in reversed(within))
    return next((msgid for msgid in (*narrower, f"field.{name}") if msgid in w.catalogue), None)


def _numbered(names: tuple[str, ...], number: str, w: Words) -> str:
    part = f"field.part.{names[-1]}"
    if part in w.catalogue:
        return w.text(part, number=number)
    return f"{_label(names, w)} {number}"


def _is_said_by_the_next(names: tuple[str, ...], at: int, w: Words) -> bool:
    """Tell whether what comes next on a way has a label that says already what it belongs to."""
    return at + 1 < len(names) and f"field.{names[at]}.{names[at + 1]}" in w.catalogue


def _with_capital(label: str) -> str:
    return label[:1].upper() + label[1:]
