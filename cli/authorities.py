"""`doan authority give`, `list` and `end`: who may act for whom; its giver confirms it on their page.

What a command needs is imported when it runs.
"""

from datetime import date, datetime
from typing import Annotated

import typer

from cli.options import Language
from config.words import Words, words
from models.authority import Authority, Capacity
from models.ids import PersonId, SeatKey

authority = typer.Typer(no_args_is_help=True, help="Who may act for whom, from when to when.")
Number = Annotated[int, typer.Argument(help="The number of the authority.")]
Giver = Annotated[str, typer.Option("--as", help="The person in whose place somebody acts.")]


@authority.command()
def give(
    giver: Annotated[str, typer.Argument(help="In whose place somebody may act.")],
    holder: Annotated[str, typer.Argument(help="Who may act.")],
    seat: Annotated[list[str], typer.Option(help="A seat of the giver; may be repeated.")],
    until: Annotated[datetime, typer.Option(help="The last day.")],
    since: Annotated[datetime, typer.Option(help="The first day.")],
    capacity: Annotated[Capacity, typer.Option(help="kt, tl or tuq")] = Capacity.DEPUTY,
    set_by: Annotated[str, typer.Option(help="Who sets it, if the giver does not.")] = "",
    language: Language = "vi",
) -> None:
    """Let somebody act for a leader, once the leader has confirmed it on their page."""
    from cli.console import at_the_console, desk_here
    from flows.acts.authority import give_authority

    given = give_authority(
        desk_here(),
        giver=PersonId(giver),
        holder=PersonId(holder),
        seats=tuple(SeatKey(each) for each in seat),
        since=since.date(),
        until=until.date(),
        capacity=capacity,
        set_by=at_the_console(set_by or giver),
    )
    _say(given, language)


@authority.command("list")
def list_authorities(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    language: Language = "vi",
) -> None:
    """List who may act for whom."""
    from rich.table import Table

    from cli.screen import out
    from cli.setting_up import open_store, read_settings
    from models.store import authorities, directory
    from models.store.database.clock import today

    w = words(language)
    with open_store(read_settings()).reading() as conn:
        on, people = today(conn), directory.persons_by_id(conn)
        found = [a for a in authorities.everything(conn) if everything or not _is_over(a, on)]
    table = Table(box=None, pad_edge=False)
    for column in ("number", "giver", "holder", "seats", "days", "capacity", "status"):
        table.add_column(w.text(f"cli.{column}"))
    for each in found:
        table.add_row(
            str(each.number),
            people[each.giver].name,
            people[each.holder].name,
            ", ".join(each.seats),
            f"{w.date(each.since)} – {w.date(each.until)}",
            w.label("capacity", each.capacity),
            _state(each, on, w),
        )
    out.print(table if found else w.text("cli.no_authorities"))


@authority.command()
def end(number: Number, person: Giver, language: Language = "vi") -> None:
    """End an authority from today on."""
    from cli.console import at_the_console, desk_here
    from flows.acts.authority import end_authority

    _say(end_authority(desk_here(), number, at_the_console(person)), language)


def _say(authority: Authority, language: str) -> None:
    from cli.screen import out
    from cli.setting_up import open_store, read_settings
    from models.store.database.clock import today

    w = words(language)
    with open_store(read_settings()).reading() as conn:
        state = _state(authority, today(conn), w)
    out.print(w.text("cli.authority", number=authority.number, state=state), markup=False)


def _is_over(authority: Authority, on: date) -> bool:
    return authority.standing(on) == "over"


def _state(authority: Authority, on: date, w: Words) -> str:
    return w.label("authority_state", authority.standing(on))
