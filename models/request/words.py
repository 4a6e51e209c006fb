"""The words by which a case is found, and what a list says of it: made from its dossier. Pure."""

from dataclasses import dataclass
from datetime import date

from models.names import name_key
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


def letter_key(number: str) -> str:
    """Return the form in which the numbers of letters are compared."""
    return name_key(number) or number
