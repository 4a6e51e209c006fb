"""A page on which a passkey can be shown: what its script asks the browser, and whose answer it takes.

Without the script such a page is as it would be without passkeys.
"""

from http import HTTPStatus

from fastapi.responses import Response

from flows.acts.door.passkeys import asks_to_show
from models.ids import PersonId
from web.ground.door.browser import keep_challenge, new_challenge
from web.ground.visitor import Visitor, form_token

SCRIPT = "passkeys.js"
# Where a passkey is sent that somebody signs in by.
SHOWN_AT = "/passkey/sign-in"


def door_page(
    visitor: Visitor, template: str, *, status: int = HTTPStatus.OK, **values: object
) -> Response:
    """Return a page on which somebody signs in: by a code, and a passkey or an account where there are.

    Values that are given come before these.
    """
    running = visitor.running
    browser = visitor.challenge or new_challenge()
    asked = asks_to_show(running.desk, browser)
    door = {
        "passkey": asked,
        "passkey_token": form_token(running, browser, SHOWN_AT),
        "has_provider": running.desk.settings.has_provider,
        "to": "/",
    }
    script = SCRIPT if asked else ""
    page = visitor.page(template, status=status, script=script, **{**door, **values})
    if asked:
        keep_challenge(page, running, browser)
    return page


def asked_of(visitor: Visitor, browser: str, person: PersonId) -> tuple[str, str]:
    """Return what is asked for a passkey of one person, and the script that asks; empty without any."""
    asked = asks_to_show(visitor.running.desk, browser, person)
    return asked, SCRIPT if asked else ""
