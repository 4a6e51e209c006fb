"""A request is written: begun in one of several ways, then section by section, by its unit alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from config.regulation.codes import Kind
from flows.case.answers import Identified
from flows.drafting import writing
from flows.drafting.writing import digest_of, section_fields
from models.errors import (
    DecisionIncomplete,
    DraftChanged,
    DraftUnknown,
    FilesRefused,
    Problem,
    RequestInvalid,
)
from models.ids import CaseNo
from models.kinds import KINDS
from models.request.form.described import Field, Input
from models.request.form.plan_text import MOST_LETTERS, read_plan
from models.request.form.written import Values, as_form
from models.request.papers.file_types import ENDINGS
from models.request.papers.taking import MOST_MEGABYTES
from models.request.syntax import plain_values
from models.store.drafts import Draft, Task
from web.ground.address import NEW_REQUEST
from web.ground.form import PASTED, FormReader, Sent, SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.request.book.picked import BOOK_SHOWN, books_for, named_in, rows_picked
from web.request.desk import begin_page, lists_for, progress_of, said_of
from web.request.lists import Lists
from web.request.papers import PAPERS, DraftId, papers_owed
from web.request.reading import (
    AUTOSAVE,
    Pressed,
    files_in,
    pressed_in,
    row_named,
    shown_in,
    with_rows_changed,
    written_in,
)
from web.request.remarks import remarks_on
from web.request.tables import check_rows, columns_for, rows_brought
from web.request.widgets import FieldsShown, lists_of

router = Router()
CHECK, PLAN = "check", "plan"
# The field into which an entry of the annual plan is pasted.
PLANNED = f"{PLAN}{PASTED}"
# What keeps a draft while somebody writes; without it the buttons do.
SCRIPT = "htmx.min.js"
# A delegation of a hundred has some twenty fields a member; its papers come many at once.
LargeForm = Annotated[Sent, Depends(FormReader(most_fields=10_000, most_files=60))]
_MENDABLE = (*MENDABLE, DraftChanged)


@router.shows(NEW_REQUEST, Permission.SIGNED_IN)
def show_ways_to_begin(visitor: VisitorHere) -> Response:
    """Show how a request can be begun, and the drafts of the visitor's units."""
    return begin_page(sheet_at(NEW_REQUEST, visitor))


@router.takes(NEW_REQUEST, Permission.SIGNED_IN)
def begin_one(visitor: VisitorHere, sent: SentHere) -> Response:
    """Begin a draft: empty, like an earlier request, from a file or from an entry of the annual plan."""
    sheet = sheet_at(NEW_REQUEST, visitor, sent)
    onwards = partial(address_of, section=PLAN) if PLANNED in sent.texts else address_of
    return sheet.taken(partial(_begin, sheet), begin_page, onwards=onwards)


@router.takes("/cases/{case_no}/versions/{task}", Permission.OF_UNIT)
def begin_a_version(task: Task, visitor: VisitorHere, sent: SentHere) -> Response:
    """Begin a later version of a case, or go on with the one being written."""
    desk, address = visitor.running.desk, visitor.address
    sheet = sheet_at(address.at(f"versions/{task}"), visitor, sent, back=address.path)
    return sheet.taken(
        lambda who: writing.begin_version(desk, who.person, address.case_no, task),
        _refused,
        onwards=address_of,
    )


@router.shows("/requests/{draft}/{section}", Permission.SIGNED_IN)
def show_section(
    draft: DraftId,
    section: str,
    visitor: VisitorHere,
    check: bool = False,
    rows: str = "",
    named: str = "",
) -> Response:
    """Show a section of a draft to its unit; with `check` what is missing is marked, too.

    `rows` names a row that is to be among those shown: `members[25]`; `named` are words of a name that
    is looked for in the address book.
    """
    at = _At.of(visitor, draft, section)
    if at.draft.is_filed:
        return to(f"/cases/{at.draft.case_no}")
    sheet = sheet_at(at.path, visitor)
    return _section_page(at, at.values, sheet, rows, named=named, marks_missing=check)


@router.takes("/requests/{draft}/{section}", Permission.SIGNED_IN)
def write_section(draft: DraftId, section: str, visitor: VisitorHere, sent: LargeForm) -> Response:
    """Keep a section as it was written, and go where the button leads."""
    sheet = _sheet(visitor, draft, section, sent)
    try:
        at = _At.of(visitor, draft, section, sent)
    except DraftUnknown as gone:
        # Who left the unit meanwhile, or whose colleague gave the draft up, keeps what they wrote.
        return sheet.refused(gone)
    asked, files = pressed_in(sent), files_in(sent)
    lists = lists_for(sheet.visitor)
    written = written_in(at.fields, sent, lists, at.values, files)

    def act(who: Identified) -> None:
        kept = _with_rows(at, written, asked, sheet, lists)
        desk, seen = sheet.visitor.running.desk, sent["seen"]
        refused = writing.write_section(
            desk, who.person, draft, section, kept, seen=seen, files=files.taken
        )
        if both := (*files.refused, *refused):
            raise FilesRefused(both)

    def again(refused: Sheet) -> Response:
        if asked.what == AUTOSAVE:
            return refused.shown("request/saved.html", seen=sent["seen"], saved=None)
        if isinstance(refused.refusal, FilesRefused):
            # All else is kept already.
            now = _At.of(visitor, draft, section, sent)
            return _section_page(now, now.values, refused, shown_in(sent))
        return _section_page(at, written, refused, shown_in(sent), named=named_in(sent))

    onwards = at.onwards(asked, with_rows_changed(written, asked), sent)
    answer = sheet.taken(act, again, onwards=onwards)
    if asked.what == AUTOSAVE and answer.status_code == HTTPStatus.SEE_OTHER:
        now = _At.of(visitor, draft, section, sent)
        saved = now.draft.changed_at
        return sheet.shown("request/saved.html", seen=digest_of(now.values), saved=saved)
    return answer


def _with_rows(at: "_At", written: Values, pressed: Pressed, sheet: Sheet, lists: Lists) -> Values:
    """Return what was written with the rows that a button adds, removes or brings from elsewhere."""
    if pressed.what not in ("bring", "book", "find"):
        return with_rows_changed(written, pressed)
    listed = next((field for field in at.fields if field.name == pressed.name), None)
    if listed is None or listed.input is not Input.ROWS:
        return written
    if pressed.what == "bring":
        rows = rows_brought(listed, sheet.sent, lists, sheet.visitor.words)
    else:
        # Whoever looks for another keeps those they have marked.
        needed = pressed.what == "book"
        rows = rows_picked(sheet.visitor, at.draft, sheet.sent, listed.name, needed=needed)
    before = written.get(listed.name, ())
    check_rows(listed, rows, there=len(before))
    return {**written, listed.name: [*before, *rows]}


def address_of(draft: str, section: str = "letter") -> str:
    """Return the address of a section of a draft."""
    return f"/requests/{draft}/{section}"


@dataclass(frozen=True)
class _At:
    """A section of a draft, before somebody of its unit."""

    draft: Draft
    section: str

    @classmethod
    def of(cls, visitor: Visitor, draft: str, section: str, sent: Sent | None = None) -> "_At":
        """Return the section; raises `DraftUnknown` for a draft of another unit."""
        reader = known(visitor, sent)
        found = writing.read_draft(reader.running.desk, reader.person.id, draft)
        if section not in KINDS[found.kind].sections:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return cls(found, section)

    @property
    def path(self) -> str:
        return address_of(self.draft.id, self.section)

    @property
    def fields(self) -> tuple[Field, ...]:
        return section_fields(self.draft.kind, self.section)

    @property
    def values(self) -> Values:
        """Return what stands in the section."""
        names = KINDS[self.draft.kind].sections[self.section]
        return {name: self.draft.values[name] for name in names if name in self.draft.values}

    def onwards(self, asked: Pressed, written: Values, sent: Sent) -> str:
        """Return where a button leads: to the next section, the one before, or back to a row here."""
        names = (*KINDS[self.draft.kind].sections, CHECK)
        place = names.index(self.section)
        if asked.what == "next":
            return address_of(self.draft.id, names[place + 1])
        if asked.what == "back":
            return address_of(self.draft.id, names[max(place - 1, 0)])
        if asked.what == "add":
            row = f"{asked.name}[{len(written.get(asked.name, ()))}]"
            return f"{self.path}?rows={row}#{row}"
        if asked.what in ("find", "save") and (named := named_in(sent)):
            # Whoever presses Enter in the field looks for the name, too.
            return f"{self.path}?named={quote(named)}#{BOOK_SHOWN}"
        return f"{self.path}?rows={asked.name}#{asked.name}" if asked.name else self.path


def _sheet(visitor: Visitor, draft: str, section: str, sent: Sent) -> Sheet:
    return sheet_at(address_of(draft, section), visitor, sent, back=NEW_REQUEST, mendable=_MENDABLE)


def _section_page(
    at: _At,
    values: Values,
    sheet: Sheet,
    rows: str = "",
    *,
    named: str = "",
    marks_missing: bool = False,
) -> Response:
    w, lists = sheet.visitor.words, lists_for(sheet.visitor)
    desk, refusal = sheet.visitor.running.desk, sheet.refusal
    told = said_of(desk, at.draft)
    theirs = refusal.theirs if isinstance(refusal, DraftChanged) else {}
    remarks = remarks_on(desk, at.draft, sheet.person, w.language)
    beside = told.beside_fields(marks_missing=marks_missing)
    shown = FieldsShown(w, lists, beside, theirs, remarks.by_field, row_named(rows))
    widgets = shown.widgets(at.fields, values)
    return sheet.shown(
        "request/section.html",
        script=SCRIPT,
        draft=at.draft,
        section=at.section,
        sections=progress_of(at.draft, told),
        widgets=widgets,
        lists=lists_of(widgets, at.fields, lists),
        seen=digest_of(at.values),
        remarks=remarks.of_all,
        owed=papers_owed(desk, at.draft, {**at.draft.values, **values}, w.language)
        if at.section == PAPERS
        else (),
        not_taken=refusal.beside(w) if isinstance(refusal, FilesRefused) else {},
        accept=",".join(ENDINGS),
        lost=tuple(each.name for sent in sheet.sent.files.values() for each in sent)
        if refusal and not isinstance(refusal, FilesRefused)
        else (),
        books=books_for(sheet.visitor, at.draft, at.fields, values, named),
        columns={
            field.name: "; ".join(column.heading for column in columns_for(field, w))
            for field in at.fields
            if field.input is Input.ROWS
        },
    )


def _begin(sheet: Sheet, who: Identified) -> str:
    desk, sent = sheet.visitor.running.desk, sheet.sent
    if like := sent["like"]:
        return writing.begin_like(desk, who.person, CaseNo(like))
    given: Mapping[str, object] | None = _file_in(sent)
    kind = given.get("kind", Kind.OUTBOUND) if given else sent["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise DecisionIncomplete("request_kind")
    if PLANNED in sent.texts and not KINDS[Kind(kind)].model.on_calendar:
        raise DecisionIncomplete("request_kind")
    if PLANNED in sent.texts:
        given = _planned(sent[PLANNED], Kind(kind))
    return writing.begin(desk, who.person, Kind(kind), given)[0]


def _planned(text: str, kind: Kind) -> Mapping[str, object]:
    """Return what a text of the plan says for sure; raises `DecisionIncomplete` for none or too long."""
    if not text.strip():
        raise DecisionIncomplete("plan_text")
    if len(text) > MOST_LETTERS:
        raise DecisionIncomplete("plan_too_long", most=MOST_LETTERS, count=len(text))
    return read_plan(text, KINDS[kind].model).values


def _file_in(sent: Sent) -> dict[str, object] | None:
    """Return what the file says that somebody begins with; None when they begin without one.

    Raises `DecisionIncomplete` for one that is too large, `RequestInvalid` for one that is no request or
    says what a form has no place for: nothing of it is dropped unseen.
    """
    file = sent.upload("request_file")
    if file is None:
        return None
    if file.too_large:
        raise DecisionIncomplete("request_size", most=f"{MOST_MEGABYTES} MB")
    given = plain_values(file.content.decode(errors="replace"), format=None)
    if not isinstance(given, dict):
        raise RequestInvalid((Problem("", "", "not_a_request"),))
    kind = given.get("kind", Kind.OUTBOUND)
    if isinstance(kind, str) and kind in KINDS:
        _, lost = as_form(writing.fields_of(Kind(kind)), given)
        if unknown := tuple(name for name in lost if name != "kind"):
            raise RequestInvalid(tuple(Problem(name, "", "no_place_in_form") for name in unknown))
    return given


def _refused(sheet: Sheet) -> Response:
    assert sheet.refusal is not None  # noqa: S101 - it is shown again because of one.
    return sheet.refused(sheet.refusal)


def to(address: str) -> Response:
    """Lead to another page."""
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
