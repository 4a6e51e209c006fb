"""An item of a programme, and who interprets at it.

Read under a regulation (the validation context), the place of an item is one the regulation knows.
"""

from datetime import time

from pydantic import ValidationInfo, field_validator

from config.regulation.codes import Activity
from config.regulation.parts import Record
from models.request.fields import (
    Clock,
    Day,
    DirectoryId,
    Line,
    MemberNumber,
    inbound_of,
    one_of,
    refused,
)


class Interpreter(Record):
    """Who interprets; `own_staff` are paid at most half (35/2026/TT-BTC)."""

    name: Line
    person: DirectoryId | None = None
    language: Line
    own_staff: bool = False


class Item(Record):
    """One item of the programme. `interpreter` counts the request's interpreters from 1.

    `leader`, `hall`, `vehicle` and `interpreter` can be had by one visit at a time. `unit` answers
    for the item: a unit or a body; without it the host unit does.
    """

    day: Day
    begins: Clock
    ends: Clock
    activity: Activity
    what: Line
    what_en: Line | None = None
    place: Line
    unit: DirectoryId | None = None
    leader: DirectoryId | None = None
    hall: Line | None = None
    vehicle: Line | None = None
    interpreter: MemberNumber | None = None
    cancelled: bool = False

    @field_validator("place")
    @classmethod
    def _place_of_the_regulation(cls, place: str, info: ValidationInfo) -> str:
        return place_known(place, info)

    @field_validator("ends")
    @classmethod
    def _ends_after_beginning(cls, ends: time, info: ValidationInfo) -> time:
        begins = info.data.get("begins")
        if begins and ends <= begins:
            raise refused("ends_before_beginning", begins=f"{begins:%H:%M}")
        return ends


def place_known(value: str, info: ValidationInfo) -> str:
    """Return the key of a place the regulation knows; the refusal lists the nearest first."""
    inbound = inbound_of(info)
    if inbound is None:
        return value
    places = {key: (p.name.vi, p.name.en) for key, p in inbound.places.items()}
    return one_of(places, value, "place")
