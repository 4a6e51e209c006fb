"""An item of a programme, and who interprets at it.

Read under a regulation (the validation context), the place of an item is one the regulation knows.
"""

from datetime import time
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from config.regulation.codes import Activity
from config.regulation.parts import Record
from models.request.fields import Clock, Day, DirectoryId, GroupName, Line, MemberNumber, inbound_of
from models.request.values.choices import YesNo, by_name, one_of
from models.request.values.refusal import refused

# What begins in the evening may run past midnight; by day an end before the beginning is a mistake.
_EVENING, _NIGHT_ENDS = time(18), time(6)


class Interpreter(Record):
    """Who interprets; `own_staff` are paid at most half (35/2026/TT-BTC)."""

    name: Line
    person: DirectoryId | None = None
    language: Line
    own_staff: YesNo = False


class Item(Record):
    """One item of the programme. `interpreter` counts the request's interpreters from 1.

    `leader`, `hall`, `vehicle` and `interpreter` can be had by one visit at a time. `unit` answers
    for the item: a unit or a body; without it the host unit does. One of the evening that ends earlier
    in the day ends on the next. `group`: only this group of the guests takes part.
    """

    day: Day
    begins: Clock
    ends: Clock
    activity: Annotated[Activity, by_name(Activity, "activity")]
    what: Line
    what_en: Line | None = None
    place: Line
    unit: DirectoryId | None = None
    leader: DirectoryId | None = None
    hall: Line | None = None
    vehicle: Line | None = None
    interpreter: MemberNumber | None = None
    cancelled: YesNo = False
    group: GroupName | None = None

    @field_validator("place")
    @classmethod
    def _place_of_the_regulation(cls, place: str, info: ValidationInfo) -> str:
        return place_known(place, info)

    @field_validator("ends")
    @classmethod
    def _ends_after_beginning(cls, ends: time, info: ValidationInfo) -> time:
        begins = info.data.get("begins")
        if begins and ends <= begins and not (begins >= _EVENING and ends <= _NIGHT_ENDS):
            raise refused("ends_before_beginning", begins=f"{begins:%H:%M}")
        return ends


def place_known(value: str, info: ValidationInfo) -> str:
    """Return the key of a place the regulation knows; the refusal lists the nearest first."""
    inbound = inbound_of(info)
    if inbound is None:
        return value
    places = {key: (p.name.vi, p.name.en) for key, p in inbound.places.items()}
    return one_of(places, value, "place")
