"""A made-up case in which everything is known, to try templates on. Pure."""

from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from config.regulation.codes import Kind
from papers.told.context import TOLD_OF, Told
from papers.told.paper import Layout, PaperType

_YEAR = 2020


def sample(kind: Kind, paper: PaperType, layout: Layout) -> Told:
    """Return what is told of it: each line names its own field, each list has two rows."""
    told: type[Any] = TOLD_OF[kind]
    given = {PaperType: paper, Layout: layout}
    made: Told = _made(told, told.__name__, given)
    return made


def _made(kind: Any, name: str, given: dict[Any, Any]) -> Any:
    if kind in given:
        return given[kind]
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{f.name: _made(hints[f.name], f.name, given) for f in fields(kind)})  # type: ignore[operator]
    if get_origin(kind) is tuple:
        row = get_args(kind)[0]
        return tuple(_made(row, f"{name} {number}", given) for number in (1, 2))
    return {bool: True, int: _YEAR}.get(kind, name)
