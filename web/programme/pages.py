"""The programme of a visit, for those who have a part in it; whoever answers for it changes items."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from flows.acts.revising_programme import is_open, item_of, may_revise, revise_item
from flows.case.answers import Identified
from flows.case.read import CaseRead
from models.case import Case
from models.competence import Refusal
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    DoanError,
    ProgrammeChanged,
    ProgrammeClash,
    ProgrammeClosed,
    RequestInvalid,
)
from models.inbound.request import InboundRequest
from models.store import cases
from models.store.sign_in import Attempt
from web.ground.fields import MOST_MEGABYTES
from web.ground.identify import note
from web.ground.page import page
from web.ground.refusals import FormForged, NotForYou, status_of
from web.ground.running import Parts, PartsHere
from web.ground.visitor import (
    CaseNo,
    Place,
    Visitor,
    VisitorHere,
    check_form,
    form_token,
    signed_in,
)
from web.ground.who_may_see import may_read, may_see_reception
from web.programme.document import MEDIA_TYPE, programme_document
from web.programme.form import ItemPosted, ItemPostedHere, as_written, change_of, offered, told
from web.programme.shown import ProgrammeShown, programme_shown

router = APIRouter()
ItemNo = Annotated[int, Path(ge=1, le=9999)]
_GET = ["GET", "HEAD"]


@router.api_route("/cases/{case_no}/programme", methods=_GET)
def show_programme(case_no: CaseNo, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show the programme in force in both languages, to be read or printed."""
    if visitor.person is None:
        return _unknown_visitor(visitor)
    return page(
        "programme/programme.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        view=_shown(case_no, visitor, parts),
    )


@router.api_route("/cases/{case_no}/programme.docx", methods=_GET)
def save_programme(case_no: CaseNo, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Hand out the programme as a document the office can put into its own hands."""
    if visitor.person is None:
        return _unknown_visitor(visitor)
    content = programme_document(_shown(case_no, visitor, parts))
    name = quote(f"chuong-trinh-{case_no}.docx", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.api_route("/cases/{case_no}/programme/items/{number}", methods=_GET)
def show_item(case_no: CaseNo, number: ItemNo, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show the form of an item to whoever may change it; raises `DecisionRefused` for others."""
    if visitor.person is None:
        return _unknown_visitor(visitor)
    return _item_page(case_no, number, visitor, parts)


@router.post("/cases/{case_no}/programme/items/{number}")
def change_item(
    case_no: CaseNo,
    number: ItemNo,
    visitor: VisitorHere,
    posted: ItemPostedHere,
    parts: PartsHere,
) -> Response:
    """Take a change. Whatever speaks against it, what the person wrote comes back."""
    session = visitor.session
    if session is None:
        note(parts, Attempt.NOT_SIGNED_IN, Place(case_no, 0))
        return _unknown_visitor(visitor, posted)
    who = Identified(session.person, session.shown_by)
    try:
        check_form(parts, visitor, _address(case_no, number), posted.token)
        revise_item(parts.desk, case_no, number, change_of(posted), who)
    except FormForged as refusal:
        note(parts, Attempt.FORM_FORGED, Place(case_no, 0), session.person)
        return _refused_page(visitor, parts, posted, refusal)
    except DecisionRefused as refusal:
        return _refused_page(visitor, parts, posted, refusal)
    except _TOLD_ON_THE_FORM as refusal:
        return _item_page(case_no, number, visitor, parts, posted=posted, refusal=refusal)
    there = f"/cases/{case_no}/programme#item-{number}"
    return RedirectResponse(there, status_code=HTTPStatus.SEE_OTHER)


_TOLD_ON_THE_FORM = (
    RequestInvalid, DecisionIncomplete, ProgrammeClash, ProgrammeChanged, ProgrammeClosed,
)  # fmt: skip


def _shown(case_no: str, visitor: Visitor, parts: Parts) -> ProgrammeShown:
    """Return the programme for a person who is signed in; raises `NotForYou` for those without part."""
    assert visitor.person is not None  # noqa: S101 - only who is signed in comes here.
    person = visitor.person.id
    with parts.desk.store.reading() as conn:
        case = cases.read_case(conn, case_no)
        work = CaseRead(conn, case, parts.desk.settings)
        part = may_read(work, person) or may_see_reception(work, person)
        if part or _is_called(case, person):
            return programme_shown(work, person)
    note(parts, Attempt.OTHER_PERSON, Place(case_no, 0), person)
    raise NotForYou


def _is_called(case: Case, person: str) -> bool:
    """Tell whether a person takes part in an item: a leader, an interpreter, who answers for it."""
    return any(call.person == person for call in case.calls)


def _item_page(
    case_no: str,
    number: int,
    visitor: Visitor,
    parts: Parts,
    *,
    posted: ItemPosted | None = None,
    refusal: DoanError | None = None,
) -> Response:
    assert visitor.person is not None  # noqa: S101 - only who is signed in comes here.
    with parts.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, case_no), parts.desk.settings)
        item = item_of(work, number)
        if not may_revise(work, visitor.person.id):
            raise DecisionRefused(Refusal.NOT_IN_CHARGE, case=case_no)
        open_still = is_open(work, number)
        offers, request = offered(work), work.request_as(InboundRequest)
        now = as_written(item, work.case.programme_revision)
        today = work.today
    return page(
        "programme/programme_item.html",
        visitor.words,
        status=status_of(refusal) if refusal else HTTPStatus.OK,
        signed_in=signed_in(parts, visitor),
        case_no=case_no,
        item_no=number,
        item=item,
        request=request,
        is_open=open_still,
        offers=offers,
        address=_address(case_no, number),
        token=form_token(parts, visitor, _address(case_no, number)),
        now=now,
        wrote=posted or now,
        problems=told(refusal, visitor),
        clash=isinstance(refusal, ProgrammeClash),
        changed_meanwhile=isinstance(refusal, ProgrammeChanged),
        today=today,
        most_megabytes=MOST_MEGABYTES,
    )


def _address(case_no: str, number: int) -> str:
    return f"/cases/{case_no}/programme/items/{number}"


def _unknown_visitor(visitor: Visitor, posted: ItemPosted | None = None) -> Response:
    """Return the page that says a link from a message is needed; nothing of the visit."""
    kept = posted.words if posted else ()
    return page("ground/no_link.html", visitor.words, status=HTTPStatus.FORBIDDEN, kept=kept)


def _refused_page(
    visitor: Visitor, parts: Parts, posted: ItemPosted, refusal: DoanError
) -> Response:
    """Return why this person may not, with what they wrote."""
    return page(
        "ground/refused.html",
        visitor.words,
        status=status_of(refusal),
        signed_in=signed_in(parts, visitor),
        sentence=refusal.said(visitor.words),
        reference="",
        kept=posted.words,
    )
