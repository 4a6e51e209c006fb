"""Findings on where guests go and stay: border areas, prohibited zones, lodging and its declaration."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from config.province_time import day_of
from config.regulation.codes import Level, Mark, PlaceArea
from config.regulation.parts import Source
from models.findings import Finding, Said, days_told, make_finding, unsure
from models.inbound.findings.examined import Examined, Laws, begins_at
from models.inbound.parts import Lodging, Period
from models.programme.items import Item
from models.request.people.groups import those_of

# 299/2025/NĐ-CP amended both decrees on border areas; their new text was not read.
_AMENDED = date(2025, 11, 17)


def _law(older: Source) -> Laws:
    return ((_AMENDED, unsure(older)), (date.min, older))


_LAND = _law(
    Source(document="34/2014/NĐ-CP", mark=Mark.SECONDARY, seen_in="Tạp chí Cộng sản"),
)
_LAND_NIGHT = _law(Source(document="34/2014/NĐ-CP", article="Điều 7", mark=Mark.CONFIRMED))
_SEA = _law(Source(document="71/2015/NĐ-CP", article="Điều 7", mark=Mark.CONFIRMED))
_DECLARED = Source(document="47/2014/QH13", article="Điều 33", mark=Mark.CONFIRMED)
_NO_STAY = Source(document="47/2014/QH13", article="Điều 34", mark=Mark.CONFIRMED)
# The article forbids lodging there; that no item takes place there either is our arrangement.
_NO_VISIT = Source(document="47/2014/QH13", article="Điều 34", mark=Mark.DESIGN)

LAND_NOTICE = timedelta(hours=24)
SEA_NOTICE = timedelta(hours=12)
_DAY = timedelta(days=1)
# So many of the nights without lodging are named; their count tells the rest.
_NAMED = 5


def on_places(examined: Examined) -> Iterator[Finding]:
    """Find which places ask for a notice or admit no guests, and nights without a bed."""
    for item in _first_visits(examined.items):
        yield from _going_to(item, examined)
    for stay in examined.request.lodging:
        yield from _staying(stay, examined)
    for period in examined.request.periods:
        yield from _nights_without_lodging(period, examined)
    if examined.request.lodging:
        houses = dict.fromkeys(stay.name for stay in examined.request.lodging)
        yield make_finding(
            "lodging_to_declare", Level.NOTE, examined.cited(_DECLARED), houses=", ".join(houses)
        )


def _first_visits(items: Iterable[Item]) -> list[Item]:
    """Return the first item at each place."""
    first: dict[str, Item] = {}
    for item in sorted(items, key=begins_at):
        first.setdefault(item.place, item)
    return list(first.values())


# --- Going there ---------------------------------------------------------------------------------


def _going_to(item: Item, examined: Examined) -> Iterator[Finding]:
    """Find what a place asks for: notice of land borders 24 hours before, of the sea's 12."""
    match examined.area(item.place):
        case PlaceArea.PROHIBITED:
            yield make_finding(
                "prohibited_zone",
                Level.BLOCK,
                examined.cited(_NO_VISIT),
                place=examined.place_name(item.place),
                begins=begins_at(item),
            )
        case PlaceArea.BORDER_AREA | PlaceArea.BORDER_BELT:
            yield _notice("border_notice", LAND_NOTICE, _LAND, item, examined)
        case PlaceArea.SEA_BORDER:
            yield _notice("sea_notice", SEA_NOTICE, _SEA, item, examined)
        case PlaceArea.ORDINARY:
            pass


def _notice(key: str, ahead: timedelta, laws: Laws, item: Item, examined: Examined) -> Finding:
    """Tell by when a notice is due; it is late from the day after, as no hour is known."""
    notice_by = begins_at(item) - ahead
    late = examined.submitted_on > day_of(notice_by)
    return make_finding(
        f"{key}_late" if late else key,
        Level.WARN if late else Level.NOTE,
        examined.law(laws, item.day),
        place=examined.place_name(item.place),
        begins=begins_at(item),
        notice_by=notice_by,
    )


# --- Staying there -------------------------------------------------------------------------------


def _staying(stay: Lodging, examined: Examined) -> Iterator[Finding]:
    """Find nights in a border area, to be registered; in the belt, the border post is told too."""
    area = examined.area(stay.place)
    told: dict[str, Said] = {
        "house": stay.name,
        "place": examined.place_name(stay.place),
        "arrives": stay.arrives,
    }
    if area is PlaceArea.PROHIBITED:
        yield make_finding("lodging_prohibited", Level.BLOCK, examined.cited(_NO_STAY), **told)
    elif area is PlaceArea.BORDER_BELT:
        source = examined.law(_LAND_NIGHT, stay.arrives)
        yield make_finding("belt_night", Level.WARN, source, **told)
    elif area in (PlaceArea.BORDER_AREA, PlaceArea.SEA_BORDER):
        laws = _SEA if area is PlaceArea.SEA_BORDER else _LAND_NIGHT
        yield make_finding("border_night", Level.NOTE, examined.law(laws, stay.arrives), **told)


def _nights_without_lodging(period: Period, examined: Examined) -> Iterator[Finding]:
    """Find nights of a visit for which no lodging is named; guests of one day need none.

    Each group of the guests needs its own, on the days it is here.
    """
    lodging = examined.request.lodging
    gaps = _once(
        gap
        for group, (first, last) in _stays_of_groups(period, examined)
        for gap in _uncovered(first, last, those_of(lodging, group))
    )
    if not gaps:
        return
    nights = [
        first + n * _DAY for first, end in gaps for n in range(min((end - first).days, _NAMED))
    ]
    yield make_finding(
        "night_without_lodging",
        Level.WARN,
        examined.cited(_DECLARED),
        count=sum((end - first).days for first, end in gaps),
        nights=days_told(nights[:_NAMED]),
    )


def _once(gaps: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Return nights that several groups lack once, in their order."""
    merged: list[tuple[date, date]] = []
    for first, end in sorted(gaps):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((first, end))
    return merged


def _stays_of_groups(
    period: Period, examined: Examined
) -> Iterator[tuple[str | None, tuple[date, date]]]:
    """Yield each group with the days of a visit on which it is here; the whole where there is none."""
    request = examined.request
    groups = {(g.group, request.days_of_guest(g)): None for g in request.guests if g.group}
    if not groups or any(guest.group is None for guest in request.guests):
        yield None, (period.arrives, period.departs)
    for group, (arrives, departs) in groups:
        first, last = max(arrives, period.arrives), min(departs, period.departs)
        if first < last:
            yield group, (first, last)


def _uncovered(at: date, departs: date, lodging: Iterable[Lodging]) -> Iterator[tuple[date, date]]:
    """Yield the nights without lodging, as the first of them and the day after the last."""
    for stay in sorted(lodging, key=lambda stay: stay.arrives):
        if at < min(stay.arrives, departs):
            yield at, min(stay.arrives, departs)
        at = max(at, stay.leaves)
    if at < departs:
        yield at, departs
