"""The list of cases: searched by the bar of every page, filtered by plain choices."""

from dataclasses import asdict
from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response

from flows.case.lists.search import LONGEST_QUERY
from models.kinds import KINDS
from web.finding.shown import STANDINGS, Looked, found_page
from web.ground.fields import cleaned
from web.ground.frame.paging import page_asked, paging_of
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere

router = Router()
_PATH = "/cases"


@router.shows(_PATH, Permission.SIGNED_IN)
def show_cases(
    visitor: VisitorHere,
    q: str = "",
    kind: str = "",
    status: str = "",
    unit: str = "",
    year: str = "",
    page: str = "",
) -> Response:
    """Show the cases somebody may see, or go straight to the one whose number they wrote."""
    reader = known(visitor)
    looked = Looked(cleaned(q)[:LONGEST_QUERY], kind, status, unit, year)
    desk = reader.running.desk
    with desk.store.reading() as conn:
        view = found_page(
            conn,
            desk.settings,
            reader.person.id,
            reader.words.language,
            looked=looked,
            number=page_asked(page),
        )
    if view.exact:
        return RedirectResponse(f"{_PATH}/{view.exact}", status_code=HTTPStatus.SEE_OTHER)
    return reader.page(
        "finding/cases.html",
        view=view,
        kinds=tuple(KINDS),
        standings=tuple(STANDINGS),
        paging=paging_of(view.found, _PATH, asdict(looked), "page", label="page.found.pages"),
    )
