"""The day a request is filed: who is there then, and what is said of those who are not. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.directory import Person
from models.errors import Problem
from models.request.parts import NOT_IN_DIRECTORY


@dataclass(frozen=True)
class FilingDay:
    """The day in the province, and the units, bodies and persons of it."""

    today: date
    units: Collection[str]
    bodies: Collection[str]
    persons: Mapping[str, Person]

    @property
    def answering(self) -> frozenset[str]:
        """Return who can answer for a part of a programme: units and bodies."""
        return frozenset((*self.units, *self.bodies))


def unit_problems(field: str, unit: str, units: Collection[str]) -> tuple[Problem, ...]:
    """Find a unit that is not there."""
    if unit in units:
        return ()
    return (Problem(field, unit, "unknown_unit", (("allowed", ", ".join(sorted(units))),)),)


def unknown_person(
    field: str, person: str | None, persons: Mapping[str, Person]
) -> Iterator[Problem]:
    """Find a person the directory does not know, unless they are said to be none of its."""
    if person not in (None, NOT_IN_DIRECTORY) and person not in persons:
        yield Problem(field, str(person), "unknown_person")
