"""What all commands that do something to a case share: the desk, and who sits at the console.

That is the machine's administrator, acting for a named person.
"""

from pathlib import Path

from cli.names import NamesTold
from cli.setting_up import open_store, read_settings
from cli.told.document import Facts, answer
from config.words import words
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.house.changes import check_administers
from flows.case.answers import Identified
from flows.case.poke import tell_running
from flows.case.waiting import Walked
from models.ids import PersonId, console_account
from models.request.base import Request
from models.request.reading import Attachment, Check, read_request_file
from models.store import directory


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


def names_known(desk: Desk, language: str) -> NamesTold:
    """Return what people and seats are called."""
    with desk.store.reading() as conn:
        return NamesTold.read(conn, desk.regulation(), words(language))


def at_the_console(desk: Desk, person: str) -> Identified:
    """Return who acts; it is journaled that they were named at the console.

    Nobody's name gets into the journal, not even of whom something was refused: raises `PersonUnknown`.
    """
    return Identified(_known(desk, person), console_account())


def the_account() -> Identified:
    """Return who acts where nobody is named: the account of the machine itself."""
    account = console_account()
    return Identified(PersonId(account), account)


def for_the_house(desk: Desk, administrator: str) -> Identified:
    """Return who acts where the account of the machine itself may: that, or who is named and runs Doan.

    Raises `PersonUnknown`, and `DecisionRefused` for whoever does not run Doan.
    """
    if not administrator:
        return the_account()
    who = at_the_console(desk, administrator)
    with desk.store.reading() as conn:
        check_administers(conn, desk.regulation(), who)
    return who


def filing(desk: Desk, filed_for: str, typed_by: str) -> Filing:
    """Without a name, who typed it is the account of the machine; that it was one is told anyway.

    Raises `PersonUnknown`.
    """
    account = console_account()
    who_typed = _known(desk, typed_by) if typed_by else account
    return Filing(_known(desk, filed_for), who_typed, account)


def _known(desk: Desk, person: str) -> PersonId:
    with desk.store.reading() as conn:
        return PersonId(directory.person(conn, PersonId(person)).id)


def say_where_it_stands(walked: Walked, language: str) -> None:
    """Say which case it is and what it waits for now."""
    answer(where_it_stands(walked), standing_said(walked, language))


def where_it_stands(walked: Walked) -> Facts:
    """Return which case it is, and what it waits for: a stage, and until when where a day ends that."""
    case, waiting = walked.case, walked.waiting
    told = {"case": case.no, "status": case.status, "version": case.version}
    return {
        **told,
        "waits_for": waiting.stage if waiting else None,
        "until": waiting.until if waiting else None,
    }


def standing_said(walked: Walked, language: str) -> str:
    """Return the same as a sentence."""
    w = words(language)
    waiting = walked.waiting
    stands = w.label("stage", waiting.stage) if waiting else w.label("status", walked.case.status)
    return w.text("cli.submitted", case=walked.case.no, stage=stands)
