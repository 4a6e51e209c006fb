"""What the rules on receiving guests look at: the request, and what has become of it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from config.province_time import WorkingCalendar, moment_of
from config.regulation.codes import Activity, GuestClass, PlaceArea
from config.regulation.inbound import Inbound
from config.regulation.parts import Source
from config.regulation.parts import Text as Named
from config.regulation.province import Regulation
from models.findings import cited
from models.inbound.request import InboundRequest
from models.part_on_guests import part_on_guests
from models.programme.booking import Clash
from models.programme.items import Item
from models.request.parts import Passport


class Away(Protocol):
    """Who is away from a day to a day, both included, and on the trip of which case, if any."""

    @property
    def person(self) -> str: ...
    @property
    def begins(self) -> date: ...
    @property
    def ends(self) -> date: ...
    @property
    def case_no(self) -> str: ...


# The sources of a rule by the day each came into force, the latest first.
Laws = tuple[tuple[date, Source], ...]


@dataclass(frozen=True)
class Examined:
    """A request, read under a regulation, with the programme in force and what was decided since.

    `passports` by guest number. `press_accepted`: the people's committee has accepted in writing
    that foreign press works to the programme in force.
    """

    request: InboundRequest
    regulation: Regulation
    calendar: WorkingCalendar
    submitted_on: date
    guest_class: GuestClass | None
    approved_on: date | None
    programme: tuple[Item, ...]
    clashes: Sequence[Clash]
    passports: Mapping[int, Passport]
    press_accepted: bool
    away: Sequence[Away] = ()

    @property
    def inbound(self) -> Inbound:
        return part_on_guests(self.regulation)

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that take place."""
        return tuple(item for item in self.programme if not item.cancelled)

    @property
    def last_day(self) -> date:
        """Return the last day of the last visit under the permission."""
        return self.request.periods[-1].departs

    def doing(self, *activities: Activity) -> Iterator[Item]:
        """Yield the items of a kind that take place."""
        return (item for item in self.items if item.activity in activities)

    def area(self, key: str) -> PlaceArea:
        """Return what the law says of a place; one that is not known counts as ordinary."""
        place = self.inbound.places.get(key)
        return place.area if place else PlaceArea.ORDINARY

    def place_name(self, key: str) -> Named:
        place = self.inbound.places.get(key)
        return place.name if place else Named(vi=key, en=key)

    def cited(self, source: Source) -> Source:
        """Return a source with its document named as the regulation's own list names it."""
        return cited(source, self.regulation)

    def law(self, laws: Laws, day: date) -> Source:
        """Return the source in force on a day."""
        return self.cited(next(source for since, source in laws if day >= since))


def named(item: Item) -> Named:
    """Return what an item is, in both languages where it is told in both."""
    return Named(vi=item.what, en=item.what_en or item.what)


def begins_at(item: Item) -> datetime:
    return moment_of(item.day, item.begins)
