"""`doan privacy`: what is erased, what is held, and all that is known of a person.

The machine's administrator does it, and each is journaled as theirs. What a command needs is imported
when it runs.
"""

from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Case, Language, Person, Reason, Somebody, Yes
from config.words import words
from models.ids import CaseNo, PersonId, console_account

privacy = Commands()


@privacy.command()
def erase(
    case: Case = "",
    *,
    person: Somebody = "",
    passports: Annotated[bool, typer.Option("--passports")] = False,
    letters: Annotated[bool, typer.Option("--letters")] = False,
    yes: Yes = False,
    language: Language = "vi",
) -> None:
    """Erase what a case was about, or a person. The journal stays, and proves what it proved."""
    from cli.console import desk_here
    from cli.lacks import SetupLacks
    from cli.screen import demand_yes, out
    from flows.privacy import erasing
    from flows.privacy.erasing import Eraser
    from models.store import cases, directory

    if bool(case) == bool(person) or (passports and letters) or (person and (passports or letters)):
        raise SetupLacks("erase_what")
    w = words(language)
    desk = desk_here()
    with desk.store.reading() as conn:
        # Nobody is asked about what is not there.
        if person:
            directory.person(conn, PersonId(person))
        else:
            cases.read_case(conn, CaseNo(case))
    if not yes:
        demand_yes(w.text("cli.privacy.sure", what=case or person), w)
    by = Eraser(actor=console_account(), identity=console_account())
    if person:
        erasing.erase_person(desk, PersonId(person), by)
    elif passports:
        erasing.erase_passports(desk, CaseNo(case), by)
    elif letters:
        erasing.forget_letters(desk, CaseNo(case), by)
    else:
        erasing.erase_case(desk, CaseNo(case), by)
    out.print(w.text("cli.privacy.erased", what=case or person), markup=False)


@privacy.command()
def hold(case: Case, reason: Reason, language: Language = "vi") -> None:
    """Keep everything of a case from being erased, for a court or an inspection."""
    from cli.console import desk_here
    from cli.screen import out
    from flows.privacy import holding

    holding.hold(desk_here(), CaseNo(case), reason, console_account())
    out.print(words(language).text("cli.privacy.held", case=case), markup=False)


@privacy.command()
def release(case: Case, reason: Reason, language: Language = "vi") -> None:
    """Let a case be erased again when its time comes."""
    from cli.console import desk_here
    from cli.screen import out
    from flows.privacy import holding

    holding.release(desk_here(), CaseNo(case), reason, console_account())
    out.print(words(language).text("cli.privacy.released", case=case), markup=False)


@privacy.command()
def report(
    person: Person,
    *,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    language: Language = "vi",
) -> None:
    """Show all that Doan knows of a person, and who opened the cases in which they travel."""
    from cli.person_report import show_report

    show_report(PersonId(person), language, as_json=as_json)
