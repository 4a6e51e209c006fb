"""What differs between two versions of a dossier: fact by fact, part by part, field by field. Pure.

Parts of a list (members, stops, costs) are known again by what they are called, so that one put in the
middle is one part more and not a change of all that follow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.journal.entry import JSON

Fields = Mapping[str, JSON]

# By the first of these that a part has it is known again.
_CALLED_BY = ("name", "item", "what", "title", "kind", "place", "arrives")


@dataclass(frozen=True)
class FactDifference:
    """A value that differs. `path` leads to it within its fact, or within a part of its list.

    `number` is that of the part, from 1, in the newer version; of one that is gone in the older.
    A whole part that came or is gone has no path, and None on its other side.
    """

    fact: str
    old: JSON
    new: JSON
    path: tuple[str, ...] = ()
    number: int | None = None
    part: JSON = None

    @property
    def is_new(self) -> bool:
        """Tell whether it is a part that came."""
        return self.number is not None and not self.path and self.old is None

    @property
    def is_gone(self) -> bool:
        """Tell whether it is a part that is gone."""
        return self.number is not None and not self.path and self.new is None


def differences(before: Fields, after: Fields) -> tuple[FactDifference, ...]:
    """Return what differs between the facts of two versions, in the order of the newer one's facts."""
    return tuple(
        difference
        for fact, new in after.items()
        for difference in _of_fact(fact, before.get(fact), new)
    )


def _of_fact(fact: str, old: JSON, new: JSON) -> Iterator[FactDifference]:
    if old == new:
        return
    if _is_parts(old) and _is_parts(new):
        yield from _of_parts(fact, old or [], new or [])
        return
    for path, one, other in _leaves(old, new):
        yield FactDifference(fact, one, other, path)


def _of_parts(fact: str, old: Sequence[Fields], new: Sequence[Fields]) -> Iterator[FactDifference]:
    pairs = _paired(old, new)
    for place, part in enumerate(new):
        if place not in pairs:
            yield FactDifference(fact, None, part, number=place + 1, part=part)
            continue
        for path, one, other in _leaves(old[pairs[place]], part):
            yield FactDifference(fact, one, other, path, place + 1, part)
    for place, part in enumerate(old):
        if place not in pairs.values():
            yield FactDifference(fact, part, None, number=place + 1, part=part)


def _paired(old: Sequence[Fields], new: Sequence[Fields]) -> dict[int, int]:
    """Return for each place of the newer list that of the older one it stands for.

    Parts that are quite the same come first, then those called the same; each stands for one.
    """
    pairs: dict[int, int] = {}
    for same in (_is_same, _is_called_the_same):
        for place, part in enumerate(new):
            free = (n for n in range(len(old)) if n not in pairs.values())
            found = next((n for n in free if same(old[n], part)), None)
            if place not in pairs and found is not None:
                pairs[place] = found
    return pairs


def _is_same(old: Fields, new: Fields) -> bool:
    return bool(old == new)


def _is_called_the_same(old: Fields, new: Fields) -> bool:
    field = called_by(new)
    return bool(called_by(old) == field and old.get(field) == new.get(field))


def called_by(part: Fields) -> str:
    """Return the field that says what a part is called; empty where it has none."""
    return next((field for field in _CALLED_BY if part.get(field) is not None), "")


def _is_parts(value: JSON) -> bool:
    """Tell whether a value is a list of parts with fields; an empty one may be."""
    return isinstance(value, list) and all(isinstance(part, dict) for part in value)


def _leaves(
    old: JSON, new: JSON, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], JSON, JSON]]:
    """Yield the values that differ, each with the names of the fields that lead to it."""
    if old == new:
        return
    if isinstance(old, dict) or isinstance(new, dict):
        was, now = (value if isinstance(value, dict) else {} for value in (old, new))
        for field in dict.fromkeys((*was, *now)):
            yield from _leaves(was.get(field), now.get(field), (*path, field))
        return
    yield path, old, new
