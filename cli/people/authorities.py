"""`doan authority give`, `list` and `end`: who may act for whom; its giver confirms it on their page.

What a command needs is imported when it runs.
"""

from dataclasses import fields
from datetime import date
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import As, DayOption, Everything, Language, Number, Person
from cli.typed.values import capacity_typed, text_typed
from config.words import Words, words
from models.authority import Authority, Capacity
from models.ids import PersonId, SeatKey

authority = Commands()


@authority.command()
def give(
    giver: Person,
    holder: Person,
    seat: Annotated[list[str], typer.Option(callback=text_typed)],
    since: DayOption,
    until: DayOption,
    capacity: Annotated[str, typer.Option(parser=capacity_typed)] = Capacity.DEPUTY,
    set_by: As = "",
    language: Language = "vi",
) -> None:
    """Let somebody act for a leader, once the leader has confirmed it on their page."""
    from cli.console import at_the_console, desk_here
    from flows.acts.authority import give_authority

    desk = desk_here()
    # Who lets whom act is told apart from what they are refused.
    of_giver = at_the_console(desk, giver)
    given = give_authority(
        desk,
        giver=of_giver.person,
        holder=PersonId(holder),
        seats=tuple(SeatKey(each) for each in seat),
        since=since,
        until=until,
        capacity=Capacity(capacity),
        set_by=at_the_console(desk, set_by) if set_by else of_giver,
    )
    _say(given, language)


@authority.command("list")
def list_authorities(
    *,
    everything: Everything = False,
    language: Language = "vi",
) -> None:
    """List who may act for whom."""
    from rich.table import Table

    from cli.console import desk_here
    from cli.names import NamesTold
    from cli.told.document import answer
    from models.store import authorities
    from models.store.database.clock import today

    w, desk = words(language), desk_here()
    with desk.store.reading() as conn:
        on, names = today(conn), NamesTold.read(conn, desk.regulation(), w)
        found = [a for a in authorities.everything(conn) if everything or not _is_over(a, on)]
    table = Table(box=None, pad_edge=False)
    for column in ("number", "giver", "holder", "seats", "days", "capacity", "status"):
        table.add_column(w.text(f"cli.{column}"))
    for each in found:
        table.add_row(
            str(each.number),
            names.person(each.giver),
            names.person(each.holder),
            "; ".join(names.seat(seat) for seat in each.seats),
            f"{w.date(each.since)} – {w.date(each.until)}",
            w.label("capacity", each.capacity),
            _state(each, on, w),
        )
    told = [_facts(each, on) for each in found]
    answer({"authorities": told}, table if found else w.text("cli.no_authorities"))


@authority.command()
def end(number: Number, person: As, language: Language = "vi") -> None:
    """End an authority from today on."""
    from cli.console import at_the_console, desk_here
    from flows.acts.authority import end_authority

    desk = desk_here()
    _say(end_authority(desk, number, at_the_console(desk, person)), language)


def _say(authority: Authority, language: str) -> None:
    from cli.setting_up import open_store, read_settings
    from cli.told.document import answer
    from models.store.database.clock import today

    w = words(language)
    with open_store(read_settings()).reading() as conn:
        on = today(conn)
    state = _state(authority, on, w)
    answer(_facts(authority, on), w.text("cli.authority", number=authority.number, state=state))


def _facts(authority: Authority, on: date) -> dict[str, object]:
    return {
        **{field.name: getattr(authority, field.name) for field in fields(authority)},
        "state": authority.standing(on),
    }


def _is_over(authority: Authority, on: date) -> bool:
    return authority.standing(on) == "over"


def _state(authority: Authority, on: date, w: Words) -> str:
    return w.label("authority_state", authority.standing(on))
