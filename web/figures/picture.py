"""The process as a picture: where its boxes stand and how its arrows bend. Pure.

Activities stand below each other in the order of the way. What follows next goes straight down; what
skips some bends to the right, what goes back to the left, the further the more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.figures.process.discovery import Edge, ProcessMap

WIDE, HIGH, GAP = 250, 36, 30
# So far the arrows may bend, on either side.
_BEND, _MOST_BEND = 34, 300
LEFT = _MOST_BEND + 90
WIDTH = LEFT + WIDE + _MOST_BEND + 90
# More arrows nobody tells apart; the table has all of them.
MOST_ARROWS = 45
_SLOW = 5
_THICKEST = 6


@dataclass(frozen=True)
class Box:
    """An activity: its place in the picture, and how often it was."""

    title: str
    count: int
    y: int


@dataclass(frozen=True)
class Arrow:
    """An edge: its path, how thick it is, where its words stand."""

    path: str
    thick: float
    x: float
    y: float
    anchor: str
    says: str
    is_slow: bool
    about: str


@dataclass(frozen=True)
class Picture:
    """The whole picture; `is_thinned` where it leaves rare arrows out."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    height: int
    is_thinned: bool


def picture_of(found: ProcessMap, titles: dict[str, str], says: dict[Edge, str]) -> Picture:
    """Return the picture of a process; `says` is what is written beside each edge."""
    places = {name: number for number, (name, _) in enumerate(found.activities)}
    boxes = tuple(Box(titles[name], count, _top(places[name])) for name, count in found.activities)
    shown = sorted(found.edges, key=lambda e: -e.count)[:MOST_ARROWS]
    slow = set(found.bottlenecks[:_SLOW])
    arrows = tuple(_arrows(shown, places, titles, says, slow))
    height = _top(len(boxes))
    return Picture(boxes, arrows, height, is_thinned=len(shown) < len(found.edges))


def _top(place: int) -> int:
    return 10 + place * (HIGH + GAP)


def _arrows(
    edges: Sequence[Edge],
    places: dict[str, int],
    titles: dict[str, str],
    says: dict[Edge, str],
    slow: set[Edge],
) -> Iterator[Arrow]:
    most = max((edge.count for edge in edges), default=1)
    for edge in edges:
        source, target = places[edge.source], places[edge.target]
        path, x, y, anchor = _path(source, target)
        yield Arrow(
            path,
            thick=round(1 + (_THICKEST - 1) * edge.count / most, 1),
            x=x,
            y=y,
            anchor=anchor,
            says=says[edge],
            is_slow=edge in slow,
            about=f"{titles[edge.source]} → {titles[edge.target]}",
        )


def _path(source: int, target: int) -> tuple[str, float, float, str]:
    middle, right = LEFT + WIDE / 2, LEFT + WIDE
    if target == source + 1:
        begins, ends = _top(source) + HIGH, _top(target)
        return f"M{middle} {begins}V{ends - 4}", middle + 8, begins + GAP / 2 + 4, "start"
    leaves, comes = _top(source) + HIGH * 0.7, _top(target) + HIGH * 0.3
    bend = min(_MOST_BEND, _BEND * (abs(target - source) + 1))
    half = (leaves + comes) / 2
    if target > source:
        path = (
            f"M{right} {leaves}C{right + bend} {leaves} {right + bend} {comes} {right + 5} {comes}"
        )
        return path, right + bend * 0.75 + 4, half, "start"
    path = f"M{LEFT} {leaves}C{LEFT - bend} {leaves} {LEFT - bend} {comes} {LEFT - 5} {comes}"
    return path, LEFT - bend * 0.75 - 4, half, "end"
