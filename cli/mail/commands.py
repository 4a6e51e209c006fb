"""`doan mail check` says whether letters leave; `retry` sends again what failed.

What a command needs is imported when it runs.
"""

import sys
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Case, Language
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
    from cli.screen import err, out
    from cli.setting_up import read_mailing_settings

    settings, w = read_mailing_settings(), words(language)
    if to:
        see_that_letters_may_leave(settings)
    found = [asyncio.run(finding(settings, w, to=to))]
    if settings.mailbox_url:
        found.append(mailbox_finding(settings, w))
    for is_well, said in found:
        (out if is_well else err).print(
            said, style="" if is_well else "red", markup=False, soft_wrap=True
        )
    for each in warnings(settings, w):
        err.print(each, style="yellow", markup=False, soft_wrap=True)
    sys.exit(not all(is_well for is_well, _ in found))


@mail.command()
def retry(case: Case = "", language: Language = "vi") -> None:
    """Queue the letters that failed again; each is written anew, to its person's mailbox of now."""
    from cli.console import desk_here, the_account
    from cli.screen import out
    from flows.acts.house.letters import send_failed_again

    queued = send_failed_again(desk_here(), the_account(), CaseNo(case) if case else None)
    out.print(words(language).text("mail.sent_again", count=queued), markup=False)
