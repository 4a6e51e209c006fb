"""`doan privacy`: what is erased, what is held, and all that is known of a person.

The machine's administrator does it, in their own name or in that of who runs Doan. What a command needs
is imported when it runs.
"""

from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Administrator, Case, Language, Person, Reason, Somebody, Yes
from config.words import words
from models.ids import CaseNo, PersonId

privacy = Commands()


@privacy.command()
def erase(
    case: Case = "",
    *,
    person: Somebody = "",
    passports: Annotated[bool, typer.Option("--passports")] = False,
    letters: Annotated[bool, typer.Option("--letters")] = False,
    administrator: Administrator = "",
    yes: Yes = False,
    language: Language = "vi",
) -> None:
    """Erase what a case was about, or a person. The journal stays, and proves what it proved."""
    from cli.console import desk_here, for_the_house
    from cli.lacks import SetupLacks
    from cli.told.asking import demand_yes
    from cli.told.document import answer
    from flows.privacy import erasing
    from flows.privacy.erasing import Eraser
    from models.store import cases, directory

    if bool(case) == bool(person) or (passports and letters) or (person and (passports or letters)):
        raise SetupLacks("erase_what")
    w = words(language)
    desk = desk_here()
    who = for_the_house(desk, administrator)
    with desk.store.reading() as conn:
        # Nobody is asked about what is not there.
        if person:
            directory.person(conn, PersonId(person))
        else:
            cases.read_case(conn, CaseNo(case))
    if not yes:
        demand_yes(w.text("cli.privacy.sure", what=case or person), w)
    by = Eraser(actor=who.person, identity=who.shown_by)
    if person:
        erasing.erase_person(desk, PersonId(person), by)
    elif passports:
        erasing.erase_passports(desk, CaseNo(case), by)
    elif letters:
        erasing.forget_letters(desk, CaseNo(case), by)
    else:
        erasing.erase_case(desk, CaseNo(case), by)
    what = "passports" if passports else "letters" if letters else "everything"
    facts = {"case": case or None, "person": person or None, "erased": what}
    answer(facts, w.text("cli.privacy.erased", what=case or person))


@privacy.command()
def hold(
    case: Case, reason: Reason, administrator: Administrator = "", language: Language = "vi"
) -> None:
    """Keep everything of a case from being erased, for a court or an inspection."""
    from cli.console import desk_here, for_the_house
    from cli.told.document import answer
    from flows.privacy import holding

    desk = desk_here()
    holding.hold(desk, CaseNo(case), reason, for_the_house(desk, administrator))
    answer({"case": case, "held": True}, words(language).text("cli.privacy.held", case=case))


@privacy.command()
def release(
    case: Case, reason: Reason, administrator: Administrator = "", language: Language = "vi"
) -> None:
    """Let a case be erased again when its time comes."""
    from cli.console import desk_here, for_the_house
    from cli.told.document import answer
    from flows.privacy import holding

    desk = desk_here()
    holding.release(desk, CaseNo(case), reason, for_the_house(desk, administrator))
    answer({"case": case, "held": False}, words(language).text("cli.privacy.released", case=case))


@privacy.command()
def report(
    person: Person,
    language: Language = "vi",
) -> None:
    """Show all that Doan knows of a person, and who opened the cases in which they travel."""
    from cli.person_report import show_report

    show_report(PersonId(person), language)
