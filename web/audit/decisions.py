"""The list of decisions and attempts of all cases: filtered, by pages, printed, taken out."""

from typing import Annotated

from fastapi import Depends
from fastapi.responses import Response

from models.store.auditing.found import lines_found
from web.audit.asked import FLAGS, READY, LinesAsked, asked_in, place_said, question_of
from web.audit.exporting import TakenAs, exported
from web.audit.lines import Choices, LineWords, choices_of, columns_of_line, lines_of
from web.ground.form import SentHere
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.sheet import sheet_at
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import auditing

router = Router()
DECISIONS = "/audit/decisions"
EXPORT = f"{DECISIONS}/export"
_PAGE = 25


@router.shows(DECISIONS, Permission.AUDITS)
def show_decisions(
    visitor: VisitorHere, asked: Annotated[LinesAsked, Depends(LinesAsked)]
) -> Response:
    """Show what was decided, tried and left undone in all cases, the newest first, as it is sought."""
    reader, sought = known(visitor), asked.sought
    with auditing(reader) as conn:
        words = LineWords.of(conn, reader)
        found = lines_found(conn, sought, after=asked.place, most=_PAGE + 1)
        offered: Choices = choices_of(conn, words)
    page = found[:_PAGE]
    more = place_said(page[-1].place(fastest=sought.fastest)) if len(found) > _PAGE else ""
    return reader.page(
        "audit/decisions.html",
        asked=asked,
        question=question_of(asked),
        ready={name: ready.address(DECISIONS) for name, ready in READY.items()},
        lines=[words.shown(each) for each in page],
        offered=offered,
        flags=FLAGS,
        onwards=asked.address(DECISIONS, after=more) if more else "",
        first=asked.address(DECISIONS) if asked.place else "",
        export=EXPORT,
        token=reader.token_for(EXPORT),
    )


@router.takes(EXPORT, Permission.AUDITS)
def take_decisions_out(visitor: VisitorHere, sent: SentHere) -> Response:
    """Hand the list out as it is asked for, as a table or as data; that is journaled first."""
    sheet = sheet_at(EXPORT, visitor, sent, back=DECISIONS)
    reader = sheet.visitor
    reader.check_token(EXPORT, sent["token"])
    asked = asked_in(LinesAsked, {name: sent[name] for name in sent.texts})
    with auditing(reader) as conn:
        words = LineWords.of(conn, reader)
    return exported(
        reader.running.desk,
        reader.identified,
        TakenAs.of(sent["form"]),
        what="decisions",
        said=asked.said,
        columns=columns_of_line(reader.words),
        rows=lines_of(asked.sought, words),
    )
