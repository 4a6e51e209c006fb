"""The directory as those read it who look after it or examine it, on a day they choose."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import Path
from fastapi.responses import Response
from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.case.around import Around
from models.errors import BodyUnknown
from models.ids import BodyKey, PersonId, body_of
from models.store import authorities, directory
from models.store.database.clock import today
from models.store.house import proposed, seats
from models.store.house.bodies import bodies_that_passed
from models.store.house.proposed import as_it_will_be
from models.store.house.seats import SeatChange
from models.store.house.told import told_of_body, told_of_directory, told_of_person
from models.store.lists.paged import page_of
from web.directory.bodies import bodies_shown, body_shown, passing_shown
from web.directory.days import days_page
from web.directory.history import MOST_TOLD, told
from web.directory.people import acting_shown, people_listed, person_shown
from web.ground.fields import cleaned, day_in, number_in
from web.ground.frame.paging import page_asked, paging_of
from web.ground.identify import known
from web.ground.names import NamesKnown
from web.ground.permission import Permission, Router
from web.ground.visitor import SignedIn, VisitorHere
from web.ground.who_may_see import reading_directory, runs_doan

router = Router()
DIRECTORY = "/directory"
_LONGEST_LOOKED = 100
PersonInPath = Annotated[str, Path(max_length=80)]
BodyInPath = Annotated[str, Path(max_length=80)]


@dataclass(frozen=True)
class Read:
    """A reader of the directory: the day they ask for (`no_day` is what they wrote and is none)."""

    conn: Connection
    reader: SignedIn
    names: NamesKnown
    on: date
    today: date
    no_day: str

    def page(self, template: str, **values: object) -> Response:
        """Return a page of the directory; only who runs Doan sees mailboxes and changes anything."""
        shown: dict[str, object] = {
            "on": self.on,
            "today": self.today,
            "no_day": self.no_day,
            "path": self.reader.path,
            "changes": runs_doan(self.conn, self.reader),
        }
        return self.reader.page(template, status=HTTPStatus.OK, script="", **{**shown, **values})


def _read(conn: Connection, reader: SignedIn, day: str) -> Read:
    now, found = today(conn), day_in(day)
    no_day = "" if found else cleaned(day)[:_LONGEST_LOOKED]
    return Read(conn, reader, names_on(conn, reader), found or now, now, no_day)


def _held(conn: Connection, body: BodyKey | None = None) -> tuple[SeatChange, ...]:
    """Return who held, holds and will hold the seats of a body, or all, with what two have confirmed."""
    changes = proposed.under_way(conn)
    theirs = (c for c in changes if c.seat and body in (None, body_of(c.seat)))
    return as_it_will_be(seats.ever_held(conn, body=body), theirs)


def names_on(conn: Connection, reader: SignedIn) -> NamesKnown:
    """Return what everybody and everything is called, in the reader's language."""
    units, people = directory.unit_names(conn), directory.persons_by_id(conn)
    regulation = with_bodies_before(conn, reader.running.desk.regulation())
    return NamesKnown(regulation, units, people, reader.words.language)


def with_bodies_before(conn: Connection, regulation: Regulation) -> Regulation:
    """Return the regulation in force, with the bodies that only earlier ones name that cases go by."""
    before = {
        key: body for each in Around(conn).regulations.values() for key, body in each.bodies.items()
    }
    return regulation.model_copy(update={"bodies": {**before, **regulation.bodies}})


@router.shows(DIRECTORY, Permission.READS_DIRECTORY)
def show_people(visitor: VisitorHere, q: str = "", day: str = "", page: str = "") -> Response:
    """Show the people, with the seats they hold on a day."""
    reader, looked = known(visitor), cleaned(q)[:_LONGEST_LOOKED]
    with reading_directory(reader) as conn:
        read = _read(conn, reader, day)
        found = people_listed(conn, read.names, looked, read.on, page_asked(page))
        kept = {"q": looked, "day": read.on.isoformat() if read.on != read.today else ""}
        paging = paging_of(found, DIRECTORY, kept, "page", label="page.directory.people")
        return read.page("directory/people.html", found=found, looked=looked, paging=paging)


@router.shows(f"{DIRECTORY}/people/{{person}}", Permission.READS_DIRECTORY)
def show_person(
    person: PersonInPath, visitor: VisitorHere, day: str = "", before: str = ""
) -> Response:
    """Show a person: their seats over time, who acts for whom, what was entered of them."""
    reader, asked = known(visitor), PersonId(person)
    with reading_directory(reader) as conn:
        read = _read(conn, reader, day)
        shown = person_shown(conn, read.names, asked, read.on)
        entries = told_of_person(conn, asked, before=number_in(before), most=MOST_TOLD + 1)
        history = told(entries, read.names, reader.words)
        return read.page("directory/person.html", shown=shown, history=history)


@router.shows(f"{DIRECTORY}/bodies", Permission.READS_DIRECTORY)
def show_bodies(visitor: VisitorHere, day: str = "") -> Response:
    """Show the bodies and units with who holds their seats on a day."""
    reader = known(visitor)
    with reading_directory(reader) as conn:
        read = _read(conn, reader, day)
        regulation = with_bodies_before(conn, reader.running.desk.regulation())
        units, held = directory.unit_names(conn), _held(conn)
        bodies = bodies_shown(regulation, units, held, read.names, read.on)
        return read.page("directory/bodies.html", bodies=bodies)


@router.shows(f"{DIRECTORY}/bodies/{{body}}", Permission.READS_DIRECTORY)
def show_body(body: BodyInPath, visitor: VisitorHere, day: str = "", before: str = "") -> Response:
    """Show a body or unit: who holds its seats, who held them and will, what was entered of it."""
    reader, asked = known(visitor), BodyKey(body)
    with reading_directory(reader) as conn:
        regulation = with_bodies_before(conn, reader.running.desk.regulation())
        if asked not in {*regulation.bodies, *directory.unit_names(conn)}:
            raise BodyUnknown(body=asked)
        read, held = _read(conn, reader, day), _held(conn, asked)
        shown = body_shown(asked, regulation, held, read.names, read.on)
        entries = told_of_body(conn, asked, before=number_in(before), most=MOST_TOLD + 1)
        history = told(entries, read.names, reader.words)
        passes = passing_shown(bodies_that_passed(conn), asked, read.names)
        return read.page("directory/body.html", shown=shown, passes=passes, history=history)


@router.shows(f"{DIRECTORY}/authorities", Permission.READS_DIRECTORY)
def show_authorities_of_all(visitor: VisitorHere, day: str = "", page: str = "") -> Response:
    """Show who may act for whom on a day, who will, and who might before."""
    reader = known(visitor)
    with reading_directory(reader) as conn:
        read = _read(conn, reader, day)
        given = acting_shown(authorities.everything(conn), read.names, read.on)
        found = page_of(given, page_asked(page))
        kept = {"day": read.on.isoformat() if read.on != read.today else ""}
        path, label = f"{DIRECTORY}/authorities", "page.authorities.title"
        paging = paging_of(found, path, kept, "page", label=label)
        return read.page("directory/authorities.html", found=found, paging=paging)


@router.shows(f"{DIRECTORY}/days", Permission.READS_DIRECTORY)
def show_days(visitor: VisitorHere, day: str = "") -> Response:
    """Show the holidays and moved working days of the year of a day."""
    reader = known(visitor)
    with reading_directory(reader) as conn:
        read, regulation = _read(conn, reader, day), reader.running.desk.regulation()
        view = days_page(conn, regulation, read.on.year, reader.words.language)
        return read.page("directory/days.html", view=view)


@router.shows(f"{DIRECTORY}/history", Permission.READS_DIRECTORY)
def show_history(visitor: VisitorHere, before: str = "") -> Response:
    """Show what was entered of the whole directory, the newest first."""
    reader = known(visitor)
    with reading_directory(reader) as conn:
        read = _read(conn, reader, "")
        entries = told_of_directory(conn, before=number_in(before), most=MOST_TOLD + 1)
        return read.page("directory/history.html", history=told(entries, read.names, reader.words))
