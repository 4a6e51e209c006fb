"""What all commands that do something to a case share: the desk, and who sits at the console.

That is the machine's administrator, acting for a named person.
"""

import getpass
from pathlib import Path

from cli.screen import out
from cli.setting_up import open_store, read_settings
from config.words import words
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.case.answers import AT_CONSOLE, Identified
from flows.case.poke import tell_running
from flows.case.waiting import Walked
from models.ids import PersonId
from models.request.base import Request
from models.request.reading import Attachment, Check, read_request_file


def read_request_from(
    desk: Desk, file: Path, check: Check
) -> tuple[Request, dict[int, Attachment]]:
    """Read a request; its problems of the day are told along with the others."""
    return read_request_file(file, desk.regulation(), also=check)


def desk_here() -> Desk:
    """Return the desk of this installation."""
    settings = read_settings()
    store = open_store(settings)
    return Desk(store, settings, tell_running(store, settings))


def at_the_console(person: str) -> Identified:
    """Return who acts; it is journaled that they were named at the console."""
    return Identified(PersonId(person), AT_CONSOLE)


def filing(filed_for: str, typed_by: str) -> Filing:
    """Without a name, who typed it is the account of the machine."""
    return Filing(PersonId(filed_for), typed_by or f"console:{getpass.getuser()}")


def say_where_it_stands(walked: Walked, language: str) -> None:
    """Say which case it is and what it waits for now."""
    w = words(language)
    stage = walked.waiting.stage if walked.waiting else walked.case.status
    out.print(
        w.text("cli.submitted", case=walked.case.no, stage=w.label("stage", str(stage))),
        markup=False,
    )
