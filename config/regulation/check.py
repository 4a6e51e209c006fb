"""What is weak in a regulation that is well-formed: rows nobody reaches, requests without a row."""

from collections.abc import Iterable, Iterator

from config.regulation.codes import Kind, Occasion
from config.regulation.parts import AmendmentRoute, Route, RouteCondition
from config.regulation.province import Regulation


def weak_points(
    regulation: Regulation, kinds: Iterable[Kind] = (Kind.OUTBOUND, Kind.INBOUND)
) -> tuple[str, ...]:
    """Name the rows of routes and amendments that never match, and what may find no row.

    The first row that applies is taken. So a row never matches where one before it asks for no more
    than it does, and only a last row without restrictions answers for every request of one of the
    `kinds`. Rows that cover another one only together are not found. A regulation that says nothing of
    receiving guests takes no request to, so it needs no row for one, and a row it has for one never
    matches.
    """
    rows: dict[Kind, list[Route]] = {kind: [] for kind in kinds}
    for route in regulation.routes:
        rows.setdefault(route.when.kind, []).append(route)
    guests = rows.pop(Kind.INBOUND, []) if regulation.inbound is None else []
    return (
        *_weak_amendments(regulation.amendments),
        *(point for kind, table in rows.items() for point in _weak_points_of(kind, table)),
        *(
            f"routes.{row.key} can never match: there is no part on receiving guests"
            for row in guests
        ),
    )


def _weak_points_of(kind: Kind, rows: list[Route]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cover = next((other for other in rows[:number] if _covers(other.when, row.when)), None)
        if cover:
            yield f"routes.{row.key} can never match: routes.{cover.key} before it takes every case"
    if not rows or rows[-1].when != RouteCondition(kind=kind):
        yield f"routes has no last row without restrictions for {kind}: a request may find none"


def _weak_amendments(rows: tuple[AmendmentRoute, ...]) -> Iterator[str]:
    """Find the same of the short routes; a regulation without any has no amendments."""
    for number, row in enumerate(rows):
        cover = next((other for other in rows[:number] if _amends_all(other, row)), None)
        if cover:
            place = f"amendments.{row.key}"
            yield f"{place} can never match: amendments.{cover.key} before it takes every one"
    if rows and _is_restricted(rows[-1]):
        yield "amendments has no last row without restrictions: an amendment may find none"


def _is_restricted(row: AmendmentRoute) -> bool:
    conditions = (row.kind, row.touches, row.cancels, row.stamped)
    return any(condition is not None for condition in conditions)


def _amends_all(wide: AmendmentRoute, narrow: AmendmentRoute) -> bool:
    return (
        wide.kind in (None, narrow.kind)
        and wide.cancels in (None, narrow.cancels)
        and wide.stamped in (None, narrow.stamped)
        and _holds_all(wide.touches, narrow.touches)
    )


def _covers(wide: RouteCondition, narrow: RouteCondition) -> bool:
    """Tell whether every request that `narrow` takes would be taken by `wide`."""
    return (
        wide.in_plan in (None, narrow.in_plan)
        and wide.urgent in (None, narrow.urgent)
        and _holds_all(wide.area, narrow.area)
        and _holds_all(wide.countries, narrow.countries)
        and _covers_travellers(wide, narrow)
        and _covers_guests(wide, narrow)
    )


def _covers_travellers(wide: RouteCondition, narrow: RouteCondition) -> bool:
    return (
        wide.trip in (None, narrow.trip)
        and wide.party_members in (None, narrow.party_members)
        and _holds_all(wide.managed_by, narrow.managed_by)
        and _reaches_down_to(wide.minimum_level, narrow.minimum_level)
    )


def _covers_guests(wide: RouteCondition, narrow: RouteCondition) -> bool:
    return (
        wide.unannounced in (None, narrow.unannounced)
        and wide.remit_of_pm in (None, narrow.remit_of_pm)
        and _holds_all(wide.senders, narrow.senders)
        and _holds_all(wide.invited_by, narrow.invited_by)
        and _holds_all(wide.visits, narrow.visits)
        and _holds_all(wide.occasions, _occasions(narrow))
        and _holds_all(wide.received_by, narrow.received_by)
        and _reaches_down_to(wide.minimum_guest_level, narrow.minimum_guest_level)
    )


def _occasions(when: RouteCondition) -> tuple[str, ...] | None:
    """Return the occasions a row takes; only conferences are the Prime Minister's to allow."""
    return (Occasion.CONFERENCE,) if when.remit_of_pm else when.occasions


def _holds_all(wide: tuple[str, ...] | None, narrow: tuple[str, ...] | None) -> bool:
    return wide is None or (narrow is not None and set(narrow) <= set(wide))


def _reaches_down_to(wide: int | None, narrow: int | None) -> bool:
    return wide is None or (narrow is not None and wide <= narrow)
