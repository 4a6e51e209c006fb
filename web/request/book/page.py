"""The pages of a unit's address book: whom it has filed before, corrected by the unit alone."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.case.answers import Identified
from flows.drafting import address_book
from flows.drafting.writing import digest_of
from models.errors import DraftChanged, RequestInvalid
from models.request.form.written import Values, taken
from models.store import directory
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.request.book.picked import persons_shown
from web.request.desk import Lacks, lists_for
from web.request.reading import reads
from web.request.widgets import FieldsShown, lists_of

router = Router()
_PATH = "/address-book"
EntryId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.shows(_PATH, Permission.SIGNED_IN)
def show_book(visitor: VisitorHere) -> Response:
    """Show somebody the address books of their units; of others nothing."""
    reader = known(visitor)
    desk, language = reader.running.desk, reader.words.language.value
    with desk.store.reading() as conn:
        units, own = directory.unit_names(conn), directory.units_of(conn, reader.person.id)
    found = address_book.book_of(desk, reader.person.id)
    books = {
        units[unit].of(language): persons_shown([x for x in found if x.unit == unit], reader)
        for unit in own
    }
    return reader.page("request/address_book.html", books=books)


@router.shows(f"{_PATH}/{{entry}}", Permission.SIGNED_IN)
def show_person(entry: EntryId, visitor: VisitorHere) -> Response:
    """Show a unit what is kept of a person."""
    return _page(_sheet(entry, visitor), entry)


@router.takes(f"{_PATH}/{{entry}}", Permission.SIGNED_IN)
def correct_one(entry: EntryId, visitor: VisitorHere, sent: SentHere) -> Response:
    """Keep what is said of a person from now on."""
    sheet, form = _sheet(entry, visitor, sent), address_book.form_of_book()
    written = taken(
        form.kept.fields, reads((form.kept.field,), sent, lists_for(sheet.visitor)), form.within
    )

    def act(who: Identified) -> None:
        desk = sheet.visitor.running.desk
        address_book.correct_person(desk, who.person, entry, written, seen=sent["seen"])

    return sheet.taken(act, lambda refused: _page(refused, entry, written), onwards=_PATH)


@router.takes(f"{_PATH}/{{entry}}/remove", Permission.SIGNED_IN)
def remove_one(entry: EntryId, visitor: VisitorHere, sent: SentHere) -> Response:
    """Forget a person."""
    sheet = sheet_at(f"{_PATH}/{entry}/remove", visitor, sent, back=_PATH)
    desk = sheet.visitor.running.desk
    return sheet.taken(
        lambda who: address_book.remove_person(desk, who.person, entry),
        lambda refused: _page(refused, entry),
        onwards=_PATH,
    )


def _sheet(entry: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    known(visitor, sent)
    mendable = (*MENDABLE, DraftChanged)
    return sheet_at(f"{_PATH}/{entry}", visitor, sent, back=_PATH, mendable=mendable)


def _page(sheet: Sheet, entry: str, written: Values | None = None) -> Response:
    reader, form, refusal = sheet.visitor, address_book.form_of_book(), sheet.refusal
    person = address_book.person_of_book(reader.running.desk, sheet.person, entry)
    problems = refusal.problems if isinstance(refusal, RequestInvalid) else ()
    lists = lists_for(reader)
    shown = FieldsShown(
        reader.words,
        lists,
        Lacks(problems).beside_fields(marks_missing=True),
        refusal.theirs if isinstance(refusal, DraftChanged) else {},
        {},
        {},
    )
    values = person.values if written is None else written
    widgets = shown.widgets(form.kept.fields, values, form.within, in_row=True)
    return sheet.shown(
        "request/person.html",
        person=person,
        widgets=widgets,
        lists=lists_of(widgets, form.kept.fields, lists),
        seen=digest_of(person.values),
        # What is wrong stands beside its field.
        problems=() if problems else sheet.sentences(),
    )
