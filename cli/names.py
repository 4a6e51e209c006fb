"""What people and seats are called at the terminal, where commands name them by id."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection

from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.words import Words
from models.directory import Person, seat_title
from models.store import directory


@dataclass(frozen=True)
class NamesTold:
    """The names of the directory, in a language."""

    regulation: Regulation
    units: dict[str, Text]
    people: dict[str, Person]
    words: Words

    @classmethod
    def read(cls, conn: Connection, regulation: Regulation, w: Words) -> Self:
        """Read them."""
        return cls(regulation, directory.unit_names(conn), directory.persons_by_id(conn), w)

    def person(self, person: str) -> str:
        """Return a person's name; who is not known any more keeps their id."""
        known = self.people.get(person)
        return known.name if known else person

    def seat(self, seat: str) -> str:
        """Return what a seat is called."""
        return seat_title(seat, self.regulation, self.units).of(self.words.language)

    def unit(self, unit: str) -> str:
        """Return what a unit is called."""
        known = self.units.get(unit)
        return known.of(self.words.language) if known else unit
