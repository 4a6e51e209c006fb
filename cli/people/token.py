"""`doan token make` lets another system call for a person, `doan token revoke` no system any more.

What a command needs is imported when it runs.
"""

from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Administrator, Language, Person
from cli.typed.values import number_typed, scope_typed, text_typed
from config.words import words
from models.ids import PersonId

tokens = Commands()


@tokens.command()
def make(
    person: Person,
    name: Annotated[str, typer.Option(callback=text_typed)],
    scope: Annotated[list[str], typer.Option(parser=scope_typed)],
    days: Annotated[int, typer.Option(parser=number_typed)] = 90,
    administrator: Administrator = "",
    language: Language = "vi",
) -> None:
    """Make a token and print it, this once; nothing else is printed, so that a program can take it."""
    from cli.console import desk_here, for_the_house
    from cli.told.document import answer
    from flows.acts.door.tokens import make_token

    desk, whose = desk_here(), PersonId(person)
    made = make_token(desk, for_the_house(desk, administrator), name, scope, days, person=whose)
    answer({"person": person, "name": name, "scopes": scope, "days": days, "token": made}, made)


@tokens.command()
def revoke(person: Person, administrator: Administrator = "", language: Language = "vi") -> None:
    """Revoke all tokens of a person."""
    from cli.console import desk_here, for_the_house, names_known
    from cli.told.document import answer
    from flows.acts.door.tokens import revoke_tokens

    desk = desk_here()
    revoked = revoke_tokens(desk, PersonId(person), for_the_house(desk, administrator))
    name = names_known(desk, language).person(person)
    said = words(language).text("cli.tokens_revoked", count=revoked, person=name)
    answer({"person": person, "revoked": revoked}, said)
