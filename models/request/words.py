"""The words by which a case is found, and what a list says of it: made from its dossier. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.names import name_key, words_in
from models.request.base import Request


@dataclass(frozen=True)
class CaseWords:
    """What lists say of a dossier in force and search looks at; whoever travels stands apart.

    `title_key` is the title in the form in which names are compared. `countries` are codes, each between
    two spaces, so that one is found whole. `urgent`: the unit asks for haste and gives its reason.
    By `letter_date` and `letter_key` is found what came with the same letter.
    """

    title: str
    title_key: str
    countries: str
    urgent: bool
    letter_date: date
    letter_key: str


def words_of(request: Request) -> CaseWords:
    """Return the words of a request."""
    return CaseWords(
        title=request.title,
        title_key=name_key(request.title),
        countries=f" {' '.join(sorted(request.countries))} ",
        urgent=request.urgent is not None,
        letter_date=request.letter.date,
        letter_key=letter_key(request.letter.number),
    )


class SearchMark(StrEnum):
    """As what a word of a dossier stands there: what it is filtered by stands behind its mark."""

    COUNTRY = "country"
    AREA = "area"
    PARTNER = "partner"
    PERSON = "person"
    PLAN = "plan"
    ENTRY = "entry"


def marked(mark: SearchMark, word: str) -> str:
    """Return a word behind its mark: no word by itself has a colon in it."""
    return f"{mark}:{word}"


def search_words_of(request: Request) -> dict[str, bool]:
    """Return the words by which a case is found; each says whether it is the dossier's alone.

    What the title says may be found by whoever is shown the case; who travels, whence and whither, whom
    they meet and by which plan, by those who may read the dossier.
    """
    people = [word for name, _ in request.persons for word in words_in(name)]
    partner = words_in(request.partner)
    entry = request.plan_entry
    planned = words_in(f"{entry.plan} {entry.entry}") if entry else ()
    of_dossier = [
        *people,
        *partner,
        *planned,
        *_behind(SearchMark.PERSON, people),
        *_behind(SearchMark.PARTNER, partner),
        *_behind(SearchMark.PLAN, planned),
        *_behind(SearchMark.COUNTRY, request.countries),
        *_behind(SearchMark.AREA, [request.area] if request.area else ()),
        *_behind(SearchMark.ENTRY, [entry.named] if entry and entry.named else ()),
    ]
    return {**dict.fromkeys(of_dossier, True), **dict.fromkeys(words_in(request.title), False)}


def _behind(mark: SearchMark, said: Iterable[str]) -> Iterable[str]:
    return (marked(mark, word) for word in said)


def letter_key(number: str) -> str:
    """Return the form in which the numbers of letters are compared."""
    return name_key(number) or number
