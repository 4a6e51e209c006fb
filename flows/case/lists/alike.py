"""What waits for somebody several times in the same way, and could be answered with one press."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.codes import Act, Kind, Stage
from config.settings import Settings
from flows.case.around import Around
from flows.case.lists.waiting import steps_waiting_for
from flows.case.lists.works import read_works
from flows.case.read import CaseRead
from models.acts import Choice
from models.case import Step
from models.competence.deciding import JUDGING
from models.ids import PersonId, SeatKey
from models.store.lists.paged import PAGE_SIZE

# Of each group no more stand on a page: nobody looks through more at one sitting.
MOST_ALIKE = PAGE_SIZE
_SIGNS_OR_JUDGES = JUDGING | {Act.SIGN}
AtOnce = Callable[[CaseRead, Step, PersonId], tuple[Choice, ...]]


@dataclass(frozen=True)
class Alike:
    """Steps that ask the same of the same seat; one of the `choices` can be given to all of them.

    There are two at least, what is due first before the rest.
    """

    choices: tuple[Choice, ...]
    steps: tuple[tuple[CaseRead, Step], ...]


def alike_for(
    conn: Connection, settings: Settings, around: Around, person: PersonId, at_once: AtOnce
) -> tuple[Alike, ...]:
    """Return the groups of like steps a person may take now, in as many queries whatever their number.

    Left out are amendments, which each change something else, and whatever cannot be answered
    `at_once`: where an objection wants an answer in words, nobody decides in passing.
    """
    waits = [
        (no, step)
        for no, step in steps_waiting_for(conn, settings, around, person)
        if step.act in _SIGNS_OR_JUDGES and step.stage is not Stage.AMENDMENT
    ]
    places = [(step.stage, step.act, step.seat) for _, step in waits]
    several = [each for each, place in zip(waits, places, strict=True) if places.count(place) > 1]
    works = read_works(conn, settings, around, sorted({no for no, _ in several}))
    groups: dict[_Asked, list[tuple[CaseRead, Step]]] = {}
    for no, waiting in several:
        work = works[no]
        step = work.step(waiting.number)
        if choices := at_once(work, step, person):
            asked = _Asked(work.case.kind, step.stage, step.act, step.seat, choices)
            groups.setdefault(asked, []).append((work, step))
    return tuple(
        Alike(asked.choices, tuple(steps[:MOST_ALIKE]))
        for asked, steps in groups.items()
        if len(steps) > 1
    )


@dataclass(frozen=True)
class _Asked:
    """What makes steps alike."""

    kind: Kind
    stage: Stage
    act: Act
    seat: SeatKey
    choices: tuple[Choice, ...]


def are_some_alike(waiting: Iterable[Step]) -> bool:
    """Tell whether of some steps two ask the same of the same seat, as far as the steps alone say it."""
    asked = [(s.stage, s.act, s.seat) for s in waiting if s.act in _SIGNS_OR_JUDGES]
    return len(asked) > len(set(asked))
