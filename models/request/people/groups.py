"""Groups (tổ) into which those of one delegation part, each with places and days of its own. Pure.

A group is known by what it is called, however that is spelt. What names no group is of all of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import LiteralString, Protocol, TypeVar

from pydantic_core import InitErrorDetails

from config.regulation.parts import Text
from models.findings import in_both
from models.request.checks import detail, part_of, parts_of
from models.request.values.likeness import plain_words

_CALLED_A_GROUP = re.compile(r"^(?:to|nhom|group|team) (?=\S)")


class OfGroup(Protocol):
    """A part of a request that may be of one group alone."""

    @property
    def group(self) -> str | None: ...


P = TypeVar("P", bound=OfGroup)


def group_key(group: object) -> str | None:
    """Return what a group is known by; None for no group. `Tổ 1` is group `1`."""
    written = str(group).strip() if isinstance(group, str | int) else ""
    if not written:
        return None
    key = plain_words(written) or written
    return _CALLED_A_GROUP.sub("", key)


def groups_of(parts: Iterable[OfGroup]) -> tuple[str, ...]:
    """Return what the groups of some parts are called, each once, in their order."""
    called = {group_key(part.group): part.group for part in parts if part.group}
    return tuple(group for group in called.values() if group)


def group_called(group: str) -> Text:
    """Return what people call a group; a bare number is said to be a group's."""
    if not group.isdecimal():
        return Text(vi=group, en=group)
    return in_both(lambda w: w.text("page.group", group=group))


def those_of(parts: Sequence[P], group: str | None) -> tuple[P, ...]:
    """Return the parts that concern a group: its own, and those of all."""
    key = group_key(group)
    return tuple(part for part in parts if group_key(part.group) in (None, key))


def groups_astray(
    data: object, people: LiteralString, places: Sequence[LiteralString]
) -> Iterator[InitErrorDetails]:
    """Find groups to which nobody belongs, and people whose group goes nowhere; in data of any shape.

    Once everything of the first of `places` is of some group, everybody has to be of one.
    """
    members = [group_key(part_of(each, "group")) for each in parts_of(data, people)]
    there = {
        name: [group_key(part_of(p, "group")) for p in parts_of(data, name)] for name in places
    }
    for name, keys in there.items():
        for index, key in enumerate(keys):
            if key and members and key not in members:
                written = part_of(parts_of(data, name)[index], "group")
                yield detail("group_of_nobody", (name, index, "group"), written)
    first = there[places[0]]
    grouped = {key for key in first if key}
    for index, key in enumerate(members):
        where = (people, index, "group")
        if key and grouped and key not in grouped and None not in first:
            yield detail("group_nowhere", where, part_of(parts_of(data, people)[index], "group"))
        elif key is None and grouped and None not in first:
            yield detail("group_missing", where, None)
