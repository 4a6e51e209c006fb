"""The pages of statistics: the tables of a period, the cases behind a number, and both as files."""

from fastapi import Request
from fastapi.responses import Response

from models.errors import PeriodRefused
from models.figures.periods import PARTS
from models.figures.tables import By
from models.kinds import KINDS
from models.store.figures.behind import journeys_behind
from web.figures.asked import BEHIND, LIST, NATURES, PATH, FiguresAsked, asked_of
from web.figures.files import as_rows, columns_of, rows_of_tables
from web.figures.form import list_in_form, statistics_in_form
from web.figures.shown import counter_of
from web.figures.titles import title_of
from web.ground.download import handed_out_as
from web.ground.frame.paging import page_asked, paging_of
from web.ground.identify import known
from web.ground.listed.handing_out import CSV, MEDIA, XLSX, handed_out
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere

router = Router()


@router.shows(PATH, Permission.SIGNED_IN)
def show_statistics(visitor: VisitorHere, request: Request) -> Response:
    """Show the statistics of a period over the cases whose outcomes somebody is shown."""
    reader = known(visitor)
    asked, desk = asked_of(request.query_params), reader.running.desk
    with desk.store.reading() as conn:
        who = counter_of(conn, desk.settings, desk.regulation(), reader.person.id, reader.words)
        view = who.page(conn, asked)
    return reader.page(
        "figures/statistics.html",
        view=view,
        asked=asked,
        title=title_of(asked, view.period, who.named, reader.words),
        kinds=tuple(KINDS),
        parts=PARTS,
        tables=tuple(By),
        natures=NATURES.get(asked.of_kind, ("", ())),
        files={CSV: asked.address(f"{PATH}.{CSV}"), XLSX: asked.address(f"{PATH}.{XLSX}")},
        behind=asked.address(BEHIND, by="", key=""),
        list_address=asked.address(LIST),
    )


@router.shows(BEHIND, Permission.SIGNED_IN)
def show_cases_behind(visitor: VisitorHere, request: Request) -> Response:
    """Show the cases behind a number of the statistics."""
    reader = known(visitor)
    asked, desk = asked_of(request.query_params), reader.running.desk
    page = page_asked(request.query_params.get("page", ""))
    with desk.store.reading() as conn:
        who = counter_of(conn, desk.settings, desk.regulation(), reader.person.id, reader.words)
        wanted = asked.wanted(who.around.today, who.around.unit_names)
        found = journeys_behind(
            conn,
            wanted,
            who.reads,
            page,
            by=asked.behind,
            key=asked.key,
            now=who.around.now,
        )
    return reader.page(
        "figures/behind.html",
        found=found,
        paging=paging_of(found, BEHIND, asked.said, "page", label="page.figures.behind"),
        title=title_of(asked, wanted.period, who.named, reader.words),
        chosen=who.chosen(asked),
        units=who.named.units,
        back=asked.address(PATH, by=asked.by if asked.by in set(By) else "", key=""),
    )


@router.shows(f"{PATH}.csv", Permission.SIGNED_IN)
def hand_out_statistics_as_csv(visitor: VisitorHere, request: Request) -> Response:
    """Hand out all tables of a period as text with commas."""
    reader = known(visitor)
    w = reader.words
    asked, rows = _tables(reader, request)
    return handed_out(CSV, w.text("page.figures.file"), columns_of(w), lambda: as_rows(rows, w))


@router.shows(f"{PATH}.xlsx", Permission.SIGNED_IN)
def hand_out_statistics_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out all tables of a period in the layout of the report's form."""
    reader = known(visitor)
    asked, desk = asked_of(request.query_params), reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        who = counter_of(conn, desk.settings, desk.regulation(), reader.person.id, reader.words)
        wanted = asked.wanted(who.around.today, who.around.unit_names)
        content = statistics_in_form(conn, who, asked, wanted)
    return _workbook(reader, "page.figures.file", content)


@router.shows(LIST, Permission.SIGNED_IN)
def hand_out_list_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out the list of the delegations of a period in the layout of its form."""
    reader = known(visitor)
    asked, desk = asked_of(request.query_params), reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        who = counter_of(conn, desk.settings, desk.regulation(), reader.person.id, reader.words)
        wanted = asked.wanted(who.around.today, who.around.unit_names)
        content = list_in_form(conn, who, asked, wanted)
    return _workbook(reader, "page.figures.list_file", content)


def _tables(reader: SignedIn, request: Request) -> tuple[FiguresAsked, list[list[object]]]:
    asked, desk = asked_of(request.query_params), reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        who = counter_of(conn, desk.settings, desk.regulation(), reader.person.id, reader.words)
        wanted = asked.wanted(who.around.today, who.around.unit_names)
        return asked, list(rows_of_tables(conn, who, asked, wanted))


def _workbook(reader: SignedIn, name: str, content: bytes) -> Response:
    called = handed_out_as(f"{reader.words.text(name)}.{XLSX}")
    return Response(content, media_type=MEDIA[XLSX], headers={"Content-Disposition": called})


__all__ = ["PeriodRefused", "router"]
