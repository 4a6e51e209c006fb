"""The web application: its pages, what shields them, and the parts of Doan they need."""

from fastapi import FastAPI
from starlette.routing import Mount

from flows.acts.desk import Desk
from notifications.sending.catcher import Catcher
from web.api import cases as api_cases
from web.api import description as api_description
from web.api import drafts as api_drafts
from web.api import lists as api_lists
from web.api import requests as api_requests
from web.api import steps as api_steps
from web.api import verbs as api_verbs
from web.audit import cases as audit_timeline
from web.audit import decisions as audit_decisions
from web.audit import looks as audit_looks
from web.audit import pages as audit_room
from web.audit import verifying as audit_verification
from web.authorities import pages as authorities_page
from web.case import files, printed
from web.case import pages as case_page
from web.directory import changing as directory_changing
from web.directory import file as directory_file
from web.directory import handing_over as directory_handing_over
from web.directory import pages as directory_page
from web.figures import month as month_page
from web.figures import pages as figures_page
from web.figures import process as process_page
from web.finding import calendar_pages
from web.finding import pages as finding_page
from web.ground.door.provider import Provider
from web.ground.frame.silence import Silence
from web.ground.identify import Unidentified, ask_who
from web.ground.noted.openings import Openings
from web.ground.page import STATIC_FOLDER
from web.ground.permission import OpenFiles, check_permissions
from web.ground.refusals import tell_refusals
from web.ground.running import Running
from web.ground.shield import Shield
from web.health import pages as health_page
from web.health.metrics import Metrics
from web.letters import gallery as gallery_page
from web.letters import pages as letters_page
from web.mail_catcher import pages as mail_page
from web.me import pages as own_page
from web.me import unsubscribing
from web.meetings import pages as meetings_page
from web.office import pages as office_page
from web.people import pages as people_page
from web.programme import pages as programme_page
from web.reception import pages as reception_page
from web.regulation import pages as regulation_page
from web.request import checking as request_check
from web.request import files as request_files
from web.request import importing as request_import
from web.request import pages as request_page
from web.request import papers as request_papers
from web.request import plan as request_plan
from web.request.book import page as address_book
from web.sign_in import account, devices, mailbox, passkeys, security, tokens
from web.sign_in import link as sign_in
from web.start import folder, together
from web.start import pages as start_page
from web.step import pages as step_page

PAGES = (
    start_page,
    health_page,
    together,
    folder,
    sign_in,
    mailbox,
    devices,
    passkeys,
    tokens,
    account,
    security,
    own_page,
    finding_page,
    calendar_pages,
    figures_page,
    month_page,
    process_page,
    case_page,
    office_page,
    letters_page,
    gallery_page,
    meetings_page,
    authorities_page,
    unsubscribing,
    people_page,
    directory_page,
    directory_changing,
    directory_file,
    directory_handing_over,
    regulation_page,
    audit_room,
    audit_timeline,
    audit_decisions,
    audit_looks,
    audit_verification,
    step_page,
    reception_page,
    programme_page,
    files,
    printed,
    request_check,
    request_papers,
    request_files,
    request_plan,
    request_import,
    request_page,
    address_book,
    api_cases,
    api_lists,
    api_drafts,
    api_requests,
    api_steps,
    api_verbs,
    api_description,
)
# There only with a catcher.
CATCHER_PAGES = (mail_page,)


def create_app(
    desk: Desk, *, catcher: Catcher | None = None, openings: Openings | None = None
) -> FastAPI:
    """Return the application of a desk.

    With a `catcher` the messages it caught can be read; whoever gives `openings` has them written.
    Raises `PermissionUndeclared` for a route that does not say for whom it is.
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
    provider = Provider(desk.settings) if desk.settings.has_provider else None
    app.state.running = Running(desk, catcher, openings or Openings(), provider)
    app.state.metrics = Metrics(desk)
    tell_refusals(app)
    app.add_exception_handler(Unidentified, ask_who)
    app.add_middleware(Silence, store=desk.store)
    app.add_middleware(Shield, base_url=desk.settings.base_url, hosts=desk.settings.hosts)
    return app
