"""Whom the address book of a unit offers beside a list of persons, each to be picked by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.drafting import address_book
from models.errors import DecisionIncomplete
from models.kinds import KINDS
from models.names import name_key
from models.request.form.described import Field
from models.request.form.persons import is_same_person, namesakes_among
from models.request.form.written import Values
from models.store.drafts import Draft
from models.store.privacy.address_book import KnownPerson
from web.ground.form import Sent
from web.ground.visitor import SignedIn
from web.request.widgets import day_shown

# How the fields end in which persons of the address book are picked, and looked for.
BOOK, NAMED = ".book", ".named"
# Where on the page what the book offers stands.
BOOK_SHOWN = "address-book"
_TOLD = ("position", "workplace")


@dataclass(frozen=True)
class PersonOffered:
    """A person of an address book: `told` tells them apart, `is_there` if the list has them already."""

    id: str
    name: str
    told: str
    born: str
    case_no: str
    has_passport: bool
    is_namesake: bool
    is_there: bool = False


@dataclass(frozen=True)
class BookOffered:
    """What is offered of a book of `count` persons: those whose name has some words, or the latest."""

    count: int
    named: str
    persons: Sequence[PersonOffered]

    @property
    def has_more(self) -> bool:
        """Tell whether others can be looked for."""
        return len(self.persons) < self.count


def persons_shown(
    known: Sequence[KnownPerson], reader: SignedIn, there: Sequence[Values] = ()
) -> tuple[PersonOffered, ...]:
    """Return persons of one unit as a page shows them, beside those of a list."""
    return _shown(known, known, reader, there)


def _shown(
    shown: Sequence[KnownPerson],
    known: Sequence[KnownPerson],
    reader: SignedIn,
    there: Sequence[Values],
) -> tuple[PersonOffered, ...]:
    """Return some of those known; namesakes are told apart though only one of them is shown."""
    alike = namesakes_among([each.values for each in known])
    return tuple(
        PersonOffered(
            id=each.id,
            name=each.name,
            told=" · ".join(str(each.values[name]) for name in _TOLD if each.values.get(name)),
            born=day_shown(str(each.values.get("born", "")), reader.words),
            case_no=each.case_no,
            has_passport=each.has_passport,
            is_namesake=name_key(each.name) in alike,
            is_there=any(is_same_person(each.values, row) for row in there),
        )
        for each in shown
    )


def books_for(
    reader: SignedIn, draft: Draft, fields: Sequence[Field], values: Values, named: str
) -> Mapping[str, BookOffered]:
    """Return by list, of those in a section, whom the book of a draft's unit offers for it."""
    kept = KINDS[draft.kind].persons
    if kept is None or kept.listed not in {field.name for field in fields}:
        return {}
    known = address_book.offered_to(reader.running.desk, reader.person.id, draft.unit)
    there = values.get(kept.listed, ())
    persons = _shown(address_book.likeliest(known, named), known, reader, there)
    return {kept.listed: BookOffered(len(known), named, persons)} if known else {}


def named_in(sent: Sent) -> str:
    """Return the words of a name that somebody looks for in an address book."""
    return next((sent[field] for field in sent.texts if field.endswith(NAMED)), "").strip()


def rows_picked(
    reader: SignedIn, draft: Draft, sent: Sent, listed: str, *, needed: bool
) -> list[Values]:
    """Return the rows of those picked; raises `DecisionIncomplete` for nobody where one is `needed`."""
    kept = KINDS[draft.kind].persons
    if kept is None or kept.listed != listed:
        return []
    ids = sent.all(f"{listed}{BOOK}")
    if rows := address_book.picked(reader.running.desk, reader.person.id, draft.unit, ids):
        return rows
    if not needed:
        return []
    raise DecisionIncomplete("book_picked")
