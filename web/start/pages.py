"""The start page: what waits for a person; and two probes: does the process live, can it work."""

from http import HTTPStatus

from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from models.store import histories, outbox
from models.store.database.clock import machine_time, now
from models.store.migrations import is_current
from web.ground.identify import identify
from web.ground.permission import Permission, Router
from web.ground.running import RunningHere
from web.ground.visitor import SignedIn, VisitorHere
from web.start.shown import start_of

router = Router()


@router.shows("/", Permission.OPEN)
def show_start(visitor: VisitorHere) -> Response:
    """Show a person what waits for them; anybody else what Doan is, and how to sign in."""
    if isinstance(visitor, SignedIn) and not visitor.came_by_anothers_link:
        return _own_page(visitor)
    if visitor.linked:
        return identify(visitor)
    return visitor.page("start/start.html", has_catcher=visitor.running.catcher is not None)


def _own_page(visitor: SignedIn) -> Response:
    desk, person, language = visitor.running.desk, visitor.person.id, visitor.words.language
    with desk.store.reading() as conn:
        shown = start_of(conn, desk.settings, desk.regulation(), person, language)
    return visitor.page("start/waiting.html", shown=shown)


@router.shows("/healthz", Permission.OPEN)
def is_alive() -> Response:
    """Answer as long as the process does."""
    return JSONResponse({"alive": True})


@router.shows("/readyz", Permission.OPEN)
def is_ready(running: RunningHere) -> Response:
    """Tell whether the database answers and is current, how long messages wait and history lags."""
    try:
        with running.desk.store.reading() as conn:
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
