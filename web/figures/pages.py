"""The pages of statistics: the tables of a period, the cases behind a number, and both as files."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from models.figures.periods import PARTS
from models.figures.tables import CountedBy
from models.kinds import KINDS
from models.store.figures.behind import journeys_behind
from web.figures.asked import BEHIND, LIST, NATURES, PATH, asked_of
from web.figures.files import columns_of, rows_of_tables
from web.figures.form import statistics_in_form
from web.figures.listed import list_in_form
from web.figures.shown import Counter, counter_of
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
    asked = asked_of(request.query_params)
    with _counting(reader) as (conn, who):
        view = who.page(conn, asked)
    return reader.page(
        "figures/statistics.html",
        view=view,
        asked=asked,
        title=who.title(asked, view.period),
        kinds=tuple(KINDS),
        parts=PARTS,
        tables=tuple(CountedBy),
        natures=NATURES.get(asked.of_kind, ("", ())),
        csv=asked.address(f"{PATH}.{CSV}"),
        xlsx=asked.address(f"{PATH}.{XLSX}"),
        listed=asked.address(LIST),
    )


@router.shows(BEHIND, Permission.SIGNED_IN)
def show_cases_behind(visitor: VisitorHere, request: Request) -> Response:
    """Show the cases behind a number of the statistics; raises `PeriodRefused`."""
    reader = known(visitor)
    asked = asked_of(request.query_params)
    page = page_asked(request.query_params.get("page", ""))
    with _counting(reader) as (conn, who):
        wanted, now = who.wanted(asked), who.around.now
        by, key = asked.behind, asked.key
        found = journeys_behind(conn, wanted, who.reads, page, by=by, key=key, now=now)
    return reader.page(
        "figures/behind.html",
        found=found,
        paging=paging_of(found, BEHIND, asked.said, "page", label="page.figures.behind"),
        title=who.title(asked, wanted.period),
        chosen=who.chosen(asked),
        units=who.named.units,
        back=asked.address(by=asked.table if asked.by in set(CountedBy) else "", key=""),
    )


@router.shows(f"{PATH}.csv", Permission.SIGNED_IN)
def hand_out_statistics_as_csv(visitor: VisitorHere, request: Request) -> Response:
    """Hand out all tables of a period as text with commas; raises `PeriodRefused`."""
    reader, w = known(visitor), known(visitor).words
    asked = asked_of(request.query_params)
    with _counting(reader) as (conn, who):
        rows = list(rows_of_tables(conn, who, asked))
    return handed_out(CSV, w.text("page.figures.file"), columns_of(w), lambda: rows)


@router.shows(f"{PATH}.xlsx", Permission.SIGNED_IN)
def hand_out_statistics_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out all tables of a period in the layout of a report; raises `PeriodRefused`."""
    reader = known(visitor)
    with _counting(reader) as (conn, who):
        content = statistics_in_form(conn, who, asked_of(request.query_params))
    return _workbook(reader, "page.figures.file", content)


@router.shows(LIST, Permission.SIGNED_IN)
def hand_out_list_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out the list of the delegations of a period in its form; raises `PeriodRefused`."""
    reader = known(visitor)
    with _counting(reader) as (conn, who):
        content = list_in_form(conn, who, asked_of(request.query_params))
    return _workbook(reader, "page.figures.list_file", content)


@contextmanager
def _counting(reader: SignedIn) -> Iterator[tuple[Connection, Counter]]:
    """Read for somebody, all as it stands at one moment."""
    desk = reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        rules = desk.regulation()
        yield conn, counter_of(conn, desk.settings, rules, reader.person.id, reader.words)


def _workbook(reader: SignedIn, name: str, content: bytes) -> Response:
    called = handed_out_as(f"{reader.words.text(name)}.{XLSX}")
    return Response(content, media_type=MEDIA[XLSX], headers={"Content-Disposition": called})
