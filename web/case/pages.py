"""The page of a case, and the forms of what its unit can do with it."""

from functools import partial

from fastapi.responses import Response

from flows.case.answers import Identified
from flows.case.verbs import Verb, demand
from models.errors import TooLate
from web.case.shown import case_page, erased_page
from web.case.verbs import FORMS, do
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import case_for

router = Router()
_VERB = "/cases/{case_no}/do/{verb}"
# What the page says was done, when it is shown after a form.
_DONE = {*(verb.code for verb in Verb), "paper", "reassign"}


@router.shows("/cases/{case_no}", Permission.SEES_CASE)
def show_case(visitor: VisitorHere, done: str = "") -> Response:
    """Show a case to whoever has a part in it; to anybody else only how to show who they are."""
    reader = known(visitor)
    with case_for(reader) as work:
        if erased := erased_page(work, reader.person.id, reader.words):
            return reader.page("case/case_erased.html", view=erased)
        view = case_page(work, reader.person.id, reader.words)
    told = done if done in _DONE else ""
    return reader.page("case/case.html", view=view, rules=FORMS, done=told)


@router.shows(_VERB, Permission.OF_UNIT)
def show_verb(verb: Verb, visitor: VisitorHere) -> Response:
    """Show the form of a verb to the unit, or that it is not open any more."""
    sheet = _sheet(verb, visitor)
    try:
        return _verb_page(verb, sheet)
    except TooLate as refusal:
        return sheet.refused(refusal)


@router.takes(_VERB, Permission.OF_UNIT)
def do_verb(verb: Verb, visitor: VisitorHere, sent: SentHere) -> Response:
    """Do what the unit asks for."""
    sheet = _sheet(verb, visitor, sent)

    def act(who: Identified) -> None:
        with case_for(sheet.visitor):
            # Only the unit's own people learn what is wrong with a dossier.
            pass
        do(verb, visitor.running.desk, visitor.address.case_no, who, sent)

    onwards = f"{visitor.address.path}?done={verb.code}"
    return sheet.taken(act, partial(_verb_page, verb), onwards=onwards)


def _sheet(verb: Verb, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    address = visitor.address
    return sheet_at(address.at(f"do/{verb}"), visitor, sent, back=address.path)


def _verb_page(verb: Verb, sheet: Sheet) -> Response:
    with case_for(sheet.visitor) as work:
        demand(work, verb, sheet.person)
        title = work.request.title
    return sheet.shown("case/case_verb.html", verb=verb, rule=FORMS[verb], title=title)
