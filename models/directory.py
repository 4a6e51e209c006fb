"""Who is who: persons, the seats they hold from when to when, the units that submit."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from config.regulation.parts import Record, Text
from config.regulation.province import Regulation
from models.ids import PersonId


@dataclass(frozen=True)
class Person:
    """A person of the directory. `mailbox` is personal: it is the key to their signature."""

    id: PersonId
    name: str
    language: str
    mailbox: str


# ASCII only: not every mail server takes other letters, and a code must always arrive.
MAILBOX = r"^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$"


class UnitRow(Record):
    name: Text


class PersonRow(Record):
    name: str = Field(min_length=1, max_length=200)
    language: Literal["vi", "en"] = "vi"
    mailbox: str = Field(pattern=MAILBOX, max_length=254)


class SeatRow(Record):
    """Who holds a seat, from a day on and until a day (the last one in it); open when absent."""

    seat: str = Field(pattern=r"^[a-z0-9_]+/[a-z0-9_]+$")
    person: str
    since: date
    until: date | None = None


class DirectoryFile(Record):
    """A directory as an office writes it down: `units`, `persons`, `seats`."""

    units: dict[str, UnitRow]
    persons: dict[str, PersonRow]
    seats: tuple[SeatRow, ...]


def seat_title(seat: str, regulation: Regulation, units: dict[str, Text]) -> Text:
    """Return what people call a seat: "Chủ tịch, UBND tỉnh" for `people_committee/chair`."""
    body_key, _, seat_key = seat.partition("/")
    body = regulation.bodies.get(body_key)
    if body is None:
        place = units.get(body_key, Text(vi=body_key, en=body_key))
        role = _UNIT_SEATS.get(seat_key, Text(vi=seat_key, en=seat_key))
    else:
        place = body.name
        # A directory may know a seat that the regulation gives nothing to do.
        known = body.seats.get(seat_key)
        role = known.title if known else Text(vi=seat_key, en=seat_key)
    return Text(vi=f"{role.vi}, {place.vi}", en=f"{role.en}, {place.en}")


_UNIT_SEATS = {
    "head": Text(vi="Thủ trưởng", en="Head"),
    "officer": Text(vi="Cán bộ đối ngoại", en="Foreign-affairs officer"),
}
