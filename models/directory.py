"""Who is who: persons, their mailboxes, the seats they hold from when to when, the units that submit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from config.mailbox import is_mailbox
from config.nearest import nearest
from config.regulation.parts import Record, Text
from config.regulation.province import UNIT_SEATS, Regulation
from models.errors import DirectoryInvalid, Wrong
from models.ids import HEAD_OF_DELEGATION, PersonId, SeatKey, body_of
from models.request.values.texts import clean, line_typed


@dataclass(frozen=True)
class Person:
    """A person of the directory. `mailbox` is personal: it is the key to their signature.

    `other_mailbox` is where letters go that do not arrive there; nobody signs in by it.
    """

    id: PersonId
    name: str
    language: str
    mailbox: str
    other_mailbox: str | None = None


class Standing(StrEnum):
    """Where a change that takes two people stands. Stored: the names never change."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    TURNED_DOWN = "turned_down"
    COUNTS = "counts"


UNDER_WAY = (Standing.PROPOSED, Standing.CONFIRMED)


class ChangeOf(StrEnum):
    """What a change that takes two people is about. Stored: the names never change."""

    MAILBOX = "mailbox"
    SEAT_TAKEN = "seat_taken"
    SEAT_LEFT = "seat_left"


@dataclass(frozen=True)
class ProposedChange:
    """One proposes that somebody has another mailbox, takes or leaves a seat; a second confirms it.

    A mailbox is the key to its person's signature and a seat the power to decide, so nobody gives
    either alone. It counts from the beginning of a day on. Of a seat that is left, `since` is the day it
    was taken, `until` the last day proposed, and `counts_from` the last day on which it is held.
    """

    number: int
    person: PersonId
    what: ChangeOf
    proposed_by: PersonId
    standing: Standing
    mailbox: str | None = None
    seat: SeatKey | None = None
    since: date | None = None
    until: date | None = None
    confirmed_by: PersonId | None = None
    counts_from: date | None = None

    @property
    def is_of_mailbox(self) -> bool:
        """Tell whether it is about a mailbox."""
        return self.what is ChangeOf.MAILBOX

    def earliest(self, day: date) -> date:
        """Return from when on it counts where it counts from a day on at the earliest."""
        wanted = self.until if self.what is ChangeOf.SEAT_LEFT else self.since
        return max(day, wanted) if wanted else day


class NoChange(StrEnum):
    """Why a change that takes two people cannot be made so; the sentence is `mailbox.<code>`."""

    MALFORMED = "malformed"
    SAME = "same"
    TAKEN = "taken"
    UNDER_WAY = "under_way"
    OVER = "over"
    PAST = "past"


def _mailbox(written: str) -> str:
    if not is_mailbox(written):
        raise PydanticCustomError("mailbox", "no mailbox")
    return written


# As a request writes ids, so that everybody in the directory can be named in one.
_Id = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z0-9]+([_.\-][a-z0-9]+)*$")]


class UnitRow(Record):
    name: Text


class PersonRow(Record):
    name: str = Field(min_length=1, max_length=200)
    language: Literal["vi", "en"] = "vi"
    mailbox: Annotated[str, AfterValidator(_mailbox)]
    other_mailbox: Annotated[str, AfterValidator(_mailbox)] | None = None

    @field_validator("name", mode="before")
    @classmethod
    def _is_spelt_one_way(cls, name: object) -> object:
        """A name in decomposed letters is the same name; one with signs in it is refused."""
        return clean(line_typed(name)) if isinstance(name, str) else name


class SeatRow(Record):
    """Who holds a seat, from a day on and until a day (the last one in it); open when absent."""

    seat: str = Field(pattern=r"^[a-z0-9_]+/[a-z0-9_]+$", max_length=64)
    person: str
    since: date
    until: date | None = None


class DirectoryFile(Record):
    """A directory as an office writes it down: `units`, `persons`, `seats`."""

    units: dict[_Id, UnitRow]
    persons: dict[_Id, PersonRow]
    seats: tuple[SeatRow, ...]


def seat_title(seat: str, regulation: Regulation, units: dict[str, Text]) -> Text:
    """Return what people call a seat: "Chủ tịch, UBND tỉnh" for `people_committee/chair`.

    A title that names its body says all.
    """
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
    return Text(vi=_of_body(role.vi, place.vi), en=_of_body(role.en, place.en))


def _of_body(role: str, body: str) -> str:
    return role if body in role else f"{role}, {body}"


_UNIT_SEATS = {
    "head": Text(vi="Thủ trưởng", en="Head"),
    "officer": Text(vi="Công chức đầu mối đối ngoại", en="Foreign-affairs officer"),
    HEAD_OF_DELEGATION: Text(vi="Trưởng đoàn", en="Head of the delegation"),
}


def check_places(file: DirectoryFile, units: Mapping[str, Text], regulation: Regulation) -> None:
    """Raise `DirectoryInvalid` for seats of bodies and units that there are not."""
    if wrong := tuple(unplaced(file, units, regulation)):
        raise DirectoryInvalid(*wrong)


def unplaced(
    file: DirectoryFile, units: Mapping[str, Text], regulation: Regulation
) -> Iterator[Wrong]:
    """Yield the seats of a file that are of bodies and units that there are not."""
    known = {*regulation.bodies, *units, *file.units}
    for seat in dict.fromkeys(row.seat for row in file.seats):
        if seat.partition("/")[0] not in known:
            near = nearest_seat(seat, regulation, {*units, *file.units})
            yield Wrong(f"seats: {seat}", "body_unknown", near=near)


def seats_without_part(file: DirectoryFile, regulation: Regulation) -> Iterator[SeatKey]:
    """Yield the seats of a file to which the regulation gives nothing to do in their body or unit."""
    for seat in dict.fromkeys(SeatKey(row.seat) for row in file.seats):
        body = regulation.bodies.get(body_of(seat))
        if seat.partition("/")[2] not in (body.seats if body else UNIT_SEATS):
            yield seat


def nearest_seat(seat: str, regulation: Regulation, units: Iterable[str]) -> str:
    """Return the seat that is meant by one nobody knows; a dash where none is like it."""
    known = [f"{key}/{name}" for key, body in regulation.bodies.items() for name in body.seats]
    known += [f"{unit}/{name}" for unit in units for name in UNIT_SEATS]
    return nearest(seat, known)


def is_for_one(seat: str, regulation: Regulation) -> bool:
    """Tell whether a seat is for one person at a time: not those shared, nor a unit's officers."""
    body_key, _, name = seat.partition("/")
    body = regulation.bodies.get(body_key)
    if body is None:
        return name == "head"
    return name in body.seats and not body.seats[name].shared
