"""The list of the delegations of a period, in the columns of its form, as a workbook.

Columns: the central party's list of delegations going abroad, with those of Hà Giang's register; An
Giang's list of guests. No layout of 06/2020/QĐ-TTg's annual form and of 58/2022/NĐ-CP's was seen: what
stands there is what these articles ask for, and the page says that it has to be confirmed.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import cast

from openpyxl import Workbook
from sqlalchemy import Connection

from config.regulation.codes import Occasion
from config.words import Words
from models.inbound.request import InboundRequest
from models.outbound.request import OutboundRequest
from models.store.figures.listed import JourneyListed, journeys_listed
from web.figures.asked import FiguresAsked
from web.figures.form import FormSheet, bytes_of, first_sheet, letterhead, signature
from web.figures.shown import Counter

# Longer lists nobody signs: whoever needs all of them chooses shorter periods.
MOST_LISTED = 10_000
Cells = Callable[[JourneyListed, Counter], list[str | int | None]]


def list_in_form(conn: Connection, who: Counter, asked: FiguresAsked) -> bytes:
    """Return the workbook of the delegations of a period; raises `PeriodRefused`."""
    w, wanted = who.w, who.wanted(asked)
    form = _form_of(asked)
    heads, cells = FORMS[form]
    book = Workbook()
    sheet = FormSheet(first_sheet(book), [6, 34, *[20] * (heads - 2)], landscape=True)
    letterhead(sheet, who, w.text(f"page.figures.list.{form}"), who.title(asked, wanted.period))
    sheet.heads([w.text(f"page.figures.list.{form}.{n}") for n in range(1, heads + 1)])
    listed = turns = 0
    for journey in journeys_listed(conn, wanted, who.reads, MOST_LISTED):
        listed, turns = listed + 1, turns + journey.turns
        sheet.line([listed, *cells(journey, who)])
    total = w.text("page.figures.list.total", delegations=w.number(listed), turns=w.number(turns))
    sheet.put(1, total, over=heads, bold=True, boxed=True)
    sheet.row += 1
    if listed == MOST_LISTED:
        sheet.put(1, w.text("page.figures.list.cut", most=w.number(listed)), over=heads)
        sheet.row += 1
    if form in _UNCONFIRMED:
        sheet.put(1, w.text("page.figures.list.unconfirmed"), over=heads, italic=True)
        sheet.row += 1
    signature(sheet, w)
    return bytes_of(book)


def _form_of(asked: FiguresAsked) -> str:
    if asked.of_nature in _UNCONFIRMED:
        return asked.of_nature
    return str(asked.of_kind) if asked.of_kind in FORMS else "other"


def _outbound(journey: JourneyListed, who: Counter) -> list[str | int | None]:
    request, w = cast("OutboundRequest", journey.dossier), who.w
    head = request.head
    return [
        request.title,
        head.name,
        " - ".join(filter(None, (head.position, head.workplace))),
        ", ".join(sorted(who.named.country(code) for code in request.countries)),
        request.partner,
        request.purpose,
        w.date(journey.begins),
        w.date(journey.ends),
        journey.turns,
        _payers(request, w),
        w.text("page.figures.in_plan" if journey.in_plan else "page.figures.off_plan"),
        _report(journey, w),
    ]


def _inbound(journey: JourneyListed, who: Counter) -> list[str | int | None]:
    request, w = cast("InboundRequest", journey.dossier), who.w
    head = request.head
    return [
        request.partner,
        head.name,
        head.position,
        who.named.country(request.sender.country),
        request.purpose,
        w.date(journey.begins),
        w.date(journey.ends),
        journey.turns,
        who.named.body(journey.unit),
        f"{request.letter.number}, {w.date(request.letter.date)}",
        who.named.decider(journey.decider),
    ]


def _conference(journey: JourneyListed, who: Counter) -> list[str | int | None]:
    request, named = cast("InboundRequest", journey.dossier), who.named
    told = request.conference
    places = dict.fromkeys(item.place for item in request.programme if item.place)
    return [
        request.title,
        named.body(journey.unit),
        named.decider(journey.decider),
        named.days(journey.begins, journey.ends),
        ", ".join(named.place(place) for place in places),
        told.participants if told else None,
        told.foreign_participants if told else journey.turns,
        ", ".join(sorted(named.country(code) for code in request.countries)),
        told.funding if told else "",
        _report(journey, who.w),
    ]


def _ngo(journey: JourneyListed, who: Counter) -> list[str | int | None]:
    request, named = cast("InboundRequest", journey.dossier), who.named
    paper = request.ngo.certificate if request.ngo else None
    return [
        request.partner,
        named.country(request.sender.country),
        f"{paper.number} ({named.days(paper.valid_from, paper.valid_until)})" if paper else "",
        (request.ngo.partner if request.ngo else "") or named.body(journey.unit),
        named.days(journey.begins, journey.ends),
        request.purpose,
        journey.turns,
        _payers(request, who.w),
    ]


def _other(journey: JourneyListed, who: Counter) -> list[str | int | None]:
    title = journey.dossier.title if journey.dossier else ""
    days = (who.w.date(journey.begins), who.w.date(journey.ends))
    return [title, who.named.body(journey.unit), *days, journey.turns]


def _whole(cells: Cells, columns: int) -> Cells:
    """Of an erased case say so, and the days that are known."""

    def told(journey: JourneyListed, who: Counter) -> list[str | int | None]:
        if journey.dossier is not None:
            return cells(journey, who)
        days = who.named.days(journey.begins, journey.ends)
        said = f"{who.w.text('page.case.erased_title')} ({journey.no}; {days})"
        return [said, *[None] * (columns - 2)]

    return told


def _payers(request: OutboundRequest | InboundRequest, w: Words) -> str:
    return ", ".join(dict.fromkeys(w.label("payer", each.payer) for each in request.estimate))


def _report(journey: JourneyListed, w: Words) -> str:
    on: date | None = journey.reported_on
    return ", ".join(filter(None, (journey.report, w.date(on) if on else "")))


def _with_their_columns(
    forms: Mapping[str, tuple[int, Cells]],
) -> Iterator[tuple[str, tuple[int, Cells]]]:
    for name, (columns, cells) in forms.items():
        yield name, (columns, _whole(cells, columns))


_UNCONFIRMED = (Occasion.CONFERENCE, Occasion.FOREIGN_NGO)
FORMS: Mapping[str, tuple[int, Cells]] = dict(
    _with_their_columns(
        {
            "outbound": (13, _outbound),
            "inbound": (12, _inbound),
            "conference": (11, _conference),
            "foreign_ngo": (9, _ngo),
            "other": (6, _other),
        }
    )
)
