"""`doan mail check` says whether letters leave; `retry` sends again what failed.

What a command needs is imported when it runs.
"""

import sys
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import As, Case, Language
from cli.typed.values import text_typed
from config.words import words
from models.ids import CaseNo

mail = Commands()


@mail.command()
def check(
    to: Annotated[str, typer.Option(metavar="MAILBOX", callback=text_typed)] = "",
    language: Language = "vi",
) -> None:
    """Ask the mail server whether it takes Doan's letters, and see whether the mailbox can be read.

    Exit code 1, and what to set, if not.
    """
    import asyncio

    from cli.mail.checking import (
        finding,
        mailbox_finding,
        see_that_letters_may_leave,
        warnings,
    )
    from cli.screen import err
    from cli.setting_up import read_mailing_settings
    from cli.told.document import answer, for_programs

    settings, w = read_mailing_settings(), words(language)
    if to:
        see_that_letters_may_leave(settings)
    found = [asyncio.run(finding(settings, w, to=to))]
    if settings.mailbox_url:
        found.append(mailbox_finding(settings, w))
    amiss, warned = [said for is_well, said in found if not is_well], [*warnings(settings, w)]
    checks = [{"well": is_well, "said": said} for is_well, said in found]
    facts = {"well": not amiss, "checks": checks, "warnings": warned}
    answer(facts, *(said for is_well, said in found if is_well))
    if not for_programs():
        for style, each in [*(("red", said) for said in amiss), *(("yellow", w) for w in warned)]:
            err.print(each, style=style, markup=False, soft_wrap=True)
    sys.exit(bool(amiss))


@mail.command()
def retry(case: Case = "", person: As = "", language: Language = "vi") -> None:
    """Queue the letters that failed again; each is written anew, to its person's mailbox of now."""
    from cli.console import at_the_console, desk_here, the_account
    from cli.told.document import answer
    from flows.acts.house.letters import send_failed_again

    desk = desk_here()
    # Whether who is named may is decided where it is on pages: for one case the focal office may, too.
    who = at_the_console(desk, person) if person else the_account()
    queued = send_failed_again(desk, who, CaseNo(case) if case else None)
    facts = {"case": case or None, "queued": queued}
    answer(facts, words(language).text("mail.sent_again", count=queued))
