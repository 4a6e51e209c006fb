"""What each kind of delegation adds to the letters about it: the one table that asks for the kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.regulation.codes import Kind
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.case import Step
from notifications.facts.cases import FactsOfKind, PeriodFacts
from notifications.facts.letters import PartsOfKind
from notifications.telling import trip_letters, visit_letters
from notifications.telling.in_hand import EntryInHand
from notifications.telling.notices import Recipient


@dataclass(frozen=True)
class LettersOfKind:
    """What only a kind knows of its letters; each part says nothing unless the kind gives its own.

    `facts` are the kind's facts of a case, `parts` what its letters tell beside it, `item` what a step
    is about in particular, `visit` the visit it is about, `seats` who else is told.
    """

    facts: Callable[[EntryInHand], FactsOfKind] = lambda _: FactsOfKind()
    parts: Callable[[EntryInHand], PartsOfKind] = lambda _: PartsOfKind()
    item: Callable[[EntryInHand, Step], Text | None] = lambda *_: None
    visit: Callable[[EntryInHand, Step], PeriodFacts | None] = lambda *_: None
    seats: Callable[[Regulation], Mapping[Recipient, tuple[str, ...]]] = lambda _: {}


LETTERS_OF: dict[Kind, LettersOfKind] = {
    Kind.OUTBOUND: LettersOfKind(
        facts=trip_letters.facts_of_trip, parts=trip_letters.parts_of, item=trip_letters.item_of
    ),
    Kind.INBOUND: LettersOfKind(
        facts=visit_letters.facts_of_visit,
        parts=visit_letters.parts_of,
        item=visit_letters.item_of,
        visit=visit_letters.visit_of,
        seats=visit_letters.seats_of,
    ),
}


def letters_of(kind: Kind) -> LettersOfKind:
    """Return what a kind adds; letters about one that adds nothing say what every case has."""
    return LETTERS_OF.get(kind, LettersOfKind())
