"""What an item of a programme takes for its time, and who takes part in it. Pure."""

from collections.abc import Iterator, Sequence

from models.ids import PersonId
from models.names import name_key
from models.programme.booking import Booking, ResourceKind
from models.programme.calendar import moments
from models.programme.items import Interpreter, Item
from models.request.parts import NOT_IN_DIRECTORY


def bookings_of(
    programme: Sequence[Item], interpreters: Sequence[Interpreter]
) -> tuple[Booking, ...]:
    """Return what the items of a programme take for their time; a cancelled one takes nothing."""
    return tuple(
        Booking(number, kind, name, *moments(item))
        for number, item in enumerate(programme, start=1)
        if not item.cancelled
        for kind, name in _taken(item, interpreters)
    )


def leaders_of(item: Item, interpreters: Sequence[Interpreter]) -> tuple[PersonId, ...]:
    """Return those known to the directory who take part in an item in person."""
    persons = [item.leader]
    if item.interpreter:
        persons.append(interpreters[item.interpreter - 1].person)
    return tuple(PersonId(p) for p in persons if p and p != NOT_IN_DIRECTORY)


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
        yield ResourceKind.INTERPRETER, known or name_key(interpreter.name)


def _plain(name: str) -> str:
    """Return what a hall or vehicle is compared by: its plain letters, however it is spelt."""
    return name_key(name) or name
