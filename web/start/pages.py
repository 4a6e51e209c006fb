"""The start page: what waits for a person; and two probes: does the process live, can it work."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from models.directory import Person
from models.store import histories, outbox
from models.store.database.clock import machine_time, now
from models.store.migrations import is_current
from web.ground.identify import identify
from web.ground.page import page
from web.ground.running import Parts, PartsHere
from web.ground.visitor import Place, Standing, Visitor, VisitorHere, signed_in
from web.start.shown import start_of

router = APIRouter()
_GET = ["GET", "HEAD"]


@router.api_route("/", methods=_GET)
def show_start(visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show a person what waits for them; anybody else what Doan is, and how to sign in."""
    if visitor.linked and visitor.standing is not Standing.PERSON:
        return identify(Place(), visitor, parts)
    if visitor.person:
        return _own_page(visitor.person, visitor, parts)
    return page(
        "start/start.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        has_catcher=parts.catcher is not None,
    )


def _own_page(person: Person, visitor: Visitor, parts: Parts) -> Response:
    desk, w = parts.desk, visitor.words
    with desk.store.reading() as conn:
        shown = start_of(conn, desk.settings, desk.regulation(), person.id, w.language)
    return page("start/waiting.html", w, signed_in=signed_in(parts, visitor), shown=shown)


@router.api_route("/healthz", methods=_GET)
def is_alive() -> Response:
    """Answer as long as the process does."""
    return JSONResponse({"alive": True})


@router.api_route("/readyz", methods=_GET)
def is_ready(parts: PartsHere) -> Response:
    """Tell whether the database answers and is current, how long messages wait and history lags."""
    try:
        with parts.desk.store.reading() as conn:
            current = is_current(conn)
            oldest = outbox.oldest_waiting(conn) if current else None
            waits = (now(conn) - oldest).total_seconds() if oldest else 0.0
            lag = histories.lag(conn) if current else histories.Lag(0, None)
            lags = (machine_time(conn) - lag.since).total_seconds() if lag.since else 0.0
    except SQLAlchemyError:
        return _readiness(database="unreachable", ready=False)
    if not current:
        return _readiness(database="of another release", ready=False)
    return _readiness(
        database="current",
        ready=True,
        oldest_message_seconds=round(waits, 1),
        history_lag_cases=lag.cases,
        history_lag_seconds=round(lags, 1),
    )


def _readiness(*, ready: bool, **told: object) -> Response:
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse({"ready": ready, **told}, status_code=status)
