"""`doan directory load` and `leave`: who sits in which seat, from when to when.

What a command needs is imported when it runs.
"""

from cli.typed.commands import Commands
from cli.typed.options import Because, Day, File, Language, Person, Seat, Unit
from config.words import words
from models.ids import BodyKey, PersonId, SeatKey

directory = Commands()


@directory.command("load")
def load_directory(file: File, backdated: Because = "", language: Language = "vi") -> None:
    """Enter the units, persons and seats of a file; what stands as it says is left alone."""
    from cli.console import desk_here, the_account
    from cli.people.directory_file import read_directory
    from cli.screen import out
    from flows.acts.house.directory import enter_directory

    desk = desk_here()
    w = words(language)
    given = read_directory(file)
    entered, remarks = enter_directory(desk, given, the_account(), backdated=backdated)
    out.print(w.text("cli.directory_entered", **vars(entered)), markup=False)
    for remark in remarks:
        out.print(f"- {remark.said(w)}", markup=False)


@directory.command("leave")
def leave_seat(
    seat: Seat, person: Person, day: Day, backdated: Because = "", language: Language = "vi"
) -> None:
    """Let a person leave a seat; the day is the last on which they hold it."""
    from cli.console import desk_here, names_known, the_account
    from cli.screen import out
    from flows.acts.house import directory as acts

    desk = desk_here()
    left = SeatKey(seat), PersonId(person), day
    acts.leave_seat(desk, *left, the_account(), backdated=backdated)
    w, names = words(language), names_known(desk, language)
    told = {"seat": names.seat(seat), "person": names.person(person)}
    said = w.text("cli.seat_left", **told, day=w.date(day))
    out.print(said, markup=False)


@directory.command("hand-over")
def hand_over(unit: Unit, successor: Unit, day: Day, language: Language = "vi") -> None:
    """Let the people of a unit sit in the seats of one that is no more, so that its cases go on."""
    from cli.console import desk_here, names_known, the_account
    from cli.screen import out
    from flows.acts.house import handing_over as acts

    desk, units = desk_here(), (BodyKey(unit), BodyKey(successor))
    taken = acts.hand_over(desk, *units, day, the_account())
    w, names = words(language), names_known(desk, language)
    for seat in taken:
        told = {"seat": names.seat(seat.seat), "person": names.person(seat.person)}
        said = w.text("cli.seat_taken", **told, day=w.date(day))
        out.print(said, markup=False)
    if not taken:
        out.print(w.text("cli.no_seat_taken", unit=unit), markup=False)
