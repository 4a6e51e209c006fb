"""The start page: a person's desk; and two probes: does the process live, can it work."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse, Response
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from config.words import Language, words
from flows.acts.desk import Desk
from flows.sweeps.readiness import Unready, unready_for
from flows.sweeps.webhooks import FailingWebhook, failing_webhooks
from models.store import histories
from models.store.amiss import aside
from models.store.database.clock import machine_time, now
from models.store.lists.paged import Paged
from models.store.mail.failed import letter_counts
from models.store.mail.trouble import MailWay, mail_trouble_now
from models.store.migrations import is_current
from web.authorities.pages import AUTHORITIES
from web.ground.address import NEW_REQUEST
from web.ground.door.passkey import door_page
from web.ground.frame.paging import Paging, page_asked, paging_of
from web.ground.identify import identify
from web.ground.permission import Permission, Router
from web.ground.running import RunningHere
from web.ground.visitor import SignedIn, VisitorHere
from web.request.desk import drafts_listed
from web.start.shown import PagesAsked, StartPage, start_of

router = Router()


@router.shows("/", Permission.OPEN)
def show_start(
    visitor: VisitorHere, waits: str = "", owed: str = "", decided: str = ""
) -> Response:
    """Show a person their desk; anybody else what Doan is, and how to sign in."""
    if isinstance(visitor, SignedIn) and not visitor.came_by_anothers_link:
        asked = {"waits": waits, "owed": owed, "decided": decided}
        return _desk_of(visitor, {name: written for name, written in asked.items() if written})
    if visitor.linked:
        return identify(visitor)
    return door_page(visitor, "start/start.html", has_catcher=visitor.running.catcher is not None)


def _desk_of(visitor: SignedIn, asked: Mapping[str, str]) -> Response:
    desk, person, language = visitor.running.desk, visitor.person.id, visitor.words.language
    pages = PagesAsked(**{name: page_asked(written) for name, written in asked.items()})
    with desk.store.reading() as conn:
        shown = start_of(conn, desk.settings, desk.regulation(), person, language, pages)
    return visitor.page(
        "start/desk.html",
        shown=shown,
        paging=dict(_paging(shown, asked)),
        authorities_token=visitor.token_for(AUTHORITIES),
        new_request=NEW_REQUEST,
        drafts=drafts_listed(desk, person, language) if shown.of_unit else (),
    )


def _paging(shown: StartPage, asked: Mapping[str, str]) -> Iterator[tuple[str, Paging]]:
    """Yield the links of each list; those of the others stay on the page they are on."""
    lists: dict[str, Paged[Any]] = {
        "waits": shown.waiting,
        "owed": shown.owed,
        "decided": shown.decided,
    }
    for name, page in lists.items():
        label = f"page.desk.pages.{name}"
        yield name, paging_of(page, "/", asked, name, label=label, anchor=name)


@router.shows("/healthz", Permission.OPEN)
def is_alive() -> Response:
    """Answer as long as the process does."""
    return JSONResponse({"alive": True})


@router.shows("/readyz", Permission.OPEN)
def is_ready(running: RunningHere) -> Response:
    """Tell whether Doan can be relied on and if not for what, how long messages wait, history lags.

    No personal data is told, and nobody has to sign in: it is for monitoring.
    """
    told = running.readiness.told(lambda up_for: _how_it_is(running.desk, up_for))
    status = HTTPStatus.OK if told["ready"] else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(told, status_code=status)


def _how_it_is(desk: Desk, up_for: timedelta) -> dict[str, object]:
    try:
        with desk.store.reading() as conn:
            if not is_current(conn):
                return {"ready": False, "database": "of another release"}
            lag = histories.lag(conn)
            reasons = unready_for(desk, conn, up_for, lag)
            return {
                "ready": not reasons,
                "unready": [_in_words(each) for each in reasons],
                "database": "current",
                "set_aside": aside.how_many(conn),
                "webhooks_failing": [
                    _failing(each) for each in failing_webhooks(conn, desk.settings)
                ],
                **_what_waits(conn, lag),
            }
    except SQLAlchemyError:
        return {"ready": False, "database": "unreachable"}


def _in_words(reason: Unready) -> dict[str, str]:
    return {"code": reason.value, **_said(f"unready.{reason}")}


def _said(msgid: str) -> dict[str, str]:
    return {language.value: words(language).text(msgid) for language in Language}


def _failing(each: FailingWebhook) -> dict[str, object]:
    """Return what is told of a webhook: its number, and nothing of where it is. It stops nobody else."""
    told = {"number": each.number, "code": each.fault.value, "since": each.since.isoformat()}
    return {**told, **_said(f"fault.{each.fault}")}


def _what_waits(conn: Connection, lag: histories.Lag) -> dict[str, object]:
    letters = letter_counts(conn)
    waits = (now(conn) - letters.since).total_seconds() if letters.since else 0.0
    lags = (machine_time(conn) - lag.since).total_seconds() if lag.since else 0.0
    trouble, unread = mail_trouble_now(conn), mail_trouble_now(conn, MailWay.IN)
    return {
        "oldest_message_seconds": round(waits, 1),
        "messages_waiting": letters.waiting,
        "messages_failed": letters.failed,
        "mail_trouble_since": trouble.since.isoformat() if trouble else None,
        "mail_trouble_code": trouble.code if trouble else None,
        "mailbox_trouble_since": unread.since.isoformat() if unread else None,
        "history_lag_cases": lag.cases,
        "history_lag_seconds": round(lags, 1),
    }
