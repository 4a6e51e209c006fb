"""Reading YAML that configures a Doan: nothing is lost in silence, and a fault has its place.

YAML takes a key that is written twice and keeps the later one: a rule, or a person, is gone and nobody
knows. Here it is refused with its line. A request comes from outside, so what YAML offers beyond plain
values is refused there besides; `models.request.syntax` reads it.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import yaml

Why = Literal["syntax", "twice", "no_day"]


class YamlFault(ValueError):
    """What is wrong with a text, and where, counted from 1; `name` is the key or the day it is about."""

    def __init__(self, why: Why, mark: Any, said: str, name: str = "") -> None:
        self.why = why
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        self.name = name
        super().__init__(f"line {self.line}, column {self.column}: {said}")


# libyaml's, which comes with the library's wheels: the regulation is read in a tenth of the time.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_SafeLoader):  # type: ignore[misc]
    """Reads YAML in which only `true` and `false` are truth values, as in YAML 1.2.

    By the older rule `off` is none of its words: a moved working day could not be written down, and
    Norway (NO) in a list of countries would be false.
    """

    def construct_yaml_timestamp(self, node: yaml.ScalarNode) -> date:
        """Return the day; raises `YamlFault` for one that no calendar has."""
        try:
            day: date = super().construct_yaml_timestamp(node)
        except ValueError:
            told = f"{node.value} is no day of the calendar"
            raise YamlFault("no_day", node.start_mark, told, node.value) from None
        return day


class _Strict(_Plain):
    """Refuses a key that is written twice in one mapping."""

    def get_node(self) -> yaml.Node | None:
        """Return the next document; raises `YamlFault`."""
        node: yaml.Node | None = super().get_node()
        _refuse_twice(node)
        return node


def _refuse_twice(document: yaml.Node | None) -> None:
    """Raise `YamlFault` for a mapping with a key twice; what it takes by `<<` it may say anew."""
    waiting, looked_at = [document], set()
    while waiting:
        node = waiting.pop()
        if id(node) in looked_at or not isinstance(node, yaml.CollectionNode):
            continue
        looked_at.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _refuse_twice_here(node)
            waiting += [each for pair in reversed(node.value) for each in pair]
        else:
            waiting += reversed(node.value)


def _refuse_twice_here(node: yaml.MappingNode) -> None:
    seen = set()
    for key, _ in node.value:
        if (name := str(key.value)) in seen:
            raise YamlFault("twice", key.start_mark, f"{name!r} is written twice", name)
        seen.add(name)


_TRUTH = "tag:yaml.org,2002:bool"
_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != _TRUTH]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver(
    _TRUTH, re.compile("^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Plain.add_constructor("tag:yaml.org,2002:timestamp", _Plain.construct_yaml_timestamp)


def yaml_value(text: str) -> object:
    """Return what a text of one document says; raises `YamlFault`."""
    found = list(_documents(text, _Strict))
    if len(found) > 1:
        raise YamlFault("syntax", None, "several documents stand in one text")
    return found[0] if found else None


def yaml_places(text: str) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """Return where everything in a text of one document stands, by its way from the top.

    Lines and columns are counted from 1, rows of a list from 0; of a key it is the key's own place.
    Raises `YamlFault`.
    """
    node = next(_nodes(text), None)
    return dict(_places((), node, node)) if node else {}


def _nodes(text: str) -> Iterator[yaml.Node]:
    try:
        yield from yaml.compose_all(text, Loader=_Plain)
    except yaml.YAMLError as error:
        raise YamlFault("syntax", None, str(error)) from None


def _places(
    way: tuple[str | int, ...], at: yaml.Node, node: yaml.Node
) -> Iterator[tuple[tuple[str | int, ...], tuple[int, int]]]:
    yield way, (at.start_mark.line + 1, at.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places((*way, str(key.value)), key, value)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _places((*way, number), value, value)


def yaml_documents(text: str, *, kept: bool = False) -> list[object]:
    """Return what each document of a text says; raises `YamlFault`.

    A text that was `kept` is read as it was then, when a key written twice was not seen: nothing that
    rests on it may stop because of it.
    """
    return list(_documents(text, _Plain if kept else _Strict))


def _documents(text: str, loader: type[_Plain]) -> Iterator[object]:
    try:
        yield from yaml.load_all(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault("syntax", mark, error.problem or "this is no YAML") from None
    except yaml.YAMLError as error:
        raise YamlFault("syntax", None, str(error)) from None
