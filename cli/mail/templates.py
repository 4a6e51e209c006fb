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
    from cli.screen import err, out
    from cli.setting_up import read_settings
    from notifications.showing.checking import wrong_templates
    from notifications.showing.samples import all_notices

    settings, w = read_settings(), words(language)
    found = list(wrong_templates(settings.templates))
    for wrong in found:
        err.print(wrong.said(w), style="red", markup=False, soft_wrap=True)
    if not found:
        where = settings.templates or w.text("template.ours")
        said = w.text("template.all_well", count=len(all_notices()), where=where)
        out.print(said, markup=False, soft_wrap=True)
    sys.exit(bool(found))


@previews.command()
def preview(
    event: Annotated[str, typer.Argument(callback=text_typed)], language: Language = "vi"
) -> None:
    """Show a message as it would arrive, of a made-up case; --language is that of its reader."""
    from cli.screen import out
    from cli.setting_up import read_settings
    from notifications.showing.previews import preview as previewed

    shown = previewed(event, read_settings(), words(language).language)
    said = f"{shown.subject}\n\n{shown.text}"
    out.print(said, markup=False, highlight=False, soft_wrap=True)
