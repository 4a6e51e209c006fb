"""Letters that failed: the page that shows them, and the button that sends them again."""

from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from flows.acts.house.letters import send_failed_again
from models.ids import CaseNo
from web.ground.address import Address
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.listed.handing_out import ListForm, Value, handed_out
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import SignedIn, Visitor, VisitorHere
from web.ground.who_may_see import administering, case_for
from web.letters.exports import FAILED, OF_CASE, failed_rows, letter_rows
from web.letters.shown import LettersPage, letters_page

router = Router()
_ALL, _OF_CASE = "/letters", "/cases/{case_no}/letters"


@router.shows(_ALL, Permission.ADMINISTERS)
def show_letters(visitor: VisitorHere, done: str = "") -> Response:
    """Show the administrator which letters failed, and what keeps letters from leaving."""
    return _page_of_all(_sheet_of_all(visitor), done=bool(done))


@router.shows(f"{_ALL}.{{form}}", Permission.ADMINISTERS)
def hand_out_failed(visitor: VisitorHere, form: ListForm) -> Response:
    """Hand the administrator the list of letters that failed, as a file."""
    reader = known(visitor)
    with administering(reader) as conn:
        found = letters_page(conn, reader.running.desk.settings, reader.words)
    return _as_file(form, reader, FAILED, failed_rows(found, reader.words))


@router.takes(_ALL, Permission.ADMINISTERS)
def send_all_again(visitor: VisitorHere, sent: SentHere) -> Response:
    """Queue all failed letters again."""
    desk, sheet = visitor.running.desk, _sheet_of_all(visitor, sent)
    return sheet.taken(
        lambda who: send_failed_again(desk, who), _page_of_all, onwards=f"{_ALL}?done=1"
    )


@router.shows(_OF_CASE, Permission.OF_OFFICE)
def show_letters_of_case(visitor: VisitorHere, done: str = "") -> Response:
    """Show the focal office which letters of a case failed."""
    return _page_of_case(_sheet_of_case(visitor), done=bool(done))


@router.shows(f"{_OF_CASE}.{{form}}", Permission.OF_OFFICE)
def hand_out_letters(visitor: VisitorHere, form: ListForm) -> Response:
    """Hand the focal office all letters of a case with what became of them, as a file."""
    reader = known(visitor)
    with case_for(reader) as work:
        settings, no = reader.running.desk.settings, work.case.no
        found = letters_page(work.conn, settings, reader.words, no, work.said)
    return _as_file(form, reader, OF_CASE, letter_rows(found, reader.words), f"{no}-")


@router.takes(_OF_CASE, Permission.OF_OFFICE)
def send_again_of_case(visitor: VisitorHere, sent: SentHere) -> Response:
    """Queue the failed letters of a case again."""
    desk, sheet = visitor.running.desk, _sheet_of_case(visitor, sent)
    case_no = visitor.address.case_no
    return sheet.taken(
        lambda who: send_failed_again(desk, who, case_no),
        _page_of_case,
        onwards=f"{sheet.action}?done=1",
    )


def _as_file(
    form: str,
    reader: SignedIn,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    of: str = "",
) -> Response:
    w = reader.words
    called = [w.text(f"page.letters.column.{name}") for name in columns]
    return handed_out(form, of + w.text("page.letters.file"), called, lambda: rows)


def _sheet_of_all(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(_ALL, visitor, sent, back=_ALL)


def _sheet_of_case(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    back = Address(visitor.address.case_no).path
    return sheet_at(visitor.address.at("letters"), visitor, sent, back=back)


def _page_of_all(sheet: Sheet, *, done: bool = False) -> Response:
    visitor = sheet.visitor
    with administering(visitor) as conn:
        found = letters_page(conn, visitor.running.desk.settings, visitor.words)
    return _page(sheet, found, None, done=done)


def _page_of_case(sheet: Sheet, *, done: bool = False) -> Response:
    visitor = sheet.visitor
    with case_for(visitor) as work:
        settings, case_no = visitor.running.desk.settings, work.case.no
        found = letters_page(work.conn, settings, visitor.words, case_no, work.said)
    return _page(sheet, found, case_no, done=done)


def _page(sheet: Sheet, found: LettersPage, case_no: CaseNo | None, *, done: bool) -> Response:
    return sheet.shown("letters/letters.html", letters=found, case_no=case_no, done=done)
