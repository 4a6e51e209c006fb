"""What somebody who looks for a case has written: a number, or words that stand somewhere. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.regulation.parts import Text
from models.ids import BodyKey
from models.kinds import KINDS
from models.names import name_key, words_in
from models.request.values.origins import ORIGINS
from models.store.lists.sought import Term

LONGEST_QUERY = 200
_MOST_TERMS = 8
# Shorter ones stand in nearly every name of a country or a unit, and so tell none from another.
_SHORTEST_OF_NAME = 2
# The year's prefix may be left out, as may the zeros: `DR-2020-0001`, `dr 2020 1`, `2020-1`, `0001`.
_NUMBER = re.compile(r"(?:([A-Za-z]{2})[-\s]?)?(?:([0-9]{4})[-\s])?([0-9]{1,6})")
_WHOLE = re.compile(r"[A-Za-z]{2}-[0-9]{4}-[0-9]{4,6}")
_PREFIXES = frozenset(kind.prefix for kind in KINDS.values())


@dataclass(frozen=True)
class NumberWritten:
    """A case's number, in full or in part: without a `prefix` of any kind, without a `year` of any."""

    last: int
    prefix: str = ""
    year: int | None = None


def number_looked_for(written: str) -> NumberWritten | None:
    """Return which cases a number may mean, written in full or in part; None where it is none."""
    found = _NUMBER.fullmatch(written.strip())
    if found is None:
        return None
    prefix, year, last = (found[1] or "").upper(), found[2], found[3]
    if prefix and prefix not in _PREFIXES:
        return None
    return NumberWritten(int(last), prefix, int(year) if year else None)


def terms_of(written: str, units: Mapping[str, Text]) -> tuple[Term, ...]:
    """Return the words somebody looks for, each with the units and countries whose names have it."""
    found = (term for part in written[:LONGEST_QUERY].split() for term in _terms(part, units))
    return tuple(term for term, _ in zip(found, range(_MOST_TERMS), strict=False))


def countries_called(written: str) -> tuple[str, ...]:
    """Return the codes of the countries whose code or name somebody has written, in either language."""
    if (code := written.strip().upper()) in ORIGINS:
        return (code,)
    keys = words_in(written)
    found = (code for code, (vi, en) in ORIGINS.items() if _has_all(Text(vi=vi, en=en), keys))
    return tuple(found) if keys else ()


def _has_all(name: Text, keys: tuple[str, ...]) -> bool:
    return any(all(key in name_key(said) for key in keys) for said in (name.vi, name.en))


def _terms(part: str, units: Mapping[str, Text]) -> Iterator[Term]:
    if _WHOLE.fullmatch(part):
        yield Term(number=part.upper(), key="")
        return
    # Of what has neither letter nor digit nothing is found.
    for key in words_in(part) or ("",):
        of_name = key if len(key) >= _SHORTEST_OF_NAME else None
        yield Term(
            number=part.upper(),
            key=key,
            units=tuple(BodyKey(unit) for unit, name in units.items() if _has(name, of_name)),
            countries=tuple(
                code for code, (vi, en) in ORIGINS.items() if _has(Text(vi=vi, en=en), of_name)
            ),
        )


def _has(name: Text, key: str | None) -> bool:
    return key is not None and any(key in name_key(said) for said in (name.vi, name.en))
