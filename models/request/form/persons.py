"""The persons of a request whom a unit keeps in its address book: what of them, and who is who. Pure.

Nobody is known by a name alone: two who bear the same one are told apart by what else is said of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from models.names import name_key
from models.request.base import Request
from models.request.form.described import Field, Input, described
from models.request.form.written import Values, as_form
from models.request.parts import NOT_IN_DIRECTORY
from models.request.values.days import day_written

# What tells namesakes apart where the birth of one of them is not known.
_TOLD_APART_BY = ("position", "workplace")


@dataclass(frozen=True)
class PersonsKept:
    """Which list of a request names them, by which model, and what holds for that request alone."""

    listed: str
    model: type[BaseModel]
    of_one_request: tuple[str, ...]

    @property
    def field(self) -> Field:
        """Return the list as a field of a form."""
        parts = described(self.model, self.model.__name__)
        return Field(self.listed, Input.ROWS, parts=parts)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Return what is kept of a person."""
        return tuple(each for each in self.field.parts if each.name not in self.of_one_request)

    def persons_in(self, request: Request) -> tuple[Values, ...]:
        """Return what a request says of each of its persons, as a form shows it; passports too."""
        rows = request.model_dump(mode="json", exclude_none=True)[self.listed]
        return tuple(as_form(self.fields, row)[0] for row in rows)


def directory_id_of(person: Mapping[str, object]) -> str | None:
    """Return the id under which the directory knows a person; None where it does not."""
    written = str(person.get("person", "")).strip()
    return None if written in ("", NOT_IN_DIRECTORY) else written


def is_same_person(one: Values, other: Values) -> bool:
    """Tell whether two entries are surely about the same person.

    By what is said of the directory where both say it; else the name has to be the same and so has the
    birth, or, where one of them tells no birth, position and workplace.
    """
    if _said(one, "person") and _said(other, "person"):
        ids = directory_id_of(one), directory_id_of(other)
        if any(ids):
            return ids[0] == ids[1]
    if name_key(_said(one, "name")) != name_key(_said(other, "name")):
        return False
    births = day_written(one.get("born")), day_written(other.get("born"))
    if all(births):
        return births[0] == births[1]
    return all(name_key(_said(one, w)) == name_key(_said(other, w)) for w in _TOLD_APART_BY)


def namesakes_among(persons: Sequence[Values]) -> frozenset[str]:
    """Return the forms of those names that several of some persons bear."""
    keys = [name_key(_said(person, "name")) for person in persons]
    return frozenset(key for key in keys if keys.count(key) > 1)


def _said(person: Values, field: str) -> str:
    return str(person.get(field, ""))
