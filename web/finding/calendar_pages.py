"""The page of the calendar, and the address at which a program reads it: made, renewed, withdrawn.

The address is secret: whoever has it reads the calendar as its owner may. It is shown once, and stands
in no log and in no other address.
"""

from http import HTTPStatus

from fastapi.responses import Response

from config.words import Words, words
from flows.acts.door.calendar_feeds import make_feed, withdraw_feed
from models.errors import LinkInvalid
from models.store.database.clock import machine_time, today
from models.store.lists.calendar import stays_in
from models.store.sign_in.calendar_feeds import feed_at, feed_of
from models.store.sign_in.security_log import SecurityEvent
from web.finding.calendar import PATH, calendar_page, counts, week_address
from web.finding.feed import MEDIA, MOST, ToldInFeed, calendar_file, days_told
from web.finding.shown import asker_of
from web.ground.form import Sent, SentHere
from web.ground.noted.security_log import note
from web.ground.permission import Permission, Router
from web.ground.refusals import refusal_page
from web.ground.running import Running, RunningHere
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere

router = Router()
FEED = f"{PATH}/feed"
WITHDRAW = f"{FEED}/withdraw"
READ = f"{PATH}/{{token}}.ics"
_WITHDRAWN = "withdrawn"


@router.shows(PATH, Permission.SIGNED_IN)
def show_calendar(
    visitor: VisitorHere, month: str = "", week: str = "", feed: str = ""
) -> Response:
    """Show who is abroad and who is here in a month or a week."""
    return _page(_sheet(FEED, visitor), month, week, withdrawn=feed == _WITHDRAWN)


@router.takes(FEED, Permission.SIGNED_IN)
def make_address(visitor: VisitorHere, sent: SentHere) -> Response:
    """Give the calendar a new address and show it, this once; what it had before leads nowhere."""
    sheet, desk = _sheet(FEED, visitor, sent), visitor.running.desk
    return sheet.taken(
        lambda who: make_feed(desk, who),
        _page,
        onwards=lambda secret: _page(sheet, secret=secret),
        freshly=True,
    )


@router.takes(WITHDRAW, Permission.SIGNED_IN)
def withdraw_address(visitor: VisitorHere, sent: SentHere) -> Response:
    """Let the address lead nowhere: nothing is lost by it, so no code is asked for."""
    sheet, desk = _sheet(WITHDRAW, visitor, sent), visitor.running.desk
    return sheet.taken(
        lambda who: withdraw_feed(desk, who), _page, onwards=f"{PATH}?feed={_WITHDRAWN}#feed"
    )


@router.shows(READ, Permission.HAS_LINK)
def read_feed(token: str, running: RunningHere) -> Response:
    """Hand the calendar out to the program that reads it; raises `LinkInvalid` for no such address."""
    answer = _answer(running, token)
    if answer is None:
        note(running, SecurityEvent.LINK_INVALID)
        raise LinkInvalid
    return answer


def _answer(running: Running, secret: str) -> Response | None:
    desk = running.desk
    with desk.store.reading() as conn:
        found = feed_at(conn, secret, today(conn), desk.signers[0])
        if found is None:
            return None
        feed, owner = found
        w = words(owner.language)
        if seconds := running.feeds.wait(feed.digest, machine_time(conn)):
            return _too_often(w, seconds)
        asker = asker_of(conn, desk.settings, owner.id)
        first, last = days_told(asker.around.today)
        stays = stays_in(conn, first, last, asker.sees, asker.reads, most=MOST)
        units = asker.around.units_in(w.language)
        told = ToldInFeed(desk.settings.base_url, desk.settings.mail_domain, units)
        file = calendar_file(stays, told, asker.around.now, w)
    return Response(file, media_type=MEDIA, headers={"X-Robots-Tag": "noindex"})


def _too_often(w: Words, seconds: int) -> Response:
    sentence = w.text("page.calendar.feed_too_often")
    refused = refusal_page(w, sentence, HTTPStatus.TOO_MANY_REQUESTS)
    refused.headers["Retry-After"] = str(seconds)
    return refused


def _sheet(action: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(action, visitor, sent, back=PATH)


def _page(
    sheet: Sheet, month: str = "", week: str = "", *, secret: str = "", withdrawn: bool = False
) -> Response:
    desk, language = sheet.visitor.running.desk, sheet.visitor.words.language
    with desk.store.reading() as conn:
        asker = asker_of(conn, desk.settings, sheet.person)
        view = calendar_page(conn, asker, month, week)
        units = asker.around.units_in(language)
        feed = feed_of(conn, sheet.person)
    address = desk.settings.base_url + READ.format(token=secret) if secret else ""
    return sheet.shown(
        "finding/calendar.html",
        view=view,
        units=units,
        week_address=week_address,
        counts=counts,
        feed=feed,
        feed_address=address,
        withdrawn=withdrawn,
    )
