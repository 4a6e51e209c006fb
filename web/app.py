"""The web application: its pages, what shields them, and the parts of Doan they need."""

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from flows.desk import Desk
from notifications.catcher import Catcher
from web import (
    authorities_page,
    case_page,
    files,
    mail_page,
    mailbox,
    meetings_page,
    office_page,
    programme_page,
    reception_page,
    sign_in,
    start_page,
    step_page,
)
from web.pages import STATIC_FOLDER
from web.parts import Parts
from web.refusals import tell_refusals
from web.shielding import Shield

PAGES = (
    start_page,
    sign_in,
    mailbox,
    case_page,
    office_page,
    meetings_page,
    authorities_page,
    step_page,
    reception_page,
    programme_page,
    files,
)
# There only with a catcher.
CATCHER_PAGES = (mail_page,)


def create_app(desk: Desk, *, catcher: Catcher | None = None) -> FastAPI:
    """Return the application of a desk.

    With a `catcher` the messages it caught can be read.
    """
    app = FastAPI(title="Doan", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.parts = Parts(desk, catcher)
    for room in PAGES if catcher is None else PAGES + CATCHER_PAGES:
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER))
    tell_refusals(app)
    app.add_middleware(Shield, base_url=desk.settings.base_url)
    return app
