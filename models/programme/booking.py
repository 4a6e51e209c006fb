"""A booking: an item of a visit's programme takes what one visit at a time can have. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.ids import CaseNo


class ResourceKind(StrEnum):
    """What can be booked. Stored: the names never change."""

    LEADER = "leader"
    HALL = "hall"
    VEHICLE = "vehicle"
    INTERPRETER = "interpreter"


# What takes somebody and is no item of a programme, such as a trip, has this number.
NO_ITEM = 0


@dataclass(frozen=True)
class Booking:
    """An item of a programme takes something for its time (UTC); `name` in small letters."""

    item: int
    kind: ResourceKind
    name: str
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Clash:
    """A booking that cannot be had, because another case has it then (`has`)."""

    wanted: Booking
    case_no: CaseNo
    has: Booking


@dataclass(frozen=True)
class Taken:
    """What a person is told of a clash: what it is, as people call it, and who has it when (UTC)."""

    kind: ResourceKind
    name: str
    case_no: CaseNo
    begins: datetime
    ends: datetime
