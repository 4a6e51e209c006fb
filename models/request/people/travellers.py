"""Who travels, as statistics count them: each once a journey, and known again on the next. Pure."""

from dataclasses import dataclass
from datetime import date

from models.names import name_key


@dataclass(frozen=True)
class Traveller:
    """One who travels by a request, under the number people count them by.

    `identity` tells persons apart; `rank` is a code of the regulation; `countries` are where they go, or
    whence those come with whom they are; `first` and `last` the days they are on the way.
    """

    number: int
    identity: str
    rank: str
    countries: frozenset[str]
    first: date
    last: date


def identity_of(
    name: str, *, person: str | None = None, born: date | None = None, nationality: str = ""
) -> str:
    """Return by what a person is known again: the directory's id, else what is written of them.

    Whoever is written with a day of birth in one request and without in another is counted as two: of
    two namesakes no one is lost.
    """
    if person:
        return f"person:{person}"
    return f"name:{name_key(name)}/{born.isoformat() if born else ''}/{nationality}"
