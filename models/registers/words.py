"""The words by which a row of a register is found, without accents; and what marks it. Pure.

The words of all it says but its notes, of its contacts' names; behind marks its country and its unit.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from models.names import words_in

# Long texts would be found by every common word.
_NOT_SOUGHT = frozenset(("note", "stage", "since"))
_MARKED = ("country", "unit")
_SHORTEST = 2
# Of a contact these.
_OF_CONTACTS = ("name", "position")


def row_words(content: Mapping[str, Any], contacts: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the words of a row with its contacts."""
    return frozenset(word for word in _words(content, contacts) if len(word) >= _SHORTEST)


def _words(content: Mapping[str, Any], contacts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for name, value in content.items():
        if name in _MARKED and value:
            yield f"{name}:{value}"
        if isinstance(value, str) and name not in _NOT_SOUGHT:
            yield from words_in(value)
    for contact in contacts:
        for name in _OF_CONTACTS:
            yield from words_in(str(contact.get(name) or ""))
