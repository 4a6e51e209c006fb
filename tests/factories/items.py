"""Items of a made-up programme, as the rules see them."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class FakeItem:
    """What the rules need of an item of a programme."""

    day: date
    begins: time
    ends: time
    place: str
    what: str
    cancelled: bool
    hall: str | None = None
    what_en: str | None = None
    leader: str | None = None


def make_item(**changed):
    defaults = {
        "day": date(2020, 8, 24),
        "begins": time(8, 30),
        "ends": time(10),
        "place": "state_room",
        "what": "Hội đàm",
        "cancelled": False,
    }
    return FakeItem(**{**defaults, **changed})
