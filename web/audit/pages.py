"""The auditor's room: where it begins, and how the house was on a day."""

from datetime import date, timedelta
from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection

from config.province_time import start_of
from flows.case.around import Around
from flows.case.lists.meant import numbers_meant
from flows.case.lists.reach import reach_of
from flows.case.lists.search import LONGEST_QUERY, number_looked_for
from models.competence.seeing import Shown
from models.ids import CaseNo
from models.store import authorities, directory, leaves, regulations
from models.store.auditing.house import regulation_on, seats_on
from models.store.database.clock import today
from web.audit.asked import READY
from web.audit.house import HouseShown, house_shown
from web.ground.fields import cleaned, day_in
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import auditing

router = Router()
_ROOM, _HOUSE = "/audit", "/audit/house"


@router.shows(_ROOM, Permission.AUDITS)
def show_room(visitor: VisitorHere, q: str = "") -> Response:
    """Show where the auditor's room begins, or go to the timeline of the case whose number came."""
    reader = known(visitor)
    looked = cleaned(q)[:LONGEST_QUERY]
    with auditing(reader) as conn:
        if looked and (case_no := _case_meant(conn, reader, looked)):
            return RedirectResponse(f"{_ROOM}/cases/{case_no}", status_code=HTTPStatus.SEE_OTHER)
        size, last, day = leaves.size(conn), leaves.last_checkpoint(conn), today(conn)
    return reader.page(
        "audit/room.html",
        size=size,
        last=last,
        looked=looked,
        ready={name: asked.address(f"{_ROOM}/decisions") for name, asked in READY.items()},
        today=day,
        verification=reader.running.verifying.last,
    )


def _case_meant(conn: Connection, reader: SignedIn, looked: str) -> CaseNo | None:
    """Return the one case that a number means."""
    wanted = number_looked_for(looked)
    if wanted is None:
        return None
    settings, around = reader.running.desk.settings, Around(conn)
    sees = reach_of(settings, around, reader.person.id, Shown.CASE)
    meant = numbers_meant(conn, wanted, sees)
    return meant[0] if len(meant) == 1 else None


@router.shows(_HOUSE, Permission.AUDITS)
def show_house(visitor: VisitorHere, day: str = "") -> Response:
    """Show who sat where on a day, who acted for whom, and which regulation was in force."""
    reader = known(visitor)
    with auditing(reader) as conn:
        on = day_in(day) or today(conn)
        view = _house_on(conn, reader, on)
    no_day = day.strip() if day.strip() and not day_in(day) else ""
    return reader.page("audit/house.html", view=view, asked=day.strip(), no_day=no_day)


def _house_on(conn: Connection, reader: SignedIn, on: date) -> HouseShown:
    found = regulation_on(conn, start_of(on + timedelta(days=1)))
    there = found and regulations.regulation(conn, found.digest)
    return house_shown(
        on,
        there or reader.running.desk.regulation(),
        found,
        seats_on(conn, on),
        [each for each in authorities.everything(conn) if each.is_in_force(on)],
        directory.unit_names(conn),
        directory.persons_by_id(conn),
        reader.words.language,
    )
