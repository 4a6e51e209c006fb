"""The board: the list of cases, searched and filtered, what is owed, and both handed out as files."""

from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from models.kinds import KINDS
from models.store.lists.found import CaseOrder
from web.finding.exports import CASE_COLUMNS, OWED_COLUMNS, case_rows, columns_of, owed_rows
from web.finding.handing_out import CSV, XLSX, handed_out
from web.finding.looked import STANDINGS, looked_of
from web.finding.owed import PATH as OWED
from web.finding.owed import owed_asker, owed_looked_of, owed_page
from web.finding.shown import PATH, asker_of, found_page, wanted_by
from web.ground.frame.paging import beside, page_asked, paging_of
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere

router = Router()


@router.shows(PATH, Permission.SIGNED_IN)
def show_cases(visitor: VisitorHere, request: Request) -> Response:
    """Show the cases somebody may see, or go straight to the one whose number they wrote."""
    reader = known(visitor)
    looked, place = looked_of(request.query_params)
    desk = reader.running.desk
    with desk.store.reading() as conn:
        view = found_page(
            conn,
            desk.settings,
            desk.regulation(),
            reader.person.id,
            reader.words.language,
            looked=looked,
            place=place,
        )
    if view.exact:
        return RedirectResponse(f"{PATH}/{view.exact}", status_code=HTTPStatus.SEE_OTHER)
    return reader.page(
        "finding/cases.html",
        view=view,
        kinds=tuple(KINDS),
        statuses=tuple(STANDINGS),
        sorts=tuple(CaseOrder),
        onwards=beside(view.found, PATH, looked.said, label="page.found.pages"),
        handed_out=_files_of(PATH, looked.said),
    )


@router.shows(f"{PATH}.csv", Permission.SIGNED_IN)
def hand_out_cases_as_csv(visitor: VisitorHere, request: Request) -> Response:
    """Hand out the list of cases as text with commas."""
    return _cases_as(CSV, known(visitor), request)


@router.shows(f"{PATH}.xlsx", Permission.SIGNED_IN)
def hand_out_cases_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out the list of cases as a workbook."""
    return _cases_as(XLSX, known(visitor), request)


@router.shows(OWED, Permission.SIGNED_IN)
def show_owed(visitor: VisitorHere, request: Request) -> Response:
    """Show what is owed in the cases somebody may see the outcomes of."""
    reader = known(visitor)
    looked = owed_looked_of(request.query_params)
    desk = reader.running.desk
    number = page_asked(request.query_params.get("page", ""))
    with desk.store.reading() as conn:
        language = reader.words.language
        asker = owed_asker(conn, desk.settings, desk.regulation(), reader.person.id, language)
        view = owed_page(conn, asker, looked, number)
    return reader.page(
        "finding/owed.html",
        view=view,
        paging=paging_of(view.owed, OWED, looked.said, "page", label="page.owed.title"),
        handed_out=_files_of(OWED, looked.said),
    )


@router.shows(f"{OWED}.csv", Permission.SIGNED_IN)
def hand_out_owed_as_csv(visitor: VisitorHere, request: Request) -> Response:
    """Hand out what is owed as text with commas."""
    return _owed_as(CSV, known(visitor), request)


@router.shows(f"{OWED}.xlsx", Permission.SIGNED_IN)
def hand_out_owed_as_workbook(visitor: VisitorHere, request: Request) -> Response:
    """Hand out what is owed as a workbook."""
    return _owed_as(XLSX, known(visitor), request)


def _cases_as(form: str, reader: SignedIn, request: Request) -> Response:
    looked, _ = looked_of(request.query_params)
    desk, w = reader.running.desk, reader.words
    with desk.store.reading() as conn:
        asker = asker_of(conn, desk.settings, reader.person.id)
        wanted, _ = wanted_by(conn, asker, looked)
        # Read now: the rows are asked for when the connection is given back.
        _ = asker.around.unit_names
    name, columns = w.text("page.export.cases"), columns_of(CASE_COLUMNS, w)
    return handed_out(form, name, columns, lambda: case_rows(desk.store, asker, wanted, looked, w))


def _owed_as(form: str, reader: SignedIn, request: Request) -> Response:
    looked = owed_looked_of(request.query_params)
    desk, w = reader.running.desk, reader.words
    with desk.store.reading() as conn:
        regulation, person = desk.regulation(), reader.person.id
        asker = owed_asker(conn, desk.settings, regulation, person, w.language)
        # Read now: the rows are asked for when the connection is given back.
        _ = asker.around.unit_names, asker.around.persons
    name, columns = w.text("page.export.owed"), columns_of(OWED_COLUMNS, w)
    return handed_out(form, name, columns, lambda: owed_rows(desk.store, asker, looked, w))


def _files_of(path: str, said: dict[str, str]) -> dict[str, str]:
    asked = f"?{urlencode(said)}" if said else ""
    return {form: f"{path}.{form}{asked}" for form in (CSV, XLSX)}
