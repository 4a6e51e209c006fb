"""From the text of a request to plain values: mappings, lists and texts as they were written.

A scalar stays the text a person typed; only the model knows which field is a day, a number or a
yes-or-no. So `NO` remains Norway, `007` keeps its zeros and an amount loses no digit. The text
comes from outside: its size and depth are bounded, and what YAML offers for building values out of
other values (anchors, aliases, tags) is refused.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import yaml

from models.errors import Problem, RequestInvalid
from models.request.problems import shown
from models.request.values.amounts import Figure

Format = Literal["yaml", "json"]

MOST_BYTES = 1024 * 1024
MOST_LEVELS = 20
MOST_VALUES = 10_000

# libyaml reads a request of the largest size in a fifth of a second, plain Python in three.
_EVENTS: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


def plain_values(text: str, *, format: Format | None) -> object:
    """Return what `text` says; without a `format`, a text that begins with a brace is JSON.

    Raises `RequestInvalid` with one problem that gives line and column, counted from 1.
    """
    text = text.removeprefix("\ufeff")
    _check_size(text)
    if (format or _format_of(text)) == "json":
        return _from_json(text)
    return _from_yaml(text)


def refuse(msgid: str, **told: object) -> NoReturn:
    """Refuse the text as a whole; the problem belongs to no field."""
    said = tuple((name, shown(value)) for name, value in told.items())
    raise RequestInvalid((Problem("", "", msgid, said),))


def _format_of(text: str) -> Format:
    return "json" if text.lstrip().startswith("{") else "yaml"


def _check_size(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        refuse("not_utf8", line=text.count("\n", 0, error.start) + 1)
    if size > MOST_BYTES:
        refuse("too_large", most=f"{MOST_BYTES // 1024} KB")


def _from_json(text: str) -> object:
    try:
        value = json.loads(
            text,
            object_pairs_hook=_without_doubles,
            parse_int=str,
            parse_float=Figure,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        refuse("syntax", line=error.lineno, column=error.colno)
    except RecursionError:
        refuse("too_deep", most=MOST_LEVELS)
    return _bounded(value)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise RequestInvalid((Problem(shown(key), "", "field_twice"),))
        found[key] = value
    return found


def _bounded(value: object) -> object:
    level, count = [value], 0
    for _ in range(MOST_LEVELS):
        count += len(level)
        level = [inner for outer in level for inner in _inside(outer)]
    if level:
        refuse("too_deep", most=MOST_LEVELS)
    if count > MOST_VALUES:
        refuse("too_many_values", most=MOST_VALUES)
    return value


def _inside(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


@dataclass
class _Open:
    """A list or mapping whose end has not been read; `key` waits for its value."""

    values: list[object] | dict[str, object]
    key: str | None = None

    def take(self, value: object, event: yaml.Event) -> None:
        """Put the next value in its place: an item, a key, or the value of the key before it."""
        if isinstance(self.values, list):
            self.values.append(value)
        elif self.key is not None:
            self.values[self.key] = value
            self.key = None
        else:
            self.key = self._new_key(value, event)

    def _new_key(self, value: object, event: yaml.Event) -> str:
        key = "" if value is None else value
        if not isinstance(key, str):
            _refuse_at("syntax", event.start_mark)
        if key in self.values:
            _refuse_at("field_twice_at", event.start_mark, name=key)
        return key


def _from_yaml(text: str) -> object:
    try:
        return _built(yaml.parse(text, Loader=_EVENTS))
    except yaml.MarkedYAMLError as error:
        _refuse_at("syntax", error.problem_mark or error.context_mark)
    except (yaml.YAMLError, ValueError, OverflowError):
        # The reader names no place for characters that no YAML text may hold.
        _refuse_at("syntax", None)


def _built(events: Iterator[yaml.Event]) -> object:
    """Build the one document of the events; without recursion, since its depth is not known."""
    root = _Open([])
    open_parts = [root]
    for count, event in enumerate(events):
        _check_event(event, root)
        if count > MOST_VALUES * 2:
            # Each value comes with its key.
            refuse("too_many_values", most=MOST_VALUES)
        if isinstance(event, yaml.ScalarEvent):
            open_parts[-1].take(_scalar(event), event)
        elif isinstance(event, yaml.CollectionStartEvent):
            started = _Open([] if isinstance(event, yaml.SequenceStartEvent) else {})
            open_parts[-1].take(started.values, event)
            open_parts.append(started)
            if len(open_parts) > MOST_LEVELS:
                refuse("too_deep", most=MOST_LEVELS)
        elif isinstance(event, yaml.CollectionEndEvent):
            open_parts.pop()
    return root.values[0] if isinstance(root.values, list) and root.values else None


def _check_event(event: yaml.Event, root: _Open) -> None:
    if isinstance(event, yaml.DocumentStartEvent) and root.values:
        _refuse_at("second_document", event.start_mark)
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        _refuse_at("yaml_anchor", event.start_mark)
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
        _refuse_at("yaml_tag", event.start_mark)


def _scalar(event: yaml.ScalarEvent) -> str | None:
    """Return the text; None for a value left empty. Quotes say that it is a text, and there."""
    if not event.implicit[0]:
        return str(event.value)
    if event.value in _NOTHING:
        return None
    return Figure(event.value) if event.value[0].isdigit() else str(event.value)


def _refuse_at(msgid: str, mark: Any, **told: object) -> NoReturn:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    refuse(msgid, line=line, column=column, **told)
