"""Codes are asked for and entered; of too many wrong ones the administrator is told."""

import logging

from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.acts.door.sessions import Device
from flows.case.poke import AT_THE_DOOR
from models.directory import Person
from models.ids import NOBODY, PersonId, SeatKey
from models.store import directory
from models.store.database.clock import now, today
from models.store.sign_in import codes, devices, security_log
from models.store.sign_in.codes import Tried, Wait
from models.store.sign_in.security_log import SecurityEvent
from notifications.telling.door_letters import tell_of_wrong_codes

log = logging.getLogger("doan.sign_in")

# The budget of wrong codes over all persons; beyond it the administrator is told, once an hour. Nobody
# is refused: a refusal would let a stranger lock everybody out, and 40 bits are not guessed.
MOST_WRONG_AN_HOUR = 100


def ask_code(
    desk: Desk, challenge: str, person: PersonId, device: Device, *, by_link: bool = False
) -> Wait | None:
    """Ask for a code to a person's mailbox; None when it will be sent.

    By a link that was sent to them, or on a device of theirs, they have codes no stranger uses up.
    """
    with desk.store.writing() as conn:
        known = devices.is_known(conn, device.id, person) or by_link
        wait = codes.ask(conn, challenge, person, known=known)
    desk.tell(AT_THE_DOOR)
    return wait


def ask_code_to_mailbox(desk: Desk, challenge: str, mailbox: str, device: Device) -> None:
    """Ask for a code to a mailbox; whether anybody has it changes nothing of what is done here."""
    with desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        known = devices.is_known(conn, device.id, person.id if person else NOBODY)
        codes.ask(conn, challenge, person.id if person else None, known=known)
    desk.tell(AT_THE_DOOR)


def enter_code(desk: Desk, challenge: str, person: PersonId, typed: str) -> Tried:
    """Try a code; a wrong one is counted, and beyond the budget the administrator is told."""
    with desk.store.writing() as conn:
        return _tried(conn, desk, challenge, person, typed)


def enter_code_of_mailbox(
    desk: Desk, challenge: str, mailbox: str, typed: str
) -> tuple[Person | None, Tried]:
    """Try a code of whoever has a mailbox; for one nobody has the same is done and nothing found."""
    with desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        known = person.id if person else NOBODY
        return person, _tried(conn, desk, challenge, known, typed)


def _tried(conn: Connection, desk: Desk, challenge: str, person: PersonId, typed: str) -> Tried:
    tried = codes.try_code(conn, challenge, person, typed, desk.settings.code_key)
    if not tried.accepted:
        security_log.count(conn, SecurityEvent.WRONG_CODE, person=person)
        _mind_the_budget(conn, desk)
    return tried


def _mind_the_budget(conn: Connection, desk: Desk) -> None:
    """Tell the administrators once an hour when too many wrong codes are entered, whosever they are."""
    wrong = security_log.times(conn, SecurityEvent.WRONG_CODE, hours=1)
    if wrong <= MOST_WRONG_AN_HOUR:
        return
    if security_log.times(conn, SecurityEvent.MANY_WRONG_CODES, hours=1):
        return
    security_log.count(conn, SecurityEvent.MANY_WRONG_CODES)
    log.error("%s wrong sign-in codes within an hour: somebody may be guessing", wrong)
    seat = SeatKey(desk.regulation().administrator)
    administrators = directory.holders(conn, seat, today(conn))
    tell_of_wrong_codes(conn, administrators, wrong, desk.settings, at=now(conn))
