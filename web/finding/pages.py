"""The board: the list of cases, searched and filtered, what is owed, and both handed out as files."""

from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from models.kinds import KINDS
from models.store.lists.found import CaseOrder
from models.store.lists.sought import Sought
from web.finding.chosen import chosen_of_cases, chosen_of_owed
from web.finding.exports import CASE_COLUMNS, OWED_COLUMNS, case_rows, columns_of, owed_rows
from web.finding.looked import STANDINGS, Looked, looked_of
from web.finding.owed import PATH as OWED
from web.finding.owed import OwedAsker, OwedLooked, owed_asker, owed_looked_of, owed_page
from web.finding.shown import PATH, Asker, asker_of, found_page, wanted_by
from web.ground.frame.paging import beside, page_asked, paging_of
from web.ground.identify import known
from web.ground.listed.handing_out import CSV, XLSX, handed_out
from web.ground.listed.printed import ON_PAPER, on_paper
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere

router = Router()


@router.shows(PATH, Permission.SIGNED_IN)
def show_cases(visitor: VisitorHere, request: Request) -> Response:
    """Show the cases somebody may see, or go straight to the one whose number they wrote."""
    reader = known(visitor)
    looked, place = looked_of(request.query_params)
    desk = reader.running.desk
    if request.query_params.get(ON_PAPER):
        return _cases_on_paper(reader, looked)
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
    if request.query_params.get(ON_PAPER):
        return _owed_on_paper(reader, looked)
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
    store, w = reader.running.desk.store, reader.words
    asker, wanted = _cases_asked(reader, looked)
    name, columns = w.text("page.export.cases"), columns_of(CASE_COLUMNS, w)
    return handed_out(form, name, columns, lambda: case_rows(store, asker, wanted, looked, w))


def _cases_on_paper(reader: SignedIn, looked: Looked) -> Response:
    desk, w = reader.running.desk, reader.words
    asker, wanted = _cases_asked(reader, looked)
    return on_paper(
        reader,
        w.text("page.found.title"),
        chosen=chosen_of_cases(looked, asker.around.unit_names, desk.regulation(), w),
        columns=columns_of(CASE_COLUMNS, w),
        rows=case_rows(desk.store, asker, wanted, looked, w),
        at=asker.around.now,
        back=_address(PATH, looked.said),
    )


def _cases_asked(reader: SignedIn, looked: Looked) -> tuple[Asker, Sought]:
    desk = reader.running.desk
    with desk.store.reading() as conn:
        asker = asker_of(conn, desk.settings, reader.person.id)
        wanted, _ = wanted_by(conn, asker, looked)
        # Read now: the rows are asked for when the connection is given back.
        _ = asker.around.unit_names
    return asker, wanted


def _owed_as(form: str, reader: SignedIn, request: Request) -> Response:
    looked = owed_looked_of(request.query_params)
    store, w = reader.running.desk.store, reader.words
    asker = _owed_asked(reader)
    name, columns = w.text("page.export.owed"), columns_of(OWED_COLUMNS, w)
    return handed_out(form, name, columns, lambda: owed_rows(store, asker, looked, w))


def _owed_on_paper(reader: SignedIn, looked: OwedLooked) -> Response:
    w, asker = reader.words, _owed_asked(reader)
    return on_paper(
        reader,
        w.text("page.owed.title"),
        chosen=chosen_of_owed(looked, asker.around.unit_names, w),
        columns=columns_of(OWED_COLUMNS, w),
        rows=owed_rows(reader.running.desk.store, asker, looked, w),
        at=asker.around.now,
        back=_address(OWED, looked.said),
    )


def _owed_asked(reader: SignedIn) -> OwedAsker:
    desk, language = reader.running.desk, reader.words.language
    with desk.store.reading() as conn:
        asker = owed_asker(conn, desk.settings, desk.regulation(), reader.person.id, language)
        # Read now: the rows are asked for when the connection is given back.
        _ = asker.around.unit_names, asker.around.persons
    return asker


def _files_of(path: str, said: dict[str, str]) -> dict[str, str]:
    """Return the addresses at which a list is had whole: as files, and as it is printed."""
    files = {form: _address(f"{path}.{form}", said) for form in (CSV, XLSX)}
    return {**files, ON_PAPER: _address(path, {**said, ON_PAPER: "1"})}


def _address(path: str, said: dict[str, str]) -> str:
    return f"{path}?{urlencode(said)}" if said else path
