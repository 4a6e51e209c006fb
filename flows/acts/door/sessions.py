"""Sessions begin, are proved again and end; the person hears of a device they were not seen with."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from config.regulation.codes import Act
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.competence.deciding import JUDGING
from models.errors import SignInRefused
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import now, today
from models.store.house.journal import HouseJournal
from models.store.sign_in import calendar_feeds, devices, security_log, sessions
from models.store.sign_in.belonging import belongs
from models.store.sign_in.devices import Arrival
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.sessions import LONGEST_REST, MAILBOX_CODE, Session
from notifications.telling.door_letters import tell_of_new_device

SIGNS_OR_JUDGES = JUDGING | {Act.SIGN}


@dataclass(frozen=True)
class Device:
    """What somebody stands at: the random id its browser keeps ("" for none), what people call it."""

    id: str = ""
    name: str = ""


def sign_in(
    desk: Desk,
    person: PersonId,
    device: Device,
    *,
    shown_by: str = MAILBOX_CODE,
    instead_of: Session | None = None,
) -> str:
    """Begin a session of a person who has shown who they are; return the id their browser keeps.

    Their mailbox hears of a device they were not seen with before, unless they never signed in. Raises
    `SignInRefused` for whoever has neither a seat nor an authority, now or to come.
    """
    _demand_a_seat(desk, person)
    with desk.store.writing() as conn:
        arrival = devices.arrive(conn, device.id, person)
        if instead_of:
            sessions.end(_house(desk, conn, person), instead_of.digest, instead_of.person)
        rest = rest_allowed(conn, desk.regulation(), person)
        house = desk.house(conn, Identified(person, shown_by))
        begun = sessions.begin(house, person, shown_by, device=device.name, rest=rest)
        security_log.count(conn, SecurityEvent.SIGNED_IN, person=person)
        if arrival is Arrival.NEW:
            security_log.count(conn, SecurityEvent.NEW_DEVICE, person=person)
            digest, at = sessions.digest_of(begun), now(conn)
            tell_of_new_device(conn, person, device.name, desk.settings, session=digest, at=at)
    desk.tell(AT_THE_DOOR)
    return begun


def prove_again(desk: Desk, session: Session, shown_by: str = MAILBOX_CODE) -> None:
    """Note that the person of a session has entered a code anew, or shown a passkey."""
    with desk.store.writing() as conn:
        sessions.note_proved(desk.house(conn, Identified(session.person, shown_by)), session)
        security_log.count(conn, SecurityEvent.PROVED_AGAIN, person=session.person)


def note_used(desk: Desk, session: Session) -> None:
    """Note that a session is used, so that it does not end by resting."""
    with desk.store.writing() as conn:
        rest = rest_allowed(conn, desk.regulation(), session.person)
        sessions.note_used(conn, session.digest, rest=rest)


def sign_out(desk: Desk, session: Session) -> None:
    """End a session from within. Safe to repeat."""
    with desk.store.writing() as conn:
        if sessions.end(_house(desk, conn, session.person), session.digest, session.person):
            security_log.count(conn, SecurityEvent.SIGNED_OUT, person=session.person)


def end_session(desk: Desk, person: PersonId, digest: str) -> None:
    """End one session of a person. Safe to repeat."""
    with desk.store.writing() as conn:
        if sessions.end(_house(desk, conn, person), digest, person):
            security_log.count(conn, SecurityEvent.SESSIONS_ENDED, person=person)


def end_sessions(
    desk: Desk,
    person: PersonId,
    *,
    but: str = "",
    on: Device | None = None,
    at_console: Identified | None = None,
) -> int:
    """End all sessions of a person but one, and let every device of theirs but that be new again.

    At the console the address of their calendar goes, too: whoever has a lost device reads it there.
    Returns how many sessions there were. Raises `PersonUnknown`.
    """
    with desk.store.writing() as conn:
        directory.person(conn, person)
        house = desk.house(conn, at_console) if at_console else _house(desk, conn, person)
        ended = sessions.end_all(house, person, but=but)
        devices.forget_all(conn, person, but=on.id if on else "")
        if at_console:
            calendar_feeds.withdraw(house, person)
        security_log.count(conn, SecurityEvent.SESSIONS_ENDED, person=person)
    return ended


def end_of_leavers(desk: Desk) -> None:
    """End the sessions of those who have left all seats, and what the addresses of their calendars
    lead to. Part of the sweep, safe to repeat.
    """
    with desk.store.reading() as conn:
        on = today(conn)
        if not (sessions.are_of_leavers(conn, on) or calendar_feeds.are_of_leavers(conn, on)):
            return
    with desk.store.writing() as conn:
        house = desk.house(conn)
        sessions.end_leavers(house, today(conn))
        calendar_feeds.withdraw_of_leavers(house, today(conn))


def _demand_a_seat(desk: Desk, person: PersonId) -> None:
    with desk.store.reading() as conn:
        if belongs(conn, person, today(conn)):
            return
    with desk.store.writing() as conn:
        security_log.count(conn, SecurityEvent.WITHOUT_SEAT, person=person)
    raise SignInRefused("without_seat")


def _house(desk: Desk, conn: Connection, person: PersonId) -> HouseJournal:
    return desk.house(conn, Identified(person, MAILBOX_CODE))


def rest_allowed(conn: Connection, regulation: Regulation, person: PersonId) -> timedelta:
    """Return how long a session of a person may rest: shorter for who decides, where it is so ruled."""
    hours = regulation.sign_in.deciders_rest_hours
    if hours is None or not _decides(conn, regulation, person):
        return LONGEST_REST
    return min(timedelta(hours=hours), LONGEST_REST)


def _decides(conn: Connection, regulation: Regulation, person: PersonId) -> bool:
    """Tell whether a person holds a seat that signs or judges, by any route."""
    steps = [step for route in regulation.routes for step in route.steps]
    steps += [step for route in regulation.amendments for step in route.steps]
    asked = {step.seat for step in steps if step.act in SIGNS_OR_JUDGES}
    collective = {key for key, body in regulation.bodies.items() if body.voting}
    for seat in directory.seats_of(conn, person, today(conn)):
        body, _, name = seat.partition("/")
        of_unit = body not in regulation.bodies and f"unit/{name}" in asked
        if seat in asked or of_unit or body in collective:
            return True
    return False


def forget_old(desk: Desk) -> None:
    """Forget what the security log has kept long enough. Part of the sweep; mostly there is nothing."""
    kept_for = timedelta(days=desk.settings.keep_security_days)
    with desk.store.reading() as conn:
        if not security_log.has_old(conn, kept_for):
            return
    with desk.store.writing() as conn:
        security_log.forget_old(conn, kept_for)
