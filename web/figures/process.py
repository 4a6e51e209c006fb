"""The picture of the process: what follows what, after how long, in which ways, and by which route."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode

import orjson
from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from config.province_time import working_calendar
from config.words import Words
from models.errors import PeriodRefused
from models.figures.periods import PARTS, FiguresPeriod
from models.figures.process.conformance import Conformance, conformance
from models.figures.process.discovery import Edge, ProcessMap, Trace, discovered
from models.figures.process.logs import as_ocel, as_xes
from models.ids import CaseNo
from models.kinds import KINDS
from models.store.figures.ocel import as_ocel_sqlite
from models.store.figures.traces import MOST_CASES, traces
from web.figures.asked import PROCESS, FiguresAsked, asked_of
from web.figures.picture import HIGH, LEFT, WIDE, WIDTH, Picture, picture_of
from web.figures.shown import Counter, counter_of
from web.ground.download import handed_out_as
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere

router = Router()
# As an address names a form; any other is no page.
LogForm = Literal["jsonocel", "sqlite", "xes"]
_MOST_VARIANTS, _MOST_EDGES, _MOST_CASES = 12, 60, 25


@dataclass(frozen=True)
class EdgeShown:
    """An edge in words: how often, how long by the median, how long all together."""

    source: str
    target: str
    count: int
    median: str
    total: str


@dataclass(frozen=True)
class VariantShown:
    """A way in words, and some of the cases that took it."""

    activities: tuple[str, ...]
    count: int
    share: int
    cases: tuple[CaseNo, ...]


@dataclass(frozen=True)
class DeviationShown:
    """How cases left their route, in words, and some of those that did."""

    says: str
    count: int
    cases: tuple[CaseNo, ...]


@dataclass(frozen=True)
class ProcessPage:
    """The whole page; `refused` says why no such period is told of."""

    period: FiguresPeriod | None = None
    refused: str = ""
    cases: int = 0
    is_cut: bool = False
    picture: Picture | None = None
    bottlenecks: tuple[EdgeShown, ...] = ()
    edges: tuple[EdgeShown, ...] = ()
    variants: tuple[VariantShown, ...] = ()
    ways: int = 0
    conformance: Conformance | None = None
    deviations: tuple[DeviationShown, ...] = ()


@router.shows(PROCESS, Permission.SIGNED_IN)
def show_process(visitor: VisitorHere, request: Request) -> Response:
    """Show the process of the cases submitted in a period whose outcomes somebody is shown."""
    reader = known(visitor)
    asked = asked_of(request.query_params)
    body = _body(request)
    with _counting(reader) as (conn, who):
        view = _page(conn, who, asked, body)
        bodies = {key: body.name.of(reader.words.language) for key, body in
                  who.regulation.bodies.items() if not body.outside}  # fmt: skip
    return reader.page(
        "figures/process.html",
        view=view,
        asked=asked,
        body=body,
        bodies=bodies,
        units=who.named.units,
        title=who.title(asked, view.period),
        kinds=tuple(KINDS),
        parts=PARTS,
        logs={log: _log_address(asked, log, body) for log in _LOGS},
        most=MOST_CASES,
        wide=WIDE,
        high=HIGH,
        left=LEFT,
        width=WIDTH,
    )


@router.shows(f"{PROCESS}.{{log}}", Permission.SIGNED_IN)
def hand_out_log(visitor: VisitorHere, request: Request, log: LogForm) -> Response:
    """Hand out what happened as an event log: OCEL 2.0 in JSON or SQLite, or XES. It names nobody."""
    reader = known(visitor)
    asked = asked_of(request.query_params)
    with _counting(reader) as (conn, who):
        traced = traces(conn, who.wanted(asked), who.reads, _body(request)).traces
    content, media = _LOGS[log]
    name = handed_out_as(f"{reader.words.text('page.figures.process.file')}.{log}")
    return Response(content(traced), media_type=media, headers={"Content-Disposition": name})


def _log_address(asked: FiguresAsked, log: str, body: str) -> str:
    address = asked.address(f"{PROCESS}.{log}")
    return (
        f"{address}{'&' if '?' in address else '?'}{urlencode({'body': body})}" if body else address
    )


def _body(request: Request) -> str:
    return request.query_params.get("body", "")[:80]


def _as_json(found: Iterable[Trace]) -> bytes:
    return orjson.dumps(as_ocel(found))


_LOGS: Mapping[str, tuple[Callable[[Iterable[Trace]], bytes], str]] = {
    "jsonocel": (_as_json, "application/json"),
    "sqlite": (as_ocel_sqlite, "application/vnd.sqlite3"),
    "xes": (as_xes, "application/xml"),
}


@contextmanager
def _counting(reader: SignedIn) -> Iterator[tuple[Connection, Counter]]:
    desk = reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        rules = desk.regulation()
        yield conn, counter_of(conn, desk.settings, rules, reader.person.id, reader.words)


def _page(conn: Connection, who: Counter, asked: FiguresAsked, body: str) -> ProcessPage:
    try:
        wanted = who.wanted(asked)
    except PeriodRefused as refused:
        return ProcessPage(refused=refused.said(who.w))
    traced = traces(conn, wanted, who.reads, body)
    found = discovered(traced.traces, working_calendar(who.regulation))
    by_route, w = conformance(traced.traces), who.w
    titles = {name: activity_called(name, w) for name, _ in found.activities}
    titles |= {d.activity: activity_called(d.activity, w) for d in by_route.deviations}
    return ProcessPage(
        wanted.period,
        cases=found.cases,
        is_cut=traced.is_cut,
        picture=picture_of(found, titles, {e: _said(e, w) for e in found.edges}),
        bottlenecks=tuple(_edge(edge, titles, w) for edge in found.bottlenecks[:8]),
        edges=tuple(_edge(edge, titles, w) for edge in found.edges[:_MOST_EDGES]),
        variants=tuple(_variants(found, titles)),
        ways=len(found.variants),
        conformance=by_route,
        deviations=tuple(
            DeviationShown(
                w.text(f"page.figures.process.{d.how}", activity=titles[d.activity]),
                len(d.cases),
                d.cases[:_MOST_CASES],
            )
            for d in by_route.deviations
        ),
    )


def activity_called(activity: str, w: Words) -> str:
    """Return what an activity is called: a stage with its act, or what happened to the case."""
    stage, _, act = activity.partition(".")
    if not act:
        return w.label("entry", stage)
    said, done = w.label("stage", stage), w.label("act", act)
    return said if said.casefold() == done.casefold() else f"{said}: {done}"


def _said(edge: Edge, w: Words) -> str:
    return f"{w.number(edge.count)} · {_hours(edge.median_minutes, w)}"


def _hours(minutes: int, w: Words) -> str:
    tenths = round(minutes / 6)
    hours = Decimal(tenths) / 10 if tenths % 10 else Decimal(tenths // 10)
    return w.text("page.figures.process.hours", hours=w.number(hours))


def _edge(edge: Edge, titles: dict[str, str], w: Words) -> EdgeShown:
    median, total = (_hours(m, w) for m in (edge.median_minutes, edge.total_minutes))
    return EdgeShown(titles[edge.source], titles[edge.target], edge.count, median, total)


def _variants(found: ProcessMap, titles: dict[str, str]) -> Iterator[VariantShown]:
    for variant in found.variants[:_MOST_VARIANTS]:
        yield VariantShown(
            tuple(titles[name] for name in variant.activities),
            len(variant.cases),
            round(len(variant.cases) * 100 / found.cases),
            variant.cases[:_MOST_CASES],
        )
