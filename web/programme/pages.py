"""The programme of a visit, for those who have a part in it; whoever answers for it changes items."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Path
from fastapi.responses import Response

from flows.acts.programme.revising import is_open, item_of, revise_item
from flows.case.answers import Identified
from models.errors import (
    DecisionIncomplete,
    ProgrammeChanged,
    ProgrammeClash,
    ProgrammeClosed,
    RequestInvalid,
)
from models.inbound.request import InboundRequest
from models.store.privacy.openings import Opened
from web.ground.download import handed_out_as
from web.ground.form import FormReader, Sent
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import case_for, lets_in, note_opened, refusal_of
from web.programme.document import MEDIA_TYPE, programme_document
from web.programme.form import as_it_is, change_of, offered, told
from web.programme.shown import ProgrammeShown, programme_shown

router = Router()
ItemNo = Annotated[int, Path(ge=1, le=9999)]
_PROGRAMME = "/cases/{case_no}/programme"
_ITEM = f"{_PROGRAMME}/items/{{number}}"
_MENDABLE = (
    RequestInvalid, DecisionIncomplete, ProgrammeClash, ProgrammeChanged, ProgrammeClosed,
)  # fmt: skip


@router.shows(_PROGRAMME, Permission.TAKES_PART)
def show_programme(visitor: VisitorHere) -> Response:
    """Show the programme in force in both languages, to be read or printed."""
    return visitor.page("programme/programme.html", view=_shown(visitor))


@router.shows(f"{_PROGRAMME}.docx", Permission.TAKES_PART)
def save_programme(visitor: VisitorHere) -> Response:
    """Hand out the programme as a document the office can put into its own hands."""
    content = programme_document(_shown(visitor))
    name = f"chuong-trinh-{visitor.address.case_no}.docx"
    headers = {"Content-Disposition": handed_out_as(name)}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


@router.shows(_ITEM, Permission.CHANGES_PROGRAMME)
def show_item(number: ItemNo, visitor: VisitorHere) -> Response:
    """Show the form of an item to whoever may change it; raises `DecisionRefused` for others."""
    return _item_page(number, _sheet(visitor, number))


@router.takes(_ITEM, Permission.CHANGES_PROGRAMME)
def change_item(
    number: ItemNo,
    visitor: VisitorHere,
    sent: Annotated[Sent, Depends(FormReader(most_fields=40, most_files=2))],
) -> Response:
    """Take a change. Whatever speaks against it, what the person wrote comes back."""
    desk, case_no = visitor.running.desk, visitor.address.case_no

    def revise(who: Identified) -> None:
        revise_item(desk, case_no, number, change_of(sent), who)

    there = f"{visitor.address.at('programme')}#item-{number}"
    return _sheet(visitor, number, sent).taken(revise, partial(_item_page, number), onwards=there)


def _sheet(visitor: Visitor, number: int, sent: Sent | None = None) -> Sheet:
    action = visitor.address.at(f"programme/items/{number}")
    return sheet_at(action, visitor, sent, mendable=_MENDABLE)


def _shown(visitor: Visitor) -> ProgrammeShown:
    """Return the programme for whoever takes part; raises `NotForYou` for others."""
    reader = known(visitor)
    with case_for(reader) as work:
        return programme_shown(work, reader.person.id)


def _item_page(number: int, sheet: Sheet) -> Response:
    visitor, refusal = sheet.visitor, sheet.refusal
    desk, case_no = visitor.running.desk, visitor.address.case_no
    with desk.reading(case_no) as work:
        item = item_of(work, number)
        if not lets_in(work, visitor):
            raise refusal_of(visitor)
        note_opened(visitor, Opened.PROGRAMME)
        open_still = is_open(work, number)
        offers, request, today = offered(work), work.request_as(InboundRequest), work.today
        now = as_it_is(item, work.case.programme_revision)
    return sheet.shown(
        "programme/programme_item.html",
        item_no=number,
        item=item,
        request=request,
        is_open=open_still,
        offers=offers,
        now=now,
        wrote=sheet.sent if sheet.sent.came else now,
        problems=told(refusal, visitor.words),
        clash=isinstance(refusal, ProgrammeClash),
        changed_meanwhile=isinstance(refusal, ProgrammeChanged),
        today=today,
    )
