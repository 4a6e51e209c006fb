"""Tokens by which other systems call for a person: made, shown once, revoked."""

from http import HTTPStatus

from fastapi.responses import Response

from flows.acts.door.tokens import make_token, revoke_token
from flows.case.answers import Identified
from models.errors import SignInRefused
from models.store.database.clock import machine_time
from models.store.sign_in.tokens import USUAL_LIFE, Scope, tokens_of
from web.ground.fields import number_in
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.sign_in.devices import Digest

router = Router()
PATH = "/me/tokens"
# How long a token lasts, in days, as the form offers it.
LIVES = (30, USUAL_LIFE, 180, 365)


@router.shows(PATH, Permission.SIGNED_IN)
def show_tokens(visitor: VisitorHere) -> Response:
    """Show a person the tokens that call for them."""
    return _page(_sheet(visitor))


@router.takes(PATH, Permission.SIGNED_IN)
def make_one(visitor: VisitorHere, sent: SentHere) -> Response:
    """Make a token, and show it this once: what is kept of it is no token."""
    sheet, made = _sheet(visitor, sent), []

    def make(who: Identified) -> None:
        days, desk = number_in(sent["days"]), visitor.running.desk
        made.append(make_token(desk, who, sent["name"], sent.all("scope"), days))

    answer = sheet.taken(make, _page, onwards=PATH, freshly=True)
    if not made:
        return answer
    # It goes nowhere by an address: addresses are logged, and kept by browsers.
    return _page(Sheet(sheet.action, sheet.visitor, Sent(), sheet.back), made=made[0])


@router.takes(f"{PATH}/{{digest}}/revoke", Permission.SIGNED_IN)
def revoke_one(digest: Digest, visitor: VisitorHere, sent: SentHere) -> Response:
    """Let a token let nobody in any more."""
    desk = visitor.running.desk
    sheet = sheet_at(f"{PATH}/{digest}/revoke", visitor, sent, back=PATH)
    return sheet.taken(lambda who: revoke_token(desk, digest, who), _page, onwards=PATH)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(PATH, visitor, sent, back="/me", mendable=(*MENDABLE, SignInRefused))


def _page(sheet: Sheet, *, made: str = "") -> Response:
    with sheet.visitor.running.desk.store.reading() as conn:
        tokens, at = tokens_of(conn, sheet.person), machine_time(conn)
    answer = sheet.shown(
        "sign_in/tokens.html",
        tokens=tokens,
        expired={each.digest for each in tokens if each.expires_at <= at},
        scopes=tuple(Scope),
        lives=LIVES,
        usual=USUAL_LIFE,
        made=made,
        path=PATH,
    )
    if made:
        answer.status_code = HTTPStatus.CREATED
    return answer
