"""The registers as the house's entries tell them: read anew, each entry held against those before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from models.store.verify.reading import Unreadable, parsed

KINDS = frozenset(
    {
        "register_entered",
        "register_changed",
        "register_moved",
        "register_removed",
        "register_line_put",
        "register_line_removed",
        "register_line_erased",
        "register_reminded",
    }
)
# Which stage may follow which, by register; none follows what is not named.
_DORMANT = "studied letter_of_intent agreement active ended"
_IN_TOUCH = {"active": "dormant ended", "dormant": "active ended"}
_MOVES: dict[str, dict[str, str]] = {
    "relation": {
        "studied": "letter_of_intent agreement dormant ended",
        "letter_of_intent": "studied agreement dormant ended",
        "agreement": "active dormant ended",
        "active": "dormant ended",
        "dormant": _DORMANT,
    },
    "agreement": {
        "prepared": "in_force ended",
        "in_force": "expired ended",
        "expired": "in_force ended",
    },
    "ngo": {
        "prepared": "in_force ended",
        "in_force": "expired withdrawn ended",
        "expired": "in_force ended",
        "withdrawn": "in_force ended",
    },
    "project": {
        "proposed": "approved ended",
        "approved": "running ended",
        "running": "done ended",
    },
    "priority": {"listed": "taken_up ended", "taken_up": "done listed ended"},
    "opinion": {"asked": "answered ended"},
    "mission": _IN_TOUCH,
    "company": _IN_TOUCH,
    "press": _IN_TOUCH,
}
# What lets nothing that is under way rest on it: a row that ended, or was removed.
_NOT_UNDER_WAY = frozenset(
    ("ended", "done", "answered", "expired", "withdrawn", "dormant", "listed")
)

Said = dict[str, Any]
# Which text: of which row, of which of its lines, in which version.
TextKey = tuple[int, int, int]


@dataclass
class RowsTold:
    """The registers as the entries tell them, so far."""

    rows: dict[int, Said] = field(default_factory=dict)
    texts: dict[TextKey, Said] = field(default_factory=dict)
    newest: dict[tuple[int, int], int] = field(default_factory=dict)
    rests: dict[int, set[int]] = field(default_factory=dict)
    dues: dict[int, dict[tuple[int, str, str, str], bool]] = field(default_factory=dict)

    def entered(self, said: Said) -> None:
        """Lay out a row that was entered."""
        number = said["number"]
        if number in self.rows or number != len(self.rows) + 1:
            raise Astray(f"row {number}", "the next number")
        if said["stage"] not in _stages(said["of"]):
            raise Astray(f"stage {said['stage']}", f"one of a {said['of']}")
        row = {"register": said["of"], "stage": said["stage"], "since": said["since"]}
        self.rows[number] = {**row, "version": 1, "removed": False}
        self._put(number, 0, 1, "row", said)
        self._rest(number, said["rests_on"])
        self._due(said)

    def changed(self, said: Said) -> None:
        """Let a row say something else."""
        row = self._next(said)
        self._put(said["number"], 0, row["version"], "row", said)
        self._rest(said["number"], said["rests_on"])
        self._due(said)

    def moved(self, said: Said) -> None:
        """Let a row stand in another stage, if its register allows it."""
        row = self._next(said)
        allowed = _MOVES[row["register"]].get(row["stage"], "").split()
        if said["stage"] not in allowed:
            raise Astray(f"{row['stage']} → {said['stage']}", f"one of {allowed}")
        if said["stage"] == "ended":
            self._demand_nothing_rests(said["number"], only_under_way=True)
        row.update(stage=said["stage"], since=said["since"])
        self._put(said["number"], 0, row["version"], "row", said)
        self._due(said)

    def removed(self, said: Said) -> None:
        """Take a row out, on which nothing may rest."""
        row = self._next(said)
        self._demand_nothing_rests(said["number"], only_under_way=False)
        row["removed"] = True
        self._put(said["number"], 0, row["version"], "row", said)
        self._due(said)

    def line_put(self, said: Said) -> None:
        """Lay out a text of a line."""
        number, line = said["number"], said["line"]
        self._there(number)
        due = self.newest.get((number, line), 0) + 1
        if line < 1 or said["version"] != due:
            raise Astray(f"version {said['version']}", f"{due}")
        self._put(number, line, said["version"], said["what"], said)
        self._due(said)

    def line_removed(self, said: Said) -> None:
        """Note that a line hangs there no more."""
        for text in self._line(said):
            text["removed"] = True
        self._due(said)

    def line_erased(self, said: Said) -> None:
        """Note that nothing of a line may be there."""
        for text in self._line(said):
            text.update(removed=True, sealed=None)
        self._due(said)

    def reminded(self, said: Said) -> None:
        """Note what was told."""
        for each in said["reminders"]:
            dues = self.dues.get(each["number"], {})
            for line, what, on, day in dues:
                if (line, what) == (each["line"], each["what"]) and day <= each["through"]:
                    dues[(line, what, on, day)] = True

    def _next(self, said: Said) -> Said:
        row = self._there(said["number"])
        if said["version"] != row["version"] + 1:
            raise Astray(f"version {said['version']}", f"{row['version'] + 1}")
        row["version"] += 1
        return row

    def _there(self, number: int) -> Said:
        row = self.rows[number]
        if row["removed"]:
            raise Astray(f"row {number}", "one that was not removed")
        return row

    def _line(self, said: Said) -> list[Said]:
        number, line = said["number"], said["line"]
        last = self.newest.get((number, line), 0)
        if line < 1 or not last:
            raise Astray(f"line {line}", "a line of the row")
        return [self.texts[(number, line, version)] for version in range(1, last + 1)]

    def _put(self, number: int, line: int, version: int, what: str, said: Said) -> None:
        told = {"what": what, "removed": False, "sealed": said["sealed"]}
        self.texts[(number, line, version)] = told
        self.newest[(number, line)] = version

    def _rest(self, number: int, others: Sequence[int]) -> None:
        for other in others:
            self._there(other)
        self.rests[number] = set(others)

    def _demand_nothing_rests(self, number: int, *, only_under_way: bool) -> None:
        for other, rests_on in self.rests.items():
            row = self.rows[other]
            stands = not row["removed"] and number in rests_on
            if stands and not (only_under_way and row["stage"] in _NOT_UNDER_WAY):
                raise Astray(f"row {other} rests on {number}", "nothing that does")

    def _due(self, said: Said) -> None:
        before = self.dues.get(said["number"], {})
        days = {
            (due["line"], due["what"], due["on"], day): False
            for due in said["dues"]
            for day in due["tells"]
        }
        self.dues[said["number"]] = {key: before.get(key, False) for key in days}


class Astray(Exception):
    """An entry tells what could not be."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


_READ: dict[str, Callable[[RowsTold, Said], None]] = {
    "register_entered": RowsTold.entered,
    "register_changed": RowsTold.changed,
    "register_moved": RowsTold.moved,
    "register_removed": RowsTold.removed,
    "register_line_put": RowsTold.line_put,
    "register_line_removed": RowsTold.line_removed,
    "register_line_erased": RowsTold.line_erased,
    "register_reminded": RowsTold.reminded,
}


def told_by(rows: Sequence[Row[Any]]) -> RowsTold:
    """Return the registers as the house's entries make them.

    Raises `Unreadable` for an entry that nobody can read, or that tells what could not be.
    """
    told = RowsTold()
    for row in rows:
        if row.kind not in KINDS:
            continue
        try:
            _READ[row.kind](told, parsed(row.body))
        except Astray as astray:
            raise Unreadable(astray.found, astray.expected, f"entry {row.seq}") from None
        except (Unreadable, KeyError, TypeError, AttributeError):
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None
    return told


def _stages(register: str) -> set[str]:
    known = _MOVES[register]
    return {*known, *(stage for each in known.values() for stage in each.split())}
