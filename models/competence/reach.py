"""Which cases somebody is shown something of, said of all cases at once: for lists and searches. Pure.

What is shown of one case is said by `models.competence.seeing` and `flows.case.views`. Here the same
stands turned around, so that a database can answer it; a test holds one against the other.
"""

from dataclasses import dataclass
from typing import Any

from config.regulation.codes import Act, Kind
from models.ids import NOBODY, BodyKey, PersonId, SeatKey


@dataclass(frozen=True)
class ReachUnder:
    """Whom somebody is under some regulations, those of `digests`.

    `every` case is theirs to see, or every one of some `kinds`. Of a step: they answer it alone in the
    seats they `sit` in, and vote in the bodies of `votes_in` when they are asked; `deputizes` are the
    seats in whose place they can be given what is the holder's own. They act for others in `acts_alone`,
    and among those who vote in `acts_among`. They keep the papers of `keeps`; with `keeps_rest` those of
    all bodies and units but `apart`. What waits for whoever sits in one of `prepares`, they prepare.
    """

    digests: frozenset[str]
    every: bool
    kinds: frozenset[Kind]
    votes_in: frozenset[BodyKey]
    deputizes: frozenset[SeatKey]
    acts_alone: frozenset[SeatKey]
    acts_among: frozenset[SeatKey]
    keeps: frozenset[BodyKey]
    keeps_rest: bool
    apart: frozenset[BodyKey]
    prepares: frozenset[SeatKey] = frozenset()


@dataclass(frozen=True)
class Reach:
    """In which cases somebody is shown something: by their seats, by their steps, by their offices.

    `acts` are those whose steps show it, `alone` those among them that are their holder's own. Whoever
    is of a case's unit is shown it where `of_units` says so.
    """

    person: PersonId = NOBODY
    seats: frozenset[SeatKey] = frozenset()
    bodies: frozenset[BodyKey] = frozenset()
    of_units: bool = False
    acts: frozenset[Act] = frozenset()
    alone: frozenset[Act] = frozenset()
    under: tuple[ReachUnder, ...] = ()

    @property
    def is_all(self) -> bool:
        """Tell whether they are shown it in every case there is."""
        return bool(self.under) and all(each.every for each in self.under)


_NONE: frozenset[Any] = frozenset()
# Of whoever stands at the machine itself: every case.
EVERY_CASE = Reach(
    under=(ReachUnder(_NONE, True, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, False, _NONE),)
)
