"""A body of the regulation that is no more passes on to its successor: shown first, then proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from fastapi import Request
from fastapi.responses import Response
from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.house.bodies import BodyPassing, Reorganised, body_passing, let_body_pass
from flows.case.answers import Identified
from models.errors import DecisionIncomplete, DirectoryInvalid
from models.ids import BodyKey, SeatKey
from models.store.database.clock import today
from web.directory.pages import DIRECTORY, names_on, with_bodies_before
from web.ground.fields import cleaned, day_in
from web.ground.form import Sent, SentHere
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering

router = Router()
_PATH = f"{DIRECTORY}/pass-on"
_LONGEST = 80
# How it is written that nobody comes to sit in a seat.
_NOBODY = "-"
_SEAT = "seat_"


@dataclass(frozen=True)
class _Asked:
    """Which body is no more, which goes on, from which day on; and what was said of single seats."""

    body: str = ""
    successor: str = ""
    day: str = ""
    seats: Mapping[str, str] = field(default_factory=dict)

    def wanted(self) -> Reorganised | None:
        """Return what is wanted; None where nothing was asked. Raises `DecisionIncomplete`."""
        if not (self.body or self.successor or self.day):
            return None
        day = day_in(self.day)
        if day is None or not self.body:
            raise DecisionIncomplete("passing_on")
        said = {
            SeatKey(f"{self.body}/{name}"): None if to == _NOBODY else SeatKey(to)
            for name, to in self.seats.items()
        }
        successor = BodyKey(self.successor) if self.successor else None
        return Reorganised(BodyKey(self.body), successor, day, said)


def _asked(said: Mapping[str, str]) -> _Asked:
    """Return what was asked; of another successor's seats nothing is kept."""
    told = {name: cleaned(value)[:_LONGEST] for name, value in said.items()}
    body, successor = told.get("body", ""), told.get("successor", "")
    seats = {
        name.removeprefix(_SEAT): to
        for name, to in told.items()
        if name.startswith(_SEAT) and (to == _NOBODY or to.startswith(f"{successor}/"))
    }
    is_same = told.get("of", body) == body
    return _Asked(body, successor, told.get("day", ""), seats if is_same else {})


@router.shows(_PATH, Permission.ADMINISTERS)
def show_passing_on(visitor: VisitorHere, request: Request) -> Response:
    """Show the form, and what would pass on once it is filled in; nothing is done by it."""
    sheet, asked = _sheet(visitor), _asked(dict(request.query_params))
    with administering(sheet.visitor) as conn:
        try:
            wanted = asked.wanted()
            passes = body_passing(visitor.running.desk, conn, wanted) if wanted else None
        except (DirectoryInvalid, DecisionIncomplete) as invalid:
            return _page(conn, replace(sheet, refusal=invalid), asked, None)
        return _page(conn, sheet, asked, passes)


@router.takes(_PATH, Permission.ADMINISTERS)
def propose_passing_on(visitor: VisitorHere, sent: SentHere) -> Response:
    """Propose that the successor's people take the seats of a body that is no more."""
    sheet = _sheet(visitor, sent)
    asked = _asked({name: values[0] for name, values in sent.texts.items() if values})

    def propose(who: Identified) -> None:
        wanted = asked.wanted()
        if wanted is None:
            raise DecisionIncomplete("passing_on")
        let_body_pass(visitor.running.desk, wanted, who)

    def again(shown: Sheet) -> Response:
        with administering(shown.visitor) as conn:
            return _page(conn, shown, asked, None)

    return sheet.taken(propose, again, onwards="/people/mailboxes", freshly=True)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    sheet = sheet_at(_PATH, visitor, sent, back=DIRECTORY)
    return replace(sheet, mendable=(*MENDABLE, DirectoryInvalid))


def _page(conn: Connection, sheet: Sheet, asked: _Asked, passes: BodyPassing | None) -> Response:
    desk, names = sheet.visitor.running.desk, names_on(conn, sheet.visitor)
    regulation, before = desk.regulation(), with_bodies_before(conn, desk.regulation())
    tomorrow: date = desk.calendar().add_working_days(today(conn), 1)
    successor = regulation.bodies.get(asked.successor)
    return sheet.shown(
        "directory/pass_on.html",
        asked=asked,
        passes=passes,
        bodies=_named(before, names),
        successors=_named(regulation, names),
        seats=[
            (f"{asked.successor}/{name}", seat.title.of(names.language))
            for name, seat in (successor.seats if successor else {}).items()
        ],
        names=names,
        nobody=_NOBODY,
        first_day=day_in(asked.day) or tomorrow,
    )


def _named(regulation: Regulation, names: NamesKnown) -> list[tuple[str, str]]:
    """Return the bodies of a regulation that have seats, by their names."""
    found = [(key, names.body(key)) for key, body in regulation.bodies.items() if body.seats]
    return sorted(found, key=lambda each: each[1])
