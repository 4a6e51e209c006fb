"""`doan submit` and `doan resubmit`."""

import getpass
from functools import partial
from pathlib import Path

from cli.screen import out
from cli.setting_up import open_store, read_settings
from config.words import words
from flows.desk import Desk
from flows.filing import Filing
from flows.poke import tell_running
from flows.submission import problems_today, resubmit, submit
from flows.walking import Walked
from models.request import Request
from models.request_reading import Attachment, read_request_file


def submit_file(file: Path, filed_for: str, typed_by: str, language: str) -> None:
    """Read a request and open its case."""
    desk = _desk()
    request, attachments = _read(desk, file)
    _say(submit(desk, request, attachments, _filing(filed_for, typed_by)), language)


def resubmit_file(case_no: str, file: Path, filed_for: str, typed_by: str, language: str) -> None:
    """Read a new version of a request and put it in force."""
    desk = _desk()
    request, attachments = _read(desk, file)
    _say(resubmit(desk, case_no, request, attachments, _filing(filed_for, typed_by)), language)


def _read(desk: Desk, file: Path) -> tuple[Request, dict[int, Attachment]]:
    """Read a request; its problems of the day are told along with the others."""
    return read_request_file(file, desk.regulation(), also=partial(problems_today, desk))


def _desk() -> Desk:
    settings = read_settings()
    store = open_store(settings)
    return Desk(store, settings, tell_running(store, settings))


def _filing(filed_for: str, typed_by: str) -> Filing:
    """Without a name, who typed it is the account of the machine."""
    return Filing(filed_for, typed_by or f"console:{getpass.getuser()}")


def _say(walked: Walked, language: str) -> None:
    w = words(language)
    stage = walked.waiting.stage if walked.waiting else walked.case.status
    out.print(
        w.text("cli.submitted", case=walked.case.no, stage=w.label("stage", str(stage))),
        markup=False,
    )
