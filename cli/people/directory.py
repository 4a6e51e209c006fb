"""`doan directory load` and `leave`: who sits in which seat, from when to when.

What a command needs is imported when it runs.
"""

from cli.typed.commands import Commands
from cli.typed.options import (
    Administrator,
    Because,
    Day,
    File,
    Language,
    Person,
    Seat,
    Unit,
)
from config.words import words
from models.ids import BodyKey, PersonId, SeatKey

directory = Commands()


@directory.command("load")
def load_directory(
    file: File,
    administrator: Administrator = "",
    backdated: Because = "",
    language: Language = "vi",
) -> None:
    """Enter the units, persons and seats of a file; what stands as it says is left alone."""
    from cli.console import desk_here, for_the_house
    from cli.people.directory_file import read_directory
    from cli.told.document import answer
    from flows.acts.house.directory import enter_directory

    desk = desk_here()
    w = words(language)
    given, who = read_directory(file), for_the_house(desk, administrator)
    entered, remarks = enter_directory(desk, given, who, backdated=backdated)
    told = [{"place": each.place, "code": each.why, "facts": each.facts} for each in remarks]
    said = w.text("cli.directory_entered", **vars(entered))
    answer(vars(entered) | {"remarks": told}, said, *(f"- {each.said(w)}" for each in remarks))


@directory.command("leave")
def leave_seat(
    seat: Seat,
    person: Person,
    day: Day,
    administrator: Administrator = "",
    backdated: Because = "",
    language: Language = "vi",
) -> None:
    """Let a person leave a seat; the day is the last on which they hold it."""
    from cli.console import desk_here, for_the_house, names_known
    from cli.told.document import answer
    from flows.acts.house import directory as acts

    desk = desk_here()
    left = SeatKey(seat), PersonId(person), day
    acts.leave_seat(desk, *left, for_the_house(desk, administrator), backdated=backdated)
    w, names = words(language), names_known(desk, language)
    told = {"seat": names.seat(seat), "person": names.person(person)}
    said = w.text("cli.seat_left", **told, day=w.date(day))
    answer({"seat": seat, "person": person, "until": day}, said)


@directory.command("hand-over")
def hand_over(
    unit: Unit,
    successor: Unit,
    day: Day,
    administrator: Administrator = "",
    language: Language = "vi",
) -> None:
    """Let the people of a unit sit in the seats of one that is no more, so that its cases go on."""
    from cli.console import desk_here, for_the_house, names_known
    from cli.told.document import answer
    from flows.acts.house import handing_over as acts

    desk, units = desk_here(), (BodyKey(unit), BodyKey(successor))
    taken = acts.hand_over(desk, *units, day, for_the_house(desk, administrator))
    w, names = words(language), names_known(desk, language)
    said = [
        w.text(
            "cli.seat_taken",
            seat=names.seat(each.seat),
            person=names.person(each.person),
            day=w.date(day),
        )
        for each in taken
    ]
    seats = [{"seat": each.seat, "person": each.person, "since": each.since} for each in taken]
    facts = {"unit": unit, "successor": successor, "taken": seats}
    answer(facts, *(said or [w.text("cli.no_seat_taken", unit=unit)]))
