"""What all cases read at one moment stand on: who sits where and acts for whom. Each is read once."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from config.province_time import day_of
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.authority import Authority
from models.directory import Person
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.read_once import read_once
from models.store import authorities, directory, regulations
from models.store.database.clock import both_times
from models.store.lists.reach import digests_in_use


class Around:
    """The house as it is at one moment, read as far as it is asked for and each thing once.

    `now` is that moment; `written_at` is when, by the machine's clock, what is done now is written.
    """

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.written_at, self.now = both_times(conn)
        self._seats: dict[SeatKey, tuple[PersonId, ...]] = {}
        self._held: dict[PersonId, tuple[SeatKey, ...]] = {}
        self._bodies: dict[PersonId, frozenset[BodyKey]] = {}

    @property
    def today(self) -> date:
        """Return the day it is in the province."""
        return day_of(self.now)

    def sitting(self, seat: SeatKey) -> tuple[PersonId, ...]:
        """Return who sits in a seat today; a walk asks this of the same seats again and again."""
        if seat not in self._seats:
            self._seats[seat] = directory.holders(self.conn, seat, self.today)
        return self._seats[seat]

    def as_if(self, sitting: Mapping[SeatKey, tuple[PersonId, ...]]) -> None:
        """Let others sit in some seats than do, to see what would come of it; nothing is written."""
        self._seats.update(sitting)

    def bodies_of(self, person: PersonId) -> frozenset[BodyKey]:
        """Return the bodies and units in which a person holds a seat today; each verb asks for them."""
        if person not in self._bodies:
            self._bodies[person] = frozenset(map(body_of, self.seats_of(person)))
        return self._bodies[person]

    def seats_of(self, person: PersonId) -> tuple[SeatKey, ...]:
        """Return the seats a person holds today."""
        if person not in self._held:
            self._held[person] = directory.seats_of(self.conn, person, self.today)
        return self._held[person]

    @read_once
    def unit_names(self) -> dict[str, Text]:
        """Return what the units are called."""
        return directory.unit_names(self.conn)

    def units_in(self, language: str) -> dict[str, str]:
        """Return what the units are called in a language."""
        return {unit: name.of(language) for unit, name in self.unit_names.items()}

    @read_once
    def persons(self) -> dict[str, Person]:
        """Return everybody of the directory, by their ids."""
        return directory.persons_by_id(self.conn)

    @read_once
    def regulations(self) -> dict[str, Regulation]:
        """Return the regulations that any case goes by, by their digests."""
        return {
            digest: regulations.regulation(self.conn, digest)
            for digest in digests_in_use(self.conn)
        }

    @read_once
    def authorities(self) -> tuple[Authority, ...]:
        """Return the authorities in force today."""
        return authorities.in_force(self.conn, self.today)
