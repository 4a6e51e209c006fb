"""The address book of a unit: whom it has filed before, offered to it again, corrected by it alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.codes import Kind
from flows.acts.desk import Desk
from flows.drafting.writing import digest_of
from models.errors import DraftChanged, EntryUnknown, Problem, RequestInvalid
from models.ids import BodyKey, PersonId
from models.kinds import KINDS
from models.names import name_key
from models.request.form.persons import PersonsKept
from models.request.form.written import Values, differing
from models.request.reading import read_values
from models.store import directory
from models.store.privacy import address_book
from models.store.privacy.address_book import KnownPerson

# A form shows so many of a book at most; others are found by their name.
MOST_OFFERED = 30


@dataclass(frozen=True)
class BookForm:
    """What is asked of a person in an address book, by the form of the kind that names them."""

    kind: Kind
    kept: PersonsKept

    @property
    def within(self) -> str:
        """Return what comes before the names of the fields: they are those of a row of a request."""
        return f"{self.kept.listed}[1]."


def form_of_book() -> BookForm:
    """Return the form of an address book: of the one kind whose persons units keep."""
    return next(BookForm(kind, of.persons) for kind, of in KINDS.items() if of.persons)


def book_of(desk: Desk, who: PersonId, *, passports: bool = False) -> tuple[KnownPerson, ...]:
    """Return the address books of the units somebody is of today; nothing for anybody else."""
    keys = desk.settings.passport_keys
    with desk.store.reading() as conn:
        units = directory.units_of(conn, who)
        return address_book.of_units(conn, units, keys, passports=passports)


def offered_to(desk: Desk, who: PersonId, unit: BodyKey) -> tuple[KnownPerson, ...]:
    """Return whom a unit's requests can name again, for somebody of that unit."""
    return tuple(each for each in book_of(desk, who) if each.unit == unit)


def likeliest(offered: Sequence[KnownPerson], named: str = "") -> tuple[KnownPerson, ...]:
    """Return those a form shows: whose name has the words that were written, else the latest filed.

    Of a department's hundreds a form can show some; in the order in which they came.
    """
    words = name_key(named)
    alike = [each for each in offered if words in name_key(each.name)] if words else offered
    latest = sorted(alike, key=lambda each: each.changed_at, reverse=True)[:MOST_OFFERED]
    shown = {each.id for each in latest}
    return tuple(each for each in alike if each.id in shown)


def picked(desk: Desk, who: PersonId, unit: BodyKey, ids: Sequence[str]) -> list[Values]:
    """Return what is kept of those who were picked, one by one: nobody is taken for another."""
    book = book_of(desk, who, passports=True)
    return [each.values for each in book if each.unit == unit and each.id in ids]


def person_of_book(desk: Desk, who: PersonId, entry: str) -> KnownPerson:
    """Return an entry of a unit somebody is of today; raises `EntryUnknown` for another's."""
    with desk.store.reading() as conn:
        return _theirs(conn, desk, who, entry)


def correct_person(desk: Desk, who: PersonId, entry: str, values: Values, *, seen: str) -> None:
    """Keep what somebody of the unit says of a person; `seen` is the digest of what they were shown.

    Raises `RequestInvalid` with what is wrong with it, `DraftChanged` when somebody said something else
    since, `EntryUnknown`.
    """
    if problems := problems_of(desk, values):
        raise RequestInvalid(problems)
    with desk.store.writing() as conn:
        known = _theirs(conn, desk, who, entry, locked=True)
        if seen != digest_of(known.values) and known.values != values:
            name = directory.person(conn, known.changed_by).name
            raise DraftChanged(name, _named(differing(known.values, values)))
        address_book.correct(conn, known, values, who, desk.settings.passport_keys)


def remove_person(desk: Desk, who: PersonId, entry: str) -> None:
    """Forget an entry; who is named in a later request comes back with it. Raises `EntryUnknown`."""
    with desk.store.writing() as conn:
        _theirs(conn, desk, who, entry, locked=True)
        address_book.drop(conn, entry)


def problems_of(desk: Desk, values: Values) -> tuple[Problem, ...]:
    """Return what is wrong with what is said of a person, as a request would be told that names them."""
    form = form_of_book()
    request = {"kind": str(form.kind), form.kept.listed: [values]}
    try:
        read_values(request, desk.regulation(), also=lambda _: ())
    except RequestInvalid as invalid:
        ours = tuple(f"{form.within}{field.name}" for field in form.kept.fields)
        return tuple(problem for problem in invalid.problems if problem.field.startswith(ours))
    return ()


def _named(theirs: dict[str, str]) -> dict[str, str]:
    return {f"{form_of_book().within}{name}": words for name, words in theirs.items()}


def _theirs(
    conn: Connection, desk: Desk, who: PersonId, entry: str, *, locked: bool = False
) -> KnownPerson:
    keys = desk.settings.passport_keys
    known = address_book.person_in_book(conn, entry, keys, locked=locked)
    if known.unit not in directory.units_of(conn, who):
        raise EntryUnknown
    return known
