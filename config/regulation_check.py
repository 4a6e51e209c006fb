"""What is weak in a regulation that is well-formed: rows nobody reaches, requests without a row."""

from collections.abc import Iterator

from config.regulation import Kind, Regulation, Route, RouteCondition


def weak_points(regulation: Regulation) -> tuple[str, ...]:
    """Name the rows of the route table that never match, and the kinds that may find no row.

    The first row that applies is taken. So a row never matches where one before it asks for no more
    than it does, and only a last row without restrictions answers for every request. Rows that
    cover another one only together are not found.
    """
    rows: dict[Kind, list[Route]] = {kind: [] for kind in Kind}
    for route in regulation.routes:
        rows[route.when.kind].append(route)
    return tuple(point for kind, table in rows.items() for point in _weak_points_of(kind, table))


def _weak_points_of(kind: Kind, rows: list[Route]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cover = next((other for other in rows[:number] if _covers(other.when, row.when)), None)
        if cover:
            yield f"routes.{row.key} can never match: routes.{cover.key} before it takes every case"
    if not rows or rows[-1].when != RouteCondition(kind=kind):
        yield f"routes has no last row without restrictions for {kind}: a request may find none"


def _covers(wide: RouteCondition, narrow: RouteCondition) -> bool:
    """Tell whether every request that `narrow` takes would be taken by `wide`."""
    return (
        wide.trip in (None, narrow.trip)
        and wide.party_members in (None, narrow.party_members)
        and wide.in_plan in (None, narrow.in_plan)
        and _holds_all(wide.managed_by, narrow.managed_by)
        and _holds_all(wide.area, narrow.area)
        and _holds_all(wide.countries, narrow.countries)
        and _reaches_down_to(wide.minimum_level, narrow.minimum_level)
    )


def _holds_all(wide: tuple[str, ...] | None, narrow: tuple[str, ...] | None) -> bool:
    return wide is None or (narrow is not None and set(narrow) <= set(wide))


def _reaches_down_to(wide: int | None, narrow: int | None) -> bool:
    return wide is None or (narrow is not None and wide <= narrow)
