"""Webhooks: the page that shows how each stands, and the buttons that try one or end it.

None is registered here: an address in the hands of whoever has taken over a session is a way out.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.acts.house.webhooks import remove_webhook, try_webhook
from flows.case.answers import Identified
from models.errors import WebhookRefused, WebhookUnknown
from models.store.calls.standings import standings
from models.store.database.clock import now
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering
from web.webhooks.shown import webhook_shown

router = Router()
PATH = "/webhooks"
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.shows(PATH, Permission.ADMINISTERS)
def show_webhooks(visitor: VisitorHere, done: str = "") -> Response:
    """Show the administrator what each webhook is told, and whether it takes it."""
    return _page(_sheet(PATH, visitor), done=done)


@router.takes(f"{PATH}/{{number}}/test", Permission.ADMINISTERS)
def try_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Call a webhook with what tells of nothing."""
    desk = visitor.running.desk
    return _done(number, "test", visitor, sent, lambda who: try_webhook(desk, number, who))


@router.takes(f"{PATH}/{{number}}/end", Permission.ADMINISTERS)
def end_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Tell a webhook nothing any more; what waits for it is withdrawn."""
    desk = visitor.running.desk
    return _done(number, "end", visitor, sent, lambda who: remove_webhook(desk, who, number))


def _done(
    number: int, what: str, visitor: Visitor, sent: Sent, act: Callable[[Identified], None]
) -> Response:
    sheet = _sheet(f"{PATH}/{number}/{what}", visitor, sent)
    return sheet.taken(act, _page, onwards=f"{PATH}?done={what}")


def _sheet(path: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    refusals = (*MENDABLE, WebhookRefused, WebhookUnknown)
    return sheet_at(path, visitor, sent, back=PATH, mendable=refusals)


def _page(sheet: Sheet, *, done: str = "") -> Response:
    visitor = sheet.visitor
    with administering(visitor) as conn:
        found, at = standings(conn), now(conn)
    shown = [webhook_shown(each, visitor.words) for each in found]
    told = done if done in ("test", "end") else ""
    return sheet.shown("webhooks/webhooks.html", webhooks=shown, at=at, done=told, path=PATH)
