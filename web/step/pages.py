"""The page of a step, and the answer to it: shown and taken only in a session of that person."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from config.regulation.codes import Act, Gate
from flows.acts.asking_the_unit import ask_unit
from flows.acts.deciding import take_step
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from flows.case.read import CaseRead, step_of
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    DoanError,
    DossierChanged,
    RequestInvalid,
    StepClosed,
    TooLate,
)
from models.store import cases
from models.store.sign_in import Attempt
from web.ground.fields import MOST_MEGABYTES
from web.ground.identify import identify, note
from web.ground.page import page
from web.ground.posted import (
    FIELD_OF,
    MOST_COMMITMENTS,
    MOST_CONDITIONS,
    MOST_REMARKS,
    NOTHING,
    Posted,
    PostedHere,
    answer_of,
)
from web.ground.refusals import FormForged, NotForYou, status_of
from web.ground.running import Parts, PartsHere
from web.ground.visitor import (
    Place,
    PlaceHere,
    Standing,
    Visitor,
    VisitorHere,
    check_form,
    form_token,
    signed_in,
)
from web.ground.what_is_asked import what_is_asked
from web.ground.who_may_see import has_part_in
from web.request.revising import take_revision
from web.step.shown import StepPage, step_page

router = APIRouter()


@router.api_route("/cases/{case_no}/steps/{step}", methods=["GET", "HEAD"])
def show_step(place: PlaceHere, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show a step to whoever it concerns, and to anybody else only how to show who they are."""
    if visitor.standing is not Standing.PERSON:
        return identify(place, visitor, parts)
    return _full_page(place, visitor, parts)


@router.post("/cases/{case_no}/steps/{step}")
def answer_step(
    place: PlaceHere, visitor: VisitorHere, posted: PostedHere, parts: PartsHere
) -> Response:
    """Take an answer. Whatever speaks against it, what the person wrote comes back."""
    return _taken(place, visitor, posted, parts, place.path, _take)


@router.post("/cases/{case_no}/steps/{step}/question")
def ask_the_unit(
    place: PlaceHere, visitor: VisitorHere, posted: PostedHere, parts: PartsHere
) -> Response:
    """Put a question to the unit; the step stays open, and its clock stands still."""
    return _taken(place, visitor, posted, parts, f"{place.path}/question", _ask)


@router.post("/cases/{case_no}/steps/{step}/take-back")
def take_it_back(
    place: PlaceHere, visitor: VisitorHere, posted: PostedHere, parts: PartsHere
) -> Response:
    """Undo what the person themselves decided, or voted, here."""
    return _taken(place, visitor, posted, parts, f"{place.path}/take-back", _take_back)


_Verb = Callable[[Place, Identified, Posted, Parts], None]


def _taken(
    place: Place, visitor: Visitor, posted: Posted, parts: Parts, path: str, verb: _Verb
) -> Response:
    """Do what a form asks for in the name of who is signed in; return the step's page, or a refusal."""
    session = visitor.session
    if session is None or visitor.standing is not Standing.PERSON:
        attempt = Attempt.OTHER_PERSON if session else Attempt.NOT_SIGNED_IN
        note(parts, attempt, place, session.person if session else None)
        return identify(place, visitor, parts, posted=posted)
    try:
        check_form(parts, visitor, path, posted.token)
        verb(place, Identified(session.person, session.shown_by), posted, parts)
    except FormForged as refusal:
        note(parts, Attempt.FORM_FORGED, place, session.person)
        return _refused_page(visitor, parts, posted, refusal)
    except DecisionRefused as refusal:
        return _refused_page(visitor, parts, posted, refusal)
    except (DecisionIncomplete, RequestInvalid, DossierChanged, StepClosed, TooLate) as refusal:
        return _full_page(place, visitor, parts, posted=posted, refusal=refusal)
    return RedirectResponse(place.path, status_code=HTTPStatus.SEE_OTHER)


def _take(place: Place, who: Identified, posted: Posted, parts: Parts) -> None:
    if not posted.choice and _asks_for_revision(place, parts):
        take_revision(parts.desk, place.case_no, place.step, who, posted)
    else:
        take_step(parts.desk, place.case_no, place.step, who, answer_of(posted))


def _ask(place: Place, who: Identified, posted: Posted, parts: Parts) -> None:
    ask_unit(parts.desk, place.case_no, place.step, who, posted.question)


def _take_back(place: Place, who: Identified, posted: Posted, parts: Parts) -> None:
    """A button pressed twice is no mistake: what was taken back already stays so."""
    with parts.desk.store.reading() as conn:
        step = step_of(cases.read_case(conn, place.case_no), place.step)
    voted = any(vote.person == who.person for vote in step.votes)
    if (step.is_open and not voted) or (step.is_void and step.decided_by == who.person):
        return
    take_back(parts.desk, place.case_no, place.step, who)


def _asks_for_revision(place: Place, parts: Parts) -> bool:
    """Tell whether the step waits for a new version of the dossier: its form offers no choice."""
    with parts.desk.store.reading() as conn:
        step = step_of(cases.read_case(conn, place.case_no), place.step)
    return step.is_open and step.act is Act.REVISE


def _full_page(
    place: Place,
    visitor: Visitor,
    parts: Parts,
    *,
    posted: Posted = NOTHING,
    refusal: DoanError | None = None,
) -> Response:
    """Return the whole page for a person whom the step concerns; raises `NotForYou` for others."""
    assert visitor.person is not None  # noqa: S101 - only who is signed in comes here.
    person, w = visitor.person.id, visitor.words
    seen = posted.seen if isinstance(refusal, DossierChanged) else ""
    view: StepPage | None = None
    with parts.desk.store.reading() as conn:
        case = cases.read_case(conn, place.case_no)
        work = CaseRead(conn, case, parts.desk.settings)
        step = step_of(case, place.step)
        if visitor.linked or has_part_in(work, step, person):
            view = step_page(work, step, person, w.language, seen=seen)
    if view is None:
        note(parts, Attempt.OTHER_PERSON, place, person)
        raise NotForYou
    field, problems = _told(refusal, visitor)
    return page(
        "step/step.html",
        w,
        status=status_of(refusal) if refusal else HTTPStatus.OK,
        signed_in=signed_in(parts, visitor),
        place=place,
        view=view,
        question=what_is_asked(view.kind, view.step),
        token=form_token(parts, visitor, place.path),
        wrote=posted,
        error_field=field,
        problems=problems,
        dossier_changed=isinstance(refusal, DossierChanged),
        closed_meanwhile=isinstance(refusal, StepClosed) and not view.step.is_open,
        most_megabytes=MOST_MEGABYTES,
        most_commitments=MOST_COMMITMENTS,
        most_conditions=MOST_CONDITIONS,
        most_remarks=MOST_REMARKS,
        gates=tuple(Gate),
        question_token=form_token(parts, visitor, f"{place.path}/question"),
        take_back_token=form_token(parts, visitor, f"{place.path}/take-back"),
    )


def _told(refusal: DoanError | None, visitor: Visitor) -> tuple[str, tuple[str, ...]]:
    """Return beside which field a refusal is told, and its sentences."""
    w = visitor.words
    if isinstance(refusal, DecisionIncomplete):
        return FIELD_OF.get(refusal.field, "choice"), (refusal.said(w),)
    if isinstance(refusal, StepClosed):
        # Of a step that is open still: a question waits for its answer.
        return "", (w.text("page.ask.waits"),)
    if isinstance(refusal, RequestInvalid):
        return "request_file", tuple(problem.said(w) for problem in refusal.problems)
    return "", (refusal.said(w),) if refusal else ()


def _refused_page(visitor: Visitor, parts: Parts, posted: Posted, refusal: DoanError) -> Response:
    """Return why this person may not, with what they wrote; nothing of the dossier."""
    return page(
        "ground/refused.html",
        visitor.words,
        status=status_of(refusal),
        signed_in=signed_in(parts, visitor),
        sentence=refusal.said(visitor.words),
        reference="",
        kept=posted.words,
    )
