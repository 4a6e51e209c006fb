"""A unit that is no more hands over to its successor: shown before it happens, then proposed."""

from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from flows.acts.house.handing_over import PassingOn, hand_over, passing_on
from flows.case.answers import Identified
from models.errors import DecisionIncomplete, DirectoryInvalid
from models.ids import BodyKey
from models.store import directory
from models.store.database.clock import today
from web.directory.pages import DIRECTORY, names_on
from web.ground.fields import cleaned, day_in
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering

router = Router()
_PATH = f"{DIRECTORY}/hand-over"
_LONGEST = 80


@dataclass(frozen=True)
class _Asked:
    """Which unit is to hand over to which, and from which day on; as it was written."""

    unit: str = ""
    successor: str = ""
    day: str = ""

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it was said."""
        return bool(self.unit and self.successor and day_in(self.day))


@router.shows(_PATH, Permission.ADMINISTERS)
def show_handing_over(visitor: VisitorHere, request: Request) -> Response:
    """Show the form, and what would pass on once it is filled in; nothing is done by it."""
    said = {name: cleaned(request.query_params.get(name, ""))[:_LONGEST] for name in vars(_Asked())}
    sheet, asked = _sheet(visitor), _Asked(**said)
    with administering(sheet.visitor) as conn:
        try:
            passes = _passing(conn, asked)
        except (DirectoryInvalid, DecisionIncomplete) as invalid:
            return _page(conn, replace(sheet, refusal=invalid), asked, None)
        return _page(conn, sheet, asked, passes)


@router.takes(_PATH, Permission.ADMINISTERS)
def propose_handing_over(visitor: VisitorHere, sent: SentHere) -> Response:
    """Propose that the successor's people take the seats of a unit that is no more."""
    sheet = _sheet(visitor, sent)
    asked = _Asked(sent["unit"][:_LONGEST], sent["successor"][:_LONGEST], sent["day"][:_LONGEST])

    def propose(who: Identified) -> None:
        day = day_in(asked.day)
        if day is None or not asked.is_whole:
            raise DecisionIncomplete("handing_over")
        units = BodyKey(asked.unit), BodyKey(asked.successor)
        hand_over(visitor.running.desk, *units, day, who)

    def again(shown: Sheet) -> Response:
        with administering(shown.visitor) as conn:
            return _page(conn, shown, asked, None)

    return sheet.taken(propose, again, onwards="/people/mailboxes", freshly=True)


def _passing(conn: Connection, asked: _Asked) -> PassingOn | None:
    if not any(vars(asked).values()):
        return None
    day = day_in(asked.day)
    if day is None or not asked.is_whole:
        raise DecisionIncomplete("handing_over")
    return passing_on(conn, BodyKey(asked.unit), BodyKey(asked.successor), day)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    sheet = sheet_at(_PATH, visitor, sent, back=DIRECTORY)
    return replace(sheet, mendable=(*MENDABLE, DirectoryInvalid))


def _page(conn: Connection, sheet: Sheet, asked: _Asked, passes: PassingOn | None) -> Response:
    tomorrow: date = sheet.visitor.running.desk.calendar().add_working_days(today(conn), 1)
    language = sheet.visitor.words.language
    units = {key: name.of(language) for key, name in directory.unit_names(conn).items()}
    return sheet.shown(
        "directory/hand_over.html",
        asked=asked,
        passes=passes,
        units=sorted(units.items(), key=lambda each: each[1]),
        names=names_on(conn, sheet.visitor),
        first_day=day_in(asked.day) or tomorrow,
    )
