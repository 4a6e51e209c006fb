"""What somebody who looks for a case has written: a number, or words that stand somewhere. Pure."""

import re
from collections.abc import Iterator, Mapping

from config.regulation.parts import Text
from models.ids import BodyKey
from models.kinds import KINDS
from models.names import name_key
from models.request.values.origins import ORIGINS
from models.store.lists.found import Sought, Term

LONGEST_QUERY = 200
_MOST_TERMS = 8
# Shorter ones stand in nearly every name of a country or a unit, and so tell none from another.
_SHORTEST_OF_NAME = 2
# The year's prefix may be left out, as may the zeros: `DR-2020-0001`, `dr 2020 1`, `2020-1`, `0001`.
_NUMBER = re.compile(r"(?:([A-Za-z]{2})[-\s]?)?(?:([0-9]{4})[-\s])?([0-9]{1,6})")
_PREFIXES = frozenset(kind.prefix for kind in KINDS.values())


def number_looked_for(written: str) -> Sought | None:
    """Return which cases a number may mean, written in full or in part; None where it is none."""
    found = _NUMBER.fullmatch(written.strip())
    if found is None:
        return None
    prefix, year, last = (found[1] or "").upper(), found[2], found[3]
    if prefix and prefix not in _PREFIXES:
        return None
    head = f"{prefix}-{year}-" if prefix and year else f"{prefix}-" if prefix else ""
    tail = f"-{int(last):04d}"
    return Sought(head=head, tail=tail, year=int(year) if year else None)


def terms_of(written: str, units: Mapping[str, Text]) -> tuple[Term, ...]:
    """Return the words somebody looks for, each with the units and countries whose names have it."""
    return tuple(_terms(written[:LONGEST_QUERY].split()[:_MOST_TERMS], units))


def _terms(words: list[str], units: Mapping[str, Text]) -> Iterator[Term]:
    for word in words:
        key = name_key(word)
        of_name = key if len(key) >= _SHORTEST_OF_NAME else None
        yield Term(
            number=word.upper(),
            key=key,
            units=tuple(BodyKey(unit) for unit, name in units.items() if _has(name, of_name)),
            countries=tuple(
                code for code, (vi, en) in ORIGINS.items() if _has(Text(vi=vi, en=en), of_name)
            ),
        )


def _has(name: Text, key: str | None) -> bool:
    return key is not None and any(key in name_key(said) for said in (name.vi, name.en))
