"""The start page, and the two probes: is the process alive, and can it do its work."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from models.store import histories, outbox
from models.store.engine import machine_time, now
from models.store.migrations import is_current
from web.pages import page
from web.parts import PartsHere
from web.visitor import VisitorHere, signed_in

router = APIRouter()
_GET = ["GET", "HEAD"]


@router.api_route("/", methods=_GET)
def show_start(visitor: VisitorHere, parts: PartsHere) -> Response:
    """Say what Doan is, and where its messages are read while there is no mail server."""
    return page(
        "start.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        has_catcher=parts.catcher is not None,
    )


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
