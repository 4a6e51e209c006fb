"""The page of a step, and what its forms do: shown and taken only in a session of that person."""

from dataclasses import replace
from functools import partial

from fastapi.responses import Response

from config.regulation.codes import Act, Gate
from config.words import Words
from flows.acts.deciding import take_step
from flows.acts.door.sessions import SIGNS_OR_JUDGES
from flows.case.answers import Identified
from flows.case.verbs import StepVerb
from models.acts import Chosen
from models.case import Step
from models.errors import (
    DecisionIncomplete,
    DoanError,
    DossierChanged,
    RequestInvalid,
    StepClosed,
    TooLate,
)
from web.ground.fields import FIELD_OF
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.what_is_asked import what_is_asked
from web.ground.who_may_see import case_for
from web.request.revising import take_revision
from web.step.answer import MOST_COMMITMENTS, MOST_CONDITIONS, MOST_REMARKS, answer_of, rows_of
from web.step.beside import do_beside
from web.step.shown import step_page
from web.step.typed_report import (
    MOST_PROPOSALS,
    PARTS,
    is_report,
    proposals_in,
    with_typed_report,
)

router = Router()
_STEP = "/cases/{case_no}/steps/{step}"
_MENDABLE = (DecisionIncomplete, RequestInvalid, DossierChanged, StepClosed, TooLate)


@router.shows(_STEP, Permission.OF_STEP)
def show_step(visitor: VisitorHere) -> Response:
    """Show a step to whoever it concerns, and to anybody else only how to show who they are."""
    return _page(sheet_at(visitor.address.path, visitor))


@router.takes(_STEP, Permission.OF_STEP)
def answer_step(visitor: VisitorHere, sent: SentHere) -> Response:
    """Take an answer. Whatever speaks against it, what the person wrote comes back."""
    sheet = _sheet(visitor, sent, visitor.address.path)
    return sheet.taken(
        partial(_take, sheet),
        _page,
        onwards=visitor.address.path,
        freshly=_needs_code(sheet),
    )


@router.takes(f"{_STEP}/question", Permission.OF_STEP)
def ask_the_unit(visitor: VisitorHere, sent: SentHere) -> Response:
    """Put a question to the unit; the step stays open, and its clock stands still."""
    sheet = _sheet(visitor, sent, visitor.address.at("question"))
    return sheet.taken(
        partial(_beside, StepVerb.ASK_UNIT, sheet), _page, onwards=visitor.address.path
    )


@router.takes(f"{_STEP}/note", Permission.OF_STEP)
def note_it(visitor: VisitorHere, sent: SentHere) -> Response:
    """Note a few words for the leader for whom the step waits; it decides nothing."""
    sheet = _sheet(visitor, sent, visitor.address.at("note"))
    return sheet.taken(partial(_beside, StepVerb.NOTE, sheet), _page, onwards=visitor.address.path)


@router.takes(f"{_STEP}/take-back", Permission.OF_STEP)
def take_it_back(visitor: VisitorHere, sent: SentHere) -> Response:
    """Undo what the person themselves decided, or voted, here."""
    sheet = _sheet(visitor, sent, visitor.address.at("take-back"))
    return sheet.taken(
        partial(_beside, StepVerb.TAKE_BACK, sheet), _page, onwards=visitor.address.path
    )


@router.takes(f"{_STEP}/dispute", Permission.OF_STEP)
def dispute_it(visitor: VisitorHere, sent: SentHere) -> Response:
    """Say that what was recorded for this person is not theirs."""
    sheet = _sheet(visitor, sent, visitor.address.at("dispute"))
    return sheet.taken(
        partial(_beside, StepVerb.DISPUTE, sheet), _page, onwards=visitor.address.path
    )


def _sheet(visitor: Visitor, sent: Sent, action: str) -> Sheet:
    return sheet_at(action, visitor, sent, mendable=_MENDABLE)


def _take(sheet: Sheet, who: Identified) -> None:
    desk, address, sent = sheet.visitor.running.desk, sheet.visitor.address, sheet.sent
    if not sent["choice"] and _asks_for_revision(sheet):
        take_revision(desk, address.case_no, address.step, who, sent)
    else:
        take_step(desk, address.case_no, address.step, who, answer_of(_whole(sheet, who)))


def _whole(sheet: Sheet, who: Identified) -> Sent:
    """Return the form with what is made of it: a report typed on the page is the file that is filed."""
    visitor, sent = sheet.visitor, sheet.sent
    if sent["choice"] != Chosen.FILE:
        return sent
    with visitor.running.desk.reading(visitor.address.case_no) as work:
        return with_typed_report(work, work.step(visitor.address.step), who.person, sent)


def _beside(verb: StepVerb, sheet: Sheet, who: Identified) -> None:
    address = sheet.visitor.address
    do_beside(verb, sheet.visitor.running.desk, address.case_no, address.step, who, sheet.sent)


def _needs_code(sheet: Sheet) -> bool:
    """Tell whether the regulation wants a code entered for each signature and each decision."""
    rules = sheet.visitor.running.desk.regulation().sign_in
    return rules.code_for_each_decision and _step(sheet).act in SIGNS_OR_JUDGES


def _asks_for_revision(sheet: Sheet) -> bool:
    """Tell whether the step waits for a new version of the dossier: its form offers no choice."""
    step = _step(sheet)
    return step.is_open and step.act is Act.REVISE


def _step(sheet: Sheet) -> Step:
    address = sheet.visitor.address
    with sheet.visitor.running.desk.reading(address.case_no) as work:
        return work.step(address.step)


def _page(sheet: Sheet) -> Response:
    """Return the whole page for a person whom the step concerns; raises `NotForYou` for others."""
    visitor, refusal, sent = sheet.visitor, sheet.refusal, sheet.sent
    address, w = visitor.address, visitor.words
    seen = sent["seen"] if isinstance(refusal, DossierChanged) else ""
    with case_for(visitor) as work:
        step = work.step(address.step)
        view = step_page(work, step, sheet.person, w.language, seen=seen)
    field, problems = _told(refusal, w)
    # Whichever form was refused, the page has the answer's form and the two small ones beside it.
    return replace(sheet, action=address.path).shown(
        "step/step.html",
        view=view,
        question=what_is_asked(view.kind, view.step),
        rows=rows_of(sent),
        error_field=field,
        problems=problems,
        dossier_changed=isinstance(refusal, DossierChanged),
        closed_meanwhile=isinstance(refusal, StepClosed) and not view.step.is_open,
        most_commitments=MOST_COMMITMENTS,
        most_conditions=MOST_CONDITIONS,
        most_remarks=MOST_REMARKS,
        report_parts=PARTS if is_report(view.step) else {},
        proposals=proposals_in(sent),
        most_proposals=MOST_PROPOSALS,
        gates=tuple(Gate),
        question_token=visitor.token_for(address.at("question")),
        note_token=visitor.token_for(address.at("note")),
        take_back_token=visitor.token_for(address.at("take-back")),
        dispute_token=visitor.token_for(address.at("dispute")),
    )


def _told(refusal: DoanError | None, w: Words) -> tuple[str, tuple[str, ...]]:
    """Return beside which field a refusal is told, and its sentences."""
    if isinstance(refusal, DecisionIncomplete):
        return FIELD_OF.get(refusal.field, "choice"), (refusal.said(w),)
    if isinstance(refusal, StepClosed):
        # Of a step that is open still: a question waits for its answer.
        return "", (w.text("page.ask.waits"),)
    if isinstance(refusal, RequestInvalid):
        return "request_file", tuple(problem.said(w) for problem in refusal.problems)
    return "", (refusal.said(w),) if refusal else ()
