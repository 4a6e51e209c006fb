"""`doan submit` and `doan resubmit`, and what all commands that file something share."""

import getpass
from functools import partial
from pathlib import Path

from cli.screen import out
from cli.setting_up import open_store, read_settings
from config.words import words
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import problems_today, resubmit, submit
from flows.case.poke import tell_running
from flows.case.waiting import Walked
from models.request.base import Request
from models.request.reading import Attachment, Check, read_request_file

# How it is journaled that whoever acts was named at the console.
CONSOLE = "console"


def submit_file(file: Path, filed_for: str, typed_by: str, language: str) -> None:
    """Read a request and open its case."""
    desk = desk_here()
    request, attachments = read_request_from(desk, file, partial(problems_today, desk))
    walked = submit(desk, request, attachments, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


def resubmit_file(case_no: str, file: Path, filed_for: str, typed_by: str, language: str) -> None:
    """Read a new version of a request and put it in force."""
    desk = desk_here()
    request, attachments = read_request_from(desk, file, partial(problems_today, desk))
    walked = resubmit(desk, case_no, request, attachments, filing(filed_for, typed_by))
    say_where_it_stands(walked, language)


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


def filing(filed_for: str, typed_by: str) -> Filing:
    """Without a name, who typed it is the account of the machine."""
    return Filing(filed_for, typed_by or f"console:{getpass.getuser()}")


def say_where_it_stands(walked: Walked, language: str) -> None:
    """Say which case it is and what it waits for now."""
    w = words(language)
    stage = walked.waiting.stage if walked.waiting else walked.case.status
    out.print(
        w.text("cli.submitted", case=walked.case.no, stage=w.label("stage", str(stage))),
        markup=False,
    )
