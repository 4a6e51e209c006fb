"""The web application: its pages, what shields them, and the parts of Doan they need."""

from fastapi import FastAPI
from starlette.routing import Mount

from flows.acts.desk import Desk
from notifications.sending.catcher import Catcher
from web.authorities import pages as authorities_page
from web.case import files
from web.case import pages as case_page
from web.ground.identify import Unidentified, ask_who
from web.ground.page import STATIC_FOLDER
from web.ground.permission import OpenFiles, check_permissions
from web.ground.refusals import tell_refusals
from web.ground.running import Running
from web.ground.shield import Shield
from web.mail_catcher import pages as mail_page
from web.meetings import pages as meetings_page
from web.office import pages as office_page
from web.programme import pages as programme_page
from web.reception import pages as reception_page
from web.sign_in import link as sign_in
from web.sign_in import mailbox
from web.start import pages as start_page
from web.step import pages as step_page

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

    With a `catcher` the messages it caught can be read. Raises `PermissionUndeclared` for a route that
    does not say for whom it is.
    """
    rooms = PAGES if catcher is None else PAGES + CATCHER_PAGES
    routes = [route for room in rooms for route in room.router.routes]
    static = Mount("/static", OpenFiles(directory=STATIC_FOLDER))
    app = FastAPI(
        title="Doan",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=[*routes, static],
        # Such a redirect would name whatever host the request says it came to.
        redirect_slashes=False,
    )
    check_permissions(app)
    app.state.running = Running(desk, catcher)
    tell_refusals(app)
    app.add_exception_handler(Unidentified, ask_who)
    app.add_middleware(Shield, base_url=desk.settings.base_url)
    return app
