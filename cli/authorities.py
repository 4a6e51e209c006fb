"""`doan authority give`, `list`, `confirm` and `end`: who may act for whom."""

from datetime import date

from rich.table import Table

from cli.screen import out
from cli.setting_up import open_store, read_settings
from cli.submitting import CONSOLE, desk_here
from config.words import Words, words
from flows.acts.authority import confirm_authority, end_authority, give_authority
from flows.case.answers import Identified
from models.authority import Authority, Capacity
from models.store import authorities, directory
from models.store.database.clock import today


def give(
    giver: str,
    holder: str,
    seats: tuple[str, ...],
    since: date,
    until: date,
    capacity: Capacity,
    set_by: str,
    language: str,
) -> None:
    """Let somebody act; set by somebody else than the giver it waits for their confirmation."""
    given = give_authority(
        desk_here(),
        giver=giver,
        holder=holder,
        seats=seats,
        since=since,
        until=until,
        capacity=capacity,
        set_by=Identified(set_by or giver, CONSOLE),
    )
    _say(given, language)


def confirm(number: int, person: str, language: str) -> None:
    """Let an authority take effect that somebody else set."""
    _say(confirm_authority(desk_here(), number, Identified(person, CONSOLE)), language)


def end(number: int, person: str, language: str) -> None:
    """End an authority from today on."""
    _say(end_authority(desk_here(), number, Identified(person, CONSOLE)), language)


def show_authorities(language: str, *, everything: bool) -> None:
    """Print a line an authority: number, who for whom, in which seats, from when to when, state."""
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


def _say(authority: Authority, language: str) -> None:
    w = words(language)
    with open_store(read_settings()).reading() as conn:
        state = _state(authority, today(conn), w)
    out.print(w.text("cli.authority", number=authority.number, state=state), markup=False)


def _is_over(authority: Authority, on: date) -> bool:
    return authority.standing(on) == "over"


def _state(authority: Authority, on: date, w: Words) -> str:
    return w.label("authority_state", authority.standing(on))
