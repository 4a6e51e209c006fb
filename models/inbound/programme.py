"""What an item of the programme takes, and who takes part in it. Pure."""

from collections.abc import Iterator, Sequence

from config.regulation.codes import Activity, Occasion
from config.words import moment_of
from models.inbound.booking import Booking, ResourceKind
from models.inbound.calendar import is_material
from models.inbound.parts import Interpreter, Item
from models.request.parts import NOT_IN_DIRECTORY

PRESS = frozenset((Activity.PRESS_CONFERENCE, Activity.PRESS_WORK))


def needs_acceptance(occasion: Occasion, before: Item, after: Item) -> bool:
    """Tell whether the people's committee has to accept a change in writing before the work goes on.

    It has to where foreign press works elsewhere or at another time than was approved, or works again
    after all. What is called off needs nobody's consent. Source: 262/2026/NĐ-CP, article 6.
    """
    if after.cancelled or not (occasion is Occasion.FOREIGN_PRESS or after.activity in PRESS):
        return False
    return before.cancelled or is_material(before, after)


def bookings_of(
    programme: Sequence[Item], interpreters: Sequence[Interpreter]
) -> tuple[Booking, ...]:
    """Return what the items of a programme take for their time; a cancelled one takes nothing."""
    return tuple(
        Booking(
            number, kind, name, moment_of(item.day, item.begins), moment_of(item.day, item.ends)
        )
        for number, item in enumerate(programme, start=1)
        if not item.cancelled
        for kind, name in _taken(item, interpreters)
    )


def leaders_of(item: Item, interpreters: Sequence[Interpreter]) -> tuple[str, ...]:
    """Return those known to the directory who take part in an item in person."""
    persons = [item.leader]
    if item.interpreter:
        persons.append(interpreters[item.interpreter - 1].person)
    return tuple(p for p in persons if p and p != NOT_IN_DIRECTORY)


def _taken(item: Item, interpreters: Sequence[Interpreter]) -> Iterator[tuple[ResourceKind, str]]:
    if item.leader and item.leader != NOT_IN_DIRECTORY:
        yield ResourceKind.LEADER, item.leader
    if item.hall:
        # The same hall in another place is another hall.
        yield ResourceKind.HALL, f"{item.place}/{_plain(item.hall)}"
    if item.vehicle:
        yield ResourceKind.VEHICLE, _plain(item.vehicle)
    if item.interpreter:
        interpreter = interpreters[item.interpreter - 1]
        person = interpreter.person
        known = person if person != NOT_IN_DIRECTORY else None
        yield ResourceKind.INTERPRETER, known or _plain(interpreter.name)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
