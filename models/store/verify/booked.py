"""The auditor's check of bookings: those the programme in force takes, while that is still there."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, NamedTuple

from models.names import name_key
from models.store.verify.ground import Ground
from models.store.verify.kept import NOT_IN_DIRECTORY, Kept, text_of
from models.store.verify.reading import Difference, parsed, read_moment
from models.store.verify.rebuilt import Rebuilt

_PROVINCE = timezone(timedelta(hours=7))
# In these a visit has, or keeps, what its programme takes.
_BOOKS = frozenset({"approved", "archived"})


class Wanted(NamedTuple):
    """What an item takes, and for which time; an interpreter of no directory goes by no name."""

    item: int
    kind: str
    name: str | None
    begins: datetime
    ends: datetime


def bookings_difference(ground: Ground, kept: Kept, rebuilt: Rebuilt) -> Difference | None:
    """Compare the bookings of a case with its programme in force."""
    case = rebuilt["cases"][()]
    booked = [_booked(row) for row in ground.of_case("bookings", kept.case_no)]
    if booked and case["status"] not in _BOOKS:
        return _differs(kept, booked[0], "a row", f"none: the case is {case['status']}")
    wanted = _wanted(kept, case)
    if wanted is None:
        return None
    for taken in booked:
        if not any(_is_it(taken, each) for each in wanted):
            return _differs(kept, taken, "a row", "none: the programme does not take it so")
    if not _must_have_all(rebuilt):
        return None
    asked = {s["key"] for s in rebuilt["steps"].values() if s["act"] == "resolve"}
    for each in wanted:
        has_it = any(_is_it(taken, each) for taken in booked)
        # What another visit has is the coordinator's to resolve, or was when it was asked for.
        if not has_it and str(each.item) not in asked:
            return _differs(kept, each, "no row", "one: the programme takes it")
    return None


def _must_have_all(rebuilt: Rebuilt) -> bool:
    """Tell whether a visit has everything its programme takes: approved, not over, at no fault.

    Of one whose guests have gone nothing is asked for any more, nor of a visit that was dropped.
    """
    case, steps = rebuilt["cases"][()], rebuilt["steps"].values()
    is_gone = any(s["stage"] == "send_off" and s["choice"] for s in steps)
    is_dropped = any(s["choice"] == "visit_dropped" for s in steps)
    return case["status"] == "approved" and not (is_gone or is_dropped or case["fault"])


def _booked(row: Any) -> Wanted:
    return Wanted(row.item, row.kind, row.name, read_moment(row.begins), read_moment(row.ends))


def _wanted(kept: Kept, case: Mapping[str, Any]) -> list[Wanted] | None:
    """Return what the programme in force takes; None where nobody knows it any more."""
    dossier = kept.contents.get(case["version"])
    if dossier is None:
        return None
    items = dossier.get("programme", [])
    if case["programme_revision"]:
        revised = [r for r in kept.programmes if r.revision == case["programme_revision"]]
        if not revised:
            return None
        items = parsed(text_of(revised[0].content, "programmes, column content"))
    interpreters = dossier.get("interpreters") or []
    return [
        Wanted(number, kind, name, *_times(item))
        for number, item in enumerate(items, start=1)
        if not item.get("cancelled")
        for kind, name in _of_item(item, interpreters)
    ]


def _of_item(
    item: Mapping[str, Any], interpreters: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str | None]]:
    leader, hall, vehicle = item.get("leader"), item.get("hall"), item.get("vehicle")
    if leader and leader != NOT_IN_DIRECTORY:
        yield "leader", leader
    if hall:
        yield "hall", f"{item['place']}/{_plain(hall)}"
    if vehicle:
        yield "vehicle", _plain(vehicle)
    if item.get("interpreter"):
        person = interpreters[item["interpreter"] - 1].get("person")
        yield "interpreter", person if person != NOT_IN_DIRECTORY else None


def _is_it(taken: Wanted, wanted: Wanted) -> bool:
    """Tell whether a booking is what was wanted; a name nobody knows stands for any."""
    return taken._replace(name=None) == wanted._replace(name=None) and wanted.name in (
        None, taken.name
    )  # fmt: skip


def _times(item: Mapping[str, Any]) -> tuple[datetime, datetime]:
    """Return when an item begins and ends; one that ends earlier in the day ends on the next."""
    on, (begins, ends) = date.fromisoformat(item["day"]), (item["begins"], item["ends"])
    first, last = (datetime.combine(on, time.fromisoformat(at), _PROVINCE) for at in (begins, ends))
    return first.astimezone(UTC), (last + timedelta(days=last < first)).astimezone(UTC)


def _plain(name: str) -> str:
    return name_key(name) or name


def _differs(kept: Kept, taken: Wanted, found: str, expected: str) -> Difference:
    return Difference(kept.case_no, f"bookings {taken.item} {taken.kind}", found, expected)
