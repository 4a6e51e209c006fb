"""Tables of what was counted: by what it was, beside the year before, with the cases behind each number.

Of most tables every delegation and every turn stands in one line, so that the lines add up to the total.
A delegation that goes to several countries stands in the line of each; then they add up to no less.
Persons never add up: whoever travels twice may stand in two lines, and is one person in the total. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from models.figures.counted import CaseFigures, Journey, Turn
from models.figures.periods import FiguresPeriod
from models.ids import CaseNo


class CountedBy(StrEnum):
    """By what a table counts. Of a rank stand the delegations whose head has it."""

    MONTH = "month"
    COUNTRY = "country"
    NATURE = "nature"
    AREA = "area"
    RANK = "rank"
    UNIT = "unit"
    DECIDER = "decider"
    PLAN = "plan"
    PLAN_ENTRY = "plan_entry"


# A delegation may stand in several lines of these.
OVERLAPPING = frozenset({CountedBy.COUNTRY})
# What the dossier wrote of the plan is looked at by who counts delegations alone.
OF_JOURNEYS = frozenset({CountedBy.PLAN_ENTRY})
IN_PLAN, OFF_PLAN = "in_plan", "off_plan"


@dataclass(frozen=True)
class Cell:
    """How many delegations (đoàn), turns (lượt) and persons (người)."""

    delegations: int = 0
    turns: int = 0
    persons: int = 0

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody went or came."""
        return not self.delegations


NONE = Cell()


@dataclass(frozen=True)
class CountedLine:
    """A line of a table: what it is of, how many there are, how many there were the year before."""

    key: str
    now: Cell = NONE
    before: Cell = NONE


@dataclass(frozen=True)
class Table:
    """A table by something: its lines, and what they come to."""

    by: CountedBy
    lines: tuple[CountedLine, ...] = ()
    total: CountedLine = field(default_factory=lambda: CountedLine(""))

    @property
    def most(self) -> int:
        """Return the highest number of delegations of a line, which a chart is drawn to."""
        return max((max(ln.now.delegations, ln.before.delegations) for ln in self.lines), default=0)


def table_of(
    by: CountedBy, now: Mapping[str, Cell], before: Mapping[str, Cell], total: tuple[Cell, Cell]
) -> Table:
    """Put a table together: its lines by their keys where they are months, else the most first.

    A month stands beside the same one of the year before.
    """
    if by is CountedBy.MONTH:
        before = {year_on(key): cell for key, cell in before.items()}
    lines = [
        CountedLine(key, now.get(key, NONE), before.get(key, NONE)) for key in {**now, **before}
    ]
    lines.sort(key=lambda ln: ln.key)
    if by is not CountedBy.MONTH:
        lines.sort(key=lambda ln: (-ln.now.delegations, -ln.now.turns, -ln.before.delegations))
    return Table(by, tuple(lines), CountedLine("", *total))


def year_on(month: str, years: int = 1) -> str:
    """Return the same month of the next year, or of another."""
    year, _, number = month.partition("-")
    return f"{int(year) + years:04d}-{number}"


def change(now: int, before: int) -> int | None:
    """Return by how many hundredths of the year before something grew; None where there was nothing."""
    return None if not before else round((now - before) * 100 / before)


class Astray(StrEnum):
    """What keeps a table from adding up."""

    DELEGATIONS = "delegations"
    TURNS = "turns"
    PERSONS = "persons"


def astray(table: Table) -> tuple[Astray, ...]:
    """Return what of a table does not add up to its total; nothing where all does."""
    found = {
        what
        for cells, total in (
            ([line.now for line in table.lines], table.total.now),
            ([line.before for line in table.lines], table.total.before),
        )
        for what in _astray(table.by, cells, total)
    }
    return tuple(sorted(found))


def _astray(by: CountedBy, cells: Sequence[Cell], total: Cell) -> Iterator[Astray]:
    for what in (Astray.DELEGATIONS, Astray.TURNS):
        summed, whole = sum(getattr(cell, what) for cell in cells), getattr(total, what)
        if summed < whole or (summed > whole and by not in OVERLAPPING):
            yield what
    persons = [cell.persons for cell in cells]
    too_many = max(persons, default=0) > total.persons or total.persons > total.turns
    if by not in OF_JOURNEYS and (too_many or sum(persons) < total.persons):
        yield Astray.PERSONS


# --- counted from what the cases count for, one by one ---------------------------------------------


@dataclass(frozen=True)
class Behind:
    """A number with the cases behind it."""

    cell: Cell
    cases: tuple[CaseNo, ...]


@dataclass
class _Counting:
    journeys: set[tuple[CaseNo, int]] = field(default_factory=set)
    turns: set[tuple[CaseNo, int, int]] = field(default_factory=set)
    persons: set[int] = field(default_factory=set)

    def done(self) -> Behind:
        """Return what was counted."""
        cases = sorted({no for no, _ in self.journeys} | {no for no, *_ in self.turns})
        cell = Cell(len(self.journeys), len(self.turns), len(self.persons))
        return Behind(cell, tuple(cases))


def tabulate(
    counted: Mapping[CaseNo, CaseFigures], by: CountedBy | None, period: FiguresPeriod
) -> dict[str, Behind]:
    """Count what cases count for in a period, by something; by nothing the whole, under no key.

    This is the rule. Statistics of many cases are asked of the database, and tests hold them against it.
    """
    found: dict[str, _Counting] = {}
    for no, figures in counted.items():
        for journey in figures.journeys:
            if journey.begins not in period:
                continue
            turns = [turn for turn in figures.turns if turn.visit == journey.visit]
            for key in _keys(figures, journey, turns, by):
                found.setdefault(key, _Counting()).journeys.add((no, journey.visit))
            for turn in turns:
                for key in _keys_of_turn(figures, journey, turn, by):
                    counting = found.setdefault(key, _Counting())
                    counting.turns.add((no, turn.visit, turn.number))
                    counting.persons.add(turn.person)
    return {key: counting.done() for key, counting in found.items()}


def _keys(
    figures: CaseFigures, journey: Journey, turns: Iterable[Turn], by: CountedBy | None
) -> frozenset[str]:
    if by is CountedBy.COUNTRY:
        return frozenset(turn.country for turn in turns)
    return frozenset({_key(figures, journey, by, figures.rank)})


def _keys_of_turn(
    figures: CaseFigures, journey: Journey, turn: Turn, by: CountedBy | None
) -> frozenset[str]:
    if by is CountedBy.COUNTRY:
        return frozenset({turn.country})
    return frozenset({_key(figures, journey, by, turn.rank)})


def _key(figures: CaseFigures, journey: Journey, by: CountedBy | None, rank: str) -> str:
    said = {
        CountedBy.MONTH: f"{journey.begins:%Y-%m}",
        CountedBy.NATURE: figures.nature,
        CountedBy.AREA: figures.area,
        CountedBy.RANK: rank,
        CountedBy.UNIT: figures.unit,
        CountedBy.DECIDER: figures.decider,
        CountedBy.PLAN: IN_PLAN if figures.in_plan else OFF_PLAN,
        CountedBy.PLAN_ENTRY: figures.plan_entry or "",
    }
    return said[by] if by else ""
