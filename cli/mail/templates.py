"""`doan templates check` and `doan preview`: the wording of messages, before anybody gets one.

What a command needs is imported when it runs.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Language
from cli.typed.values import new_file_typed, text_typed
from config.words import words

templates, previews = Commands(), Commands()


@templates.command("check")
def check_templates(language: Language = "vi") -> None:
    """Write every message in both languages, and fill every paper; exit code 1 where one cannot be."""
    from cli.screen import err
    from cli.setting_up import read_settings
    from cli.told.document import answer, for_programs
    from notifications.showing.checking import wrong_templates
    from notifications.showing.samples import all_notices
    from papers.laying_out.checking import wrong_papers
    from papers.laying_out.templates import all_templates

    settings, w = read_settings(), words(language)
    found = [*wrong_templates(settings.templates), *wrong_papers(settings.paper_templates)]
    count, where = len(all_notices()), settings.templates or w.text("template.ours")
    papers, whose = len(all_templates()), settings.paper_templates or w.text("template.ours")
    facts = {"well": not found, "messages": count, "papers": papers, "wrong": found}
    well = (
        w.text("template.all_well", count=count, where=where),
        w.text("template.papers_well", count=papers, where=whose),
    )
    answer(facts, *(() if found else well))
    for wrong in () if for_programs() else found:
        err.print(wrong.said(w), style="red", markup=False, soft_wrap=True)
    sys.exit(bool(found))


@templates.command("papers")
def write_paper_templates(
    folder: Annotated[Path, typer.Argument(parser=new_file_typed)],
) -> None:
    """Write Doan's own Word templates of papers into a new FOLDER, to be changed."""
    from cli.screen import spoken
    from cli.told.document import answer
    from papers.laying_out.templates import all_templates, our_template, template_name

    written = [template_name(*each) for each in all_templates()]
    for name, each in zip(written, all_templates(), strict=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(our_template(*each))
    said = spoken().text("template.papers_written", count=len(written), folder=folder)
    answer({"folder": folder, "written": written}, said)


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
