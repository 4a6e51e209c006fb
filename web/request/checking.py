"""A draft before it is filed: what is still missing, the file it equals, and its filing."""

from dataclasses import dataclass, replace
from functools import partial

from fastapi.responses import Response

from flows.acts.filing import Filing
from flows.drafting import writing
from flows.drafting.filing import file_draft
from flows.drafting.suggesting import entries_suggested, name_entry
from flows.simulating import simulate
from models.errors import NoRouteApplies, Problem
from models.request.base import Request
from models.store.drafts import Draft, Task
from web.ground.address import NEW_REQUEST
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.request.desk import begin_page, progress_of, said_of, section_of
from web.request.pages import CHECK, address_of, to
from web.request.papers import DraftId
from web.request.preview import Preview, preview_of

router = Router()


@dataclass(frozen=True)
class Lacking:
    """One thing that is wrong or missing, and where it is mended."""

    said: str
    address: str


@router.shows("/requests/{draft}/check", Permission.SIGNED_IN)
def show_check(draft: DraftId, visitor: VisitorHere) -> Response:
    """Show a unit what its draft still lacks, and file it when it lacks nothing."""
    found = _draft(visitor, draft)
    if found.is_filed:
        return to(f"/cases/{found.case_no}")
    return _page(found, sheet_at(address_of(draft, CHECK), visitor))


@router.takes("/requests/{draft}/check", Permission.SIGNED_IN)
def file_one(draft: DraftId, visitor: VisitorHere, sent: SentHere) -> Response:
    """File a draft. Pressed twice, or again after going back, it leads to the case that came of it."""
    found = _draft(visitor, draft, sent)
    if found.is_filed:
        return to(f"/cases/{found.case_no}")
    sheet = sheet_at(address_of(draft, CHECK), visitor, sent, back=address_of(draft, CHECK))
    desk = sheet.visitor.running.desk
    return sheet.taken(
        lambda who: file_draft(desk, who, draft, sent["reason"]),
        partial(_page, found),
        onwards=lambda case_no: f"/cases/{case_no}",
    )


@router.takes("/requests/{draft}/entry", Permission.SIGNED_IN)
def name_one(draft: DraftId, visitor: VisitorHere, sent: SentHere) -> Response:
    """Let a draft name the entry of the annual plan that its unit has confirmed."""
    found = _draft(visitor, draft, sent)
    back = address_of(draft, CHECK)
    sheet = sheet_at(f"/requests/{draft}/entry", visitor, sent, back=back)
    desk = sheet.visitor.running.desk
    return sheet.taken(
        lambda who: name_entry(desk, who.person, draft, sent["named"]),
        partial(_page, found),
        onwards=back,
    )


@router.takes("/requests/{draft}/discard", Permission.SIGNED_IN)
def discard_one(draft: DraftId, visitor: VisitorHere, sent: SentHere) -> Response:
    """Erase a draft that nobody wants any more."""
    sheet = sheet_at(f"/requests/{draft}/discard", visitor, sent, back=NEW_REQUEST)
    desk = sheet.visitor.running.desk
    return sheet.taken(
        lambda who: writing.discard(desk, who.person, draft), begin_page, onwards=NEW_REQUEST
    )


def _draft(visitor: Visitor, draft: str, sent: Sent | None = None) -> Draft:
    reader = known(visitor, sent)
    return writing.read_draft(reader.running.desk, reader.person.id, draft)


def _page(draft: Draft, sheet: Sheet) -> Response:
    told = said_of(sheet.visitor.running.desk, draft)
    try:
        preview = _preview(draft, told.request, sheet)
    except NoRouteApplies as refusal:
        preview, sheet = None, replace(sheet, refusal=refusal)
    return sheet.shown(
        "request/check.html",
        draft=draft,
        sections=progress_of(draft, told),
        lacking=tuple(_lacking(draft, problem, sheet) for problem in told.problems),
        amends=draft.task is Task.AMEND,
        preview=preview,
        suggested=entries_suggested(sheet.visitor.running.desk, told.request)
        if told.request
        else (),
    )


def _preview(draft: Draft, request: Request | None, sheet: Sheet) -> Preview | None:
    """Return what would come of a new request; a later version goes on by the way of its case."""
    if request is None or draft.task is not Task.SUBMIT:
        return None
    by = Filing(sheet.person, sheet.person)
    return preview_of(simulate(sheet.visitor.running.desk, request, by), sheet.visitor.words)


def _lacking(draft: Draft, problem: Problem, sheet: Sheet) -> Lacking:
    section = section_of(draft, problem.field)
    row = problem.field.partition("]")[0] + "]" if "[" in problem.field else ""
    rows = f"&rows={row}" if row else ""
    address = f"{address_of(draft.id, section)}?check=1{rows}#{problem.field}"
    return Lacking(problem.said(sheet.visitor.words), address)
