"""`doan templates check` and `doan preview`: the wording of messages, before anybody gets one.

What a command needs is imported when it runs.
"""

import sys
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Language
from cli.typed.values import text_typed
from config.words import words

templates, previews = Commands(), Commands()


@templates.command("check")
def check_templates(language: Language = "vi") -> None:
    """Write every message in both languages; exit code 1, and which line is wrong, if one cannot be."""
    from cli.screen import err
    from cli.setting_up import read_settings
    from cli.told.document import answer, for_programs
    from notifications.showing.checking import wrong_templates
    from notifications.showing.samples import all_notices

    settings, w = read_settings(), words(language)
    found = list(wrong_templates(settings.templates))
    count, where = len(all_notices()), settings.templates or w.text("template.ours")
    facts = {"well": not found, "messages": count, "wrong": found}
    answer(facts, *([] if found else [w.text("template.all_well", count=count, where=where)]))
    for wrong in () if for_programs() else found:
        err.print(wrong.said(w), style="red", markup=False, soft_wrap=True)
    sys.exit(bool(found))


@previews.command()
def preview(
    event: Annotated[str, typer.Argument(callback=text_typed)], language: Language = "vi"
) -> None:
    """Show a message as it would arrive, of a made-up case; --language is that of its reader."""
    from cli.setting_up import read_settings
    from cli.told.document import answer
    from notifications.showing.previews import preview as previewed

    spoken = words(language).language
    shown = previewed(event, read_settings(), spoken)
    facts = {"event": event, "language": spoken, "subject": shown.subject, "text": shown.text}
    answer(facts, f"{shown.subject}\n\n{shown.text}")
