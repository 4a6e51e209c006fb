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
    `kinds`. Rows that cover another one only together are not found. Without a part on the annual plan
    none is drawn up, and no row is needed for one. A regulation that says nothing of
    receiving guests takes no request to, so it needs no row for one, and a row it has for one never
    matches.
    """
    rows: dict[Kind, list[Route]] = {kind: [] for kind in kinds}
    for route in regulation.routes:
        rows.setdefault(route.when.kind, []).append(route)
    if regulation.annual_plan is None:
        for kind in (Kind.PLAN_CONTRIBUTION, Kind.ANNUAL_PLAN):
            rows.pop(kind, None)
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
    if rows and any(condition is not None for condition in _conditions(rows[-1])):
        yield "amendments has no last row without restrictions: an amendment may find none"


def _conditions(row: AmendmentRoute) -> tuple[object, ...]:
    return (row.kind, row.routes, row.touches, row.cancels, row.stamped)


def _amends_all(wide: AmendmentRoute, narrow: AmendmentRoute) -> bool:
    return all(map(_admits, _conditions(wide), _conditions(narrow)))


def _covers(wide: RouteCondition, narrow: RouteCondition) -> bool:
    """Tell whether every request that `narrow` takes would be taken by `wide`."""
    asked = dict(narrow)
    if narrow.remit_of_pm:
        # Only conferences are the Prime Minister's to allow.
        asked["occasions"] = (Occasion.CONFERENCE,)
    return all(_admits(condition, asked[name]) for name, condition in wide)


def _admits(wide: object, narrow: object) -> bool:
    """Tell whether a condition is met wherever the narrower one is; an absent one always is.

    A row may name several of which one is enough, or the lowest level it is for.
    """
    if isinstance(wide, tuple):
        return isinstance(narrow, tuple) and set(narrow) <= set(wide)
    if isinstance(wide, int) and not isinstance(wide, bool):
        return isinstance(narrow, int) and wide <= narrow
    return wide in (None, narrow)
