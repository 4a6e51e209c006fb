"""The commands about authorities; what they need is imported when one runs."""

from datetime import datetime
from typing import Annotated

import typer

from cli.options import Language
from models.authority import Capacity

authority = typer.Typer(no_args_is_help=True, help="Who may act for whom, from when to when.")
Number = Annotated[int, typer.Argument(help="The number of the authority.")]
Giver = Annotated[str, typer.Option("--as", help="The person in whose place somebody acts.")]


@authority.command("give")
def give_authority(
    giver: Annotated[str, typer.Argument(help="In whose place somebody may act.")],
    holder: Annotated[str, typer.Argument(help="Who may act.")],
    seat: Annotated[list[str], typer.Option(help="A seat of the giver; may be repeated.")],
    until: Annotated[datetime, typer.Option(help="The last day.")],
    since: Annotated[datetime, typer.Option(help="The first day.")],
    capacity: Annotated[Capacity, typer.Option(help="kt, tl or tuq")] = Capacity.DEPUTY,
    set_by: Annotated[str, typer.Option(help="Who sets it, if the giver does not.")] = "",
    language: Language = "vi",
) -> None:
    """Let somebody act for a leader; set by somebody else it waits for the leader's confirmation."""
    from cli.authorities import give

    give(giver, holder, tuple(seat), since.date(), until.date(), capacity, set_by, language)


@authority.command("list")
def list_authorities(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Also those that are over.")] = False,
    language: Language = "vi",
) -> None:
    """List who may act for whom."""
    from cli.authorities import show_authorities

    show_authorities(language, everything=everything)


@authority.command("confirm")
def confirm_authority(number: Number, person: Giver, language: Language = "vi") -> None:
    """Let an authority take effect that somebody else set."""
    from cli.authorities import confirm

    confirm(number, person, language)


@authority.command("end")
def end_authority(number: Number, person: Giver, language: Language = "vi") -> None:
    """End an authority from today on."""
    from cli.authorities import end

    end(number, person, language)
