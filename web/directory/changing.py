"""The directory is changed by who runs Doan: people and units at once, the rest as two people say.

A mailbox and a seat are proposed, and a second person confirms them; a substitute, whose leader does.
"""

from dataclasses import replace
from datetime import date

from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy import Connection

from config.words import Language
from flows.acts.authority import give_authority, voting_seats
from flows.acts.house.directory import enter_directory, leave_seat
from flows.acts.house.directory_file import invalid_of
from flows.acts.house.mailboxes import propose_mailbox
from flows.case.answers import Identified
from models.authority import Capacity, last_day
from models.directory import DirectoryFile
from models.errors import DecisionIncomplete, DirectoryInvalid, MailboxRefused
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.database.clock import today
from models.store.house import seats
from web.directory.bodies import bodies_shown
from web.directory.pages import DIRECTORY, PersonInPath, names_on
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering

router = Router()
_NEW, _UNITS = f"{DIRECTORY}/new", f"{DIRECTORY}/units"
_MENDABLE = (*MENDABLE, DirectoryInvalid, MailboxRefused)


@router.shows(_NEW, Permission.ADMINISTERS)
def show_new_person(visitor: VisitorHere) -> Response:
    """Show the form by which somebody is entered."""
    return _new_page(_sheet(_NEW, visitor))


@router.takes(_NEW, Permission.ADMINISTERS)
def enter_person(visitor: VisitorHere, sent: SentHere) -> Response:
    """Enter somebody; they sit nowhere yet, so they sign nothing."""
    sheet = _sheet(_NEW, visitor, sent)

    def enter(who: Identified) -> str:
        with visitor.running.desk.store.reading() as conn:
            if sent["id"] in directory.persons_by_id(conn):
                raise DecisionIncomplete("id_taken", value=sent["id"])
        said = {"name": sent["name"], "mailbox": sent["mailbox"], **_beside(sent)}
        _enter(visitor, who, persons={sent["id"]: said})
        return f"{DIRECTORY}/people/{sent['id']}"

    return sheet.taken(enter, _new_page, onwards=str, freshly=True)


def _new_page(sheet: Sheet) -> Response:
    with administering(sheet.visitor):
        return sheet.shown("directory/new.html", languages=tuple(Language))


@router.shows(_UNITS, Permission.ADMINISTERS)
def show_units(visitor: VisitorHere, unit: str = "") -> Response:
    """Show the form by which a unit is entered, or named otherwise."""
    return _units_page(_sheet(_UNITS, visitor), unit)


@router.takes(_UNITS, Permission.ADMINISTERS)
def enter_unit(visitor: VisitorHere, sent: SentHere) -> Response:
    """Enter a unit, or give one other names; who sits there stays as it is."""
    sheet = _sheet(_UNITS, visitor, sent)

    def enter(who: Identified) -> str:
        name = {"vi": sent["name_vi"], "en": sent["name_en"]}
        _enter(visitor, who, units={sent["unit"]: {"name": name}})
        return f"{DIRECTORY}/bodies/{sent['unit']}"

    return sheet.taken(
        enter, lambda shown: _units_page(shown, sent["unit"]), onwards=str, freshly=True
    )


def _units_page(sheet: Sheet, unit: str) -> Response:
    with administering(sheet.visitor) as conn:
        units = directory.unit_names(conn)
    return sheet.shown("directory/units.html", units=units, unit=unit, named=units.get(unit))


def _enter(visitor: Visitor, who: Identified, **said: object) -> None:
    try:
        file = DirectoryFile.model_validate({"units": {}, "persons": {}, "seats": (), **said})
    except ValidationError as invalid:
        raise invalid_of(invalid) from None
    enter_directory(visitor.running.desk, file, who)


def _beside(sent: Sent) -> dict[str, object]:
    return {"language": sent["language"], "other_mailbox": sent["other_mailbox"] or None}


@router.shows(f"{DIRECTORY}/people/{{person}}/change", Permission.ADMINISTERS)
def show_changing(person: PersonInPath, visitor: VisitorHere) -> Response:
    """Show the forms by which something of a person is changed."""
    return _page(_of_person(person, visitor), PersonId(person))


@router.takes(f"{DIRECTORY}/people/{{person}}/change", Permission.ADMINISTERS)
def change_person_so(person: PersonInPath, visitor: VisitorHere, sent: SentHere) -> Response:
    """Change what stands beside a name, or propose another mailbox, a seat, a substitute."""
    sheet, whom = _of_person(person, visitor, sent), PersonId(person)
    acts = {
        "details": _change_details,
        "mailbox": _propose_mailbox,
        "seat": _propose_seat,
        "leave": _propose_leaving,
        "substitute": _name_substitute,
    }

    def change(who: Identified) -> str:
        if sent["what"] not in acts:
            raise DecisionIncomplete("choice", value=sent["what"])
        return acts[sent["what"]](visitor, who, whom, sent)

    return sheet.taken(change, lambda shown: _page(shown, whom), onwards=str, freshly=True)


def _change_details(visitor: Visitor, who: Identified, person: PersonId, sent: Sent) -> str:
    with visitor.running.desk.store.reading() as conn:
        known = directory.person(conn, person)
    said = {"name": sent["name"], "mailbox": known.mailbox, **_beside(sent)}
    _enter(visitor, who, persons={person: said})
    return f"{DIRECTORY}/people/{person}"


def _propose_mailbox(visitor: Visitor, who: Identified, person: PersonId, sent: Sent) -> str:
    propose_mailbox(visitor.running.desk, person, sent["mailbox"], who)
    return f"{DIRECTORY}/people/{person}"


def _propose_seat(visitor: Visitor, who: Identified, person: PersonId, sent: Sent) -> str:
    if not sent["seat"]:
        raise DecisionIncomplete("seat_chosen")
    row = {
        "seat": sent["seat"],
        "person": person,
        "since": _day(sent, "since"),
        "until": sent.day("until"),
    }
    _enter(visitor, who, seats=(row,))
    return f"{DIRECTORY}/people/{person}"


def _propose_leaving(visitor: Visitor, who: Identified, person: PersonId, sent: Sent) -> str:
    if not sent["seat"]:
        raise DecisionIncomplete("seat_chosen")
    leave_seat(visitor.running.desk, SeatKey(sent["seat"]), person, _day(sent, "until"), who)
    return f"{DIRECTORY}/people/{person}"


def _name_substitute(visitor: Visitor, who: Identified, person: PersonId, sent: Sent) -> str:
    if not sent["holder"]:
        raise DecisionIncomplete("person")
    if sent["capacity"] not in set(Capacity):
        raise DecisionIncomplete("capacity")
    give_authority(
        visitor.running.desk,
        giver=person,
        holder=PersonId(sent["holder"]),
        seats=tuple(map(SeatKey, sent.all("seats"))),
        since=_day(sent, "since"),
        until=_day(sent, "until"),
        capacity=Capacity(sent["capacity"]),
        set_by=who,
    )
    return f"{DIRECTORY}/people/{person}"


def _day(sent: Sent, name: str) -> date:
    found = sent.day(name)
    if found is None:
        raise DecisionIncomplete("authority_days")
    return found


def _of_person(person: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return _sheet(f"{DIRECTORY}/people/{person}/change", visitor, sent)


def _sheet(action: str, visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return replace(sheet_at(action, visitor, sent, back=DIRECTORY), mendable=_MENDABLE)


def _page(sheet: Sheet, whom: PersonId) -> Response:
    desk = sheet.visitor.running.desk
    regulation = desk.regulation()
    with administering(sheet.visitor) as conn:
        on, person = today(conn), directory.person(conn, whom)
        names, units = names_on(conn, sheet.visitor), directory.unit_names(conn)
        held = _held(conn, whom, on)
        apart = voting_seats(regulation)
        return sheet.shown(
            "directory/change.html",
            person=person,
            names=names,
            languages=tuple(Language),
            bodies=bodies_shown(regulation, units, (), names, on),
            held=held,
            lent=tuple(seat for seat in directory.seats_of(conn, whom, on) if seat not in apart),
            people=sorted(
                (each.name, each.id)
                for each in directory.persons_by_id(conn).values()
                if each.id != whom
            ),
            capacities=tuple(Capacity),
            today=on,
            next_day=desk.calendar().add_working_days(on, 1),
            last_day=last_day(on, regulation.longest_authority_days),
        )


def _held(conn: Connection, person: PersonId, on: date) -> tuple[SeatKey, ...]:
    """Return the seats that somebody can be proposed to leave: those they hold or come to hold."""
    held = seats.ever_held(conn, people=(person,))
    return tuple(dict.fromkeys(each.seat for each in held if not each.until or each.until >= on))
