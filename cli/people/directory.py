"""`doan directory load` and `leave`: who sits in which seat, from when to when.

What a command needs is imported when it runs.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import (
    Administrator,
    Because,
    Body,
    Day,
    File,
    Language,
    Person,
    Preview,
    Seat,
    Unit,
)
from cli.typed.values import seats_typed, text_typed
from config.words import Words, words
from models.ids import BodyKey, PersonId, SeatKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.names import NamesTold
    from flows.acts.house.bodies import BodyPassing

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


@directory.command("pass-on")
def pass_on(
    body: Body,
    day: Day,
    successor: Annotated[str, typer.Option("--to", metavar="SUCCESSOR", callback=text_typed)] = "",
    mapped: Annotated[
        list[str] | None, typer.Option("--seat", metavar="OLD=NEW", parser=seats_typed)
    ] = None,
    *,
    preview: Preview = False,
    administrator: Administrator = "",
    language: Language = "vi",
) -> None:
    """Let the successor's people sit in the seats of a body of the regulation that is no more."""
    from cli.console import desk_here, for_the_house, names_known
    from cli.told.document import answer
    from flows.acts.house import bodies as acts

    desk = desk_here()
    who = for_the_house(desk, administrator)
    pairs = [each.partition("=") for each in mapped or ()]
    said = {SeatKey(old): SeatKey(new) if new else None for old, _, new in pairs}
    goes_on = BodyKey(successor) if successor else None
    wanted = acts.Reorganised(BodyKey(body), goes_on, day, said)
    if preview:
        with desk.store.reading() as conn:
            passes = acts.body_passing(desk, conn, wanted)
    else:
        passes = acts.let_body_pass(desk, wanted, who)
    names = names_known(desk, language)
    answer(_facts(passes, done=not preview), *_passing_said(passes, names, words(language)))


def _facts(passes: "BodyPassing", *, done: bool) -> dict[str, object]:
    wanted = passes.wanted
    return {
        "body": wanted.body,
        "successor": wanted.successor,
        "day": wanted.first_day,
        "done": done,
        "seats": [
            {
                "seat": each.seat,
                "to": each.to,
                "people": list(each.heirs),
                "steps": [{"case": case_no, "step": step.number} for case_no, step in each.steps],
            }
            for each in passes.seats
        ],
        "cases": passes.cases,
        "ballots": passes.ballots,
    }


def _passing_said(passes: "BodyPassing", names: "NamesTold", w: Words) -> "Iterator[str]":
    day = w.date(passes.wanted.first_day)
    yield w.text("cli.body_passes", day=day, cases=passes.cases, ballots=passes.ballots)
    for each in passes.seats:
        people = "; ".join(map(names.person, each.heirs)) or w.text("cli.nobody")
        steps = len(each.steps)
        yield "- " + w.text("cli.body_seat", seat=names.seat(each.seat), people=people, steps=steps)
