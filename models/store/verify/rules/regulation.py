"""What the auditor reads in a regulation's text, which is pinned by its digest.

It holds only what an entry is held against, and is read apart from what the lifecycles walk by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import yaml

# The reader that is written in C is some ten times as fast, where the machine has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Ballot:
    """How a body votes: what share must be reached, what must be exceeded, of whom it is taken."""

    quorum: Fraction
    majority: Fraction
    majority_of: str
    chair_casts: bool


@dataclass(frozen=True)
class Rulebook:
    """A regulation's text, read as mappings."""

    said: Mapping[str, Any]

    def ballot(self, seat: str) -> Ballot | None:
        """Return how the body of a seat votes; None where it does not."""
        voting = self._body(seat).get("voting")
        if voting is None:
            return None
        return Ballot(
            Fraction(voting["quorum"]),
            Fraction(voting["majority"]),
            voting["majority_of"],
            voting["chair_casts"],
        )

    def has_secret_votes(self, seat: str) -> bool:
        """Tell whether nobody reads how members of a seat's body voted; of one without votes, too."""
        voting = self._body(seat).get("voting")
        return voting is None or voting.get("votes_shown") == "secret"

    def secretaries(self, seat: str) -> tuple[str, ...]:
        """Return the seats whose holders prepare for the holder of a seat."""
        seats = self._body(seat).get("seats") or {}
        return tuple((seats.get(seat.partition("/")[2]) or {}).get("secretaries") or ())

    @property
    def immaterial(self) -> tuple[str, ...]:
        """Return the facts that may change without anybody being asked again."""
        return tuple(self.said.get("immaterial") or ())

    def rows(self, table: str) -> list[Mapping[str, Any]]:
        """Return the rows of a table of the regulation, such as its routes."""
        return list(self.said.get(table) or ())

    @property
    def lets_one_clerk(self) -> bool:
        """Tell whether one clerk may record for several bodies that judge a case."""
        return bool(self.said.get("one_clerk_suffices"))

    @property
    def decided_by_reply(self) -> frozenset[str]:
        """Return the stages in which somebody may decide by answering a letter."""
        return frozenset((self.said.get("sign_in") or {}).get("decided_by_reply") or ())

    @property
    def classifier(self) -> str:
        """Return the seat that fixes the class of guests whose rank has none."""
        return str(self._guests["classified_by"])

    @property
    def coordinator(self) -> str:
        """Return the seat that coordinates receptions."""
        return str(self._guests["coordinator"])

    def agreement_seats(self, act: str) -> tuple[str, ...]:
        """Return whom an act about an agreement asks."""
        rules = self._guests["agreements"]
        seats = {"consult": rules["consulted"], "conclude": [rules["signed_by"]]}
        return tuple(seats.get(act, [rules["reported_by"]]))

    @property
    def reminds_before(self) -> Mapping[str, Any]:
        """Return how long before a deadline people are reminded of it, and how often afterwards."""
        found: Mapping[str, Any] = self.said["remind_before"]
        return found

    @property
    def overdue(self) -> Mapping[str, Any]:
        """Return how often whoever is overdue is reminded, and when others are told; empty: for ever."""
        return self.said.get("overdue") or {}

    @property
    def runs_on(self) -> bool:
        """Tell whether a time limit that ends on a day off ends later."""
        return self.said.get("last_day_off") is not None

    @property
    def days_moved(self) -> Mapping[str, frozenset[str]]:
        """Return the days that are off though they would be worked, and those worked instead."""
        # A plain reader of YAML takes the name `off` for a no.
        found: list[dict[Any, Any]] = [dict(move) for move in self.rows("moved_workdays")]
        moves = [{"off": move.get(False), **move} for move in found]
        extra = [str(day) for day in self.said.get("extra_holidays") or ()]
        return {
            "off": frozenset((*extra, *(str(move["off"]) for move in moves))),
            "worked": frozenset(str(move["worked"]) for move in moves),
        }

    @property
    def _guests(self) -> Mapping[str, Any]:
        return self.said.get("inbound") or {}

    def _body(self, seat: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = (self.said.get("bodies") or {}).get(seat.partition("/")[0]) or {}
        return found


# To read one costs more than all else a small database is asked, and the same text is the same rulebook.
@lru_cache(maxsize=8)
def rulebook_in(text: str) -> Rulebook | None:
    """Read a regulation's text, whose files are documents of one stream; None where it is none."""
    said: dict[str, Any] = {}
    try:
        for document in yaml.load_all(text, Loader=_LOADER):
            for name, value in document.items():
                said[name] = _joined(said[name], value) if name in said else value
    except (yaml.YAMLError, AttributeError, TypeError):
        return None
    return Rulebook(said)


def _joined(one: Any, other: Any) -> Any:
    """Put together what two files say under one name."""
    return {**one, **other} if isinstance(one, dict) else [*one, *other]


def seat_in(seat: str, unit: str) -> str:
    """Return a seat, with the submitting unit in the place of `unit/…`."""
    body, _, name = seat.partition("/")
    return f"{unit}/{name}" if body == "unit" else seat
