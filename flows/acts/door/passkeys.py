"""Passkeys are added, removed and shown. What is shown is noted whether it is taken or not."""

from dataclasses import dataclass

from sqlalchemy import Connection

from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.door import ceremony
from flows.acts.door.ceremony import Ceremony, Doorway, PasskeyShown
from flows.acts.door.sessions import Device
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.errors import SignInRefused
from models.ids import NOBODY, PersonId
from models.store import directory
from models.store.database.clock import machine_time, now
from models.store.sign_in import challenges, passkeys, security_log
from models.store.sign_in.passkeys import MOST_PASSKEYS, Passkey
from models.store.sign_in.security_log import SecurityEvent
from notifications.telling.door_letters import tell_of_passkey


def place_of(settings: Settings) -> Doorway | None:
    """Return where passkeys are shown; None where browsers allow none."""
    return Doorway(settings.passkey_host, settings.origin) if settings.passkey_host else None


def asks_to_show(desk: Desk, browser: str, person: PersonId | None = None) -> str:
    """Return what a browser is asked for a passkey (JSON), of anybody or of one person.

    Empty where there are none: browsers allow none here, or the person has none.
    """
    place = place_of(desk.settings)
    if place is None or not browser:
        return ""
    with desk.store.reading() as conn:
        theirs = passkeys.passkeys_of(conn, person) if person else ()
        at = machine_time(conn)
    if person and not theirs:
        return ""
    challenge = ceremony.new_challenge(desk.settings.code_key, Ceremony.SHOW, browser, at)
    return ceremony.asks_to_show(place, challenge, tuple(each.credential for each in theirs))


def asks_to_add(desk: Desk, browser: str, person: PersonId) -> str:
    """Return what a browser is asked to make a passkey of a person (JSON); empty where none can be."""
    place = place_of(desk.settings)
    if place is None or not browser:
        return ""
    with desk.store.reading() as conn:
        whose, handle = directory.person(conn, person), passkeys.handle_of(conn, person)
        has = tuple(each.credential for each in passkeys.passkeys_of(conn, person))
        at = machine_time(conn)
    key, bound = desk.settings.code_key, _of_person(browser, person)
    challenge = ceremony.new_challenge(key, Ceremony.ADD, bound, at)
    return ceremony.asks_to_add(place, challenge, person=whose, handle=handle, has=has)


def add_passkey(desk: Desk, browser: str, answer: str, device: Device, who: Identified) -> None:
    """Let a person sign in by the passkey their browser has made; they are written to.

    Raises `SignInRefused` for an answer that is none to what was asked of this browser and person, or
    was given before; for a passkey known already; and beyond the most a person may have.
    """
    place = _place(desk)
    made, person = ceremony.read_made(answer), who.person
    with desk.store.writing() as conn:
        bound = _of_person(browser, person)
        if not _answered(conn, desk, Ceremony.ADD, bound, made.said.challenge):
            raise SignInRefused("passkey_stale")
        new = ceremony.verified_new(place, made)
        house = desk.house(conn, who)
        # Of two added at once the second is counted with the first.
        house.wait()
        if len(passkeys.passkeys_of(conn, person)) >= MOST_PASSKEYS:
            raise SignInRefused("passkey_many", most=MOST_PASSKEYS)
        added = passkeys.add(
            house,
            person,
            new.credential,
            new.public_key,
            sign_count=new.sign_count,
            device=device.name,
        )
        if added is None:
            raise SignInRefused("passkey_known")
        security_log.count(conn, SecurityEvent.PASSKEY_ADDED, person=person)
        settings, at = desk.settings, now(conn)
        tell_of_passkey(conn, person, device.name, settings, passkey=added, at=at)
    desk.tell(AT_THE_DOOR)


def remove_passkey(desk: Desk, passkey: str, who: Identified) -> None:
    """Let a passkey sign its person in no more. Safe to repeat."""
    with desk.store.writing() as conn:
        if passkeys.remove(desk.house(conn, who), passkey, who.person):
            security_log.count(conn, SecurityEvent.PASSKEY_REMOVED, person=who.person)


@dataclass(frozen=True)
class _Judged:
    """What came of a passkey that was shown: whose it is, or why it is not taken and what is noted."""

    person: PersonId
    refused: str = ""
    event: SecurityEvent | None = None


def person_of(desk: Desk, browser: str, answer: str, *, only: PersonId | None = None) -> PersonId:
    """Return whose passkey was shown in a browser: anybody's, or `only` that person's.

    Raises `SignInRefused`, after it has been noted: a rollback would let the answer be given again.
    """
    place = _place(desk)
    shown = ceremony.read_shown(answer)
    with desk.store.writing() as conn:
        judged = _judged(conn, desk, place, browser, shown)
        if not judged.refused and only not in (None, judged.person):
            judged = _Judged(judged.person, "passkey_refused", SecurityEvent.PASSKEY_REFUSED)
        if judged.event:
            security_log.count(conn, judged.event, person=judged.person)
    if judged.refused:
        raise SignInRefused(judged.refused)
    return judged.person


def _judged(
    conn: Connection, desk: Desk, place: Doorway, browser: str, shown: PasskeyShown
) -> _Judged:
    found = passkeys.passkey_with(conn, shown.credential.raw_id, desk.signers[0])
    if found is None:
        return _Judged(NOBODY, "passkey_unknown", SecurityEvent.PASSKEY_REFUSED)
    if not _answered(conn, desk, Ceremony.SHOW, browser, shown.said.challenge):
        return _Judged(found.person, "passkey_stale", SecurityEvent.PASSKEY_REFUSED)
    try:
        count = ceremony.count_of(place, shown, found.public_key, _handle(conn, found))
    except SignInRefused as refusal:
        return _Judged(found.person, refusal.reason, SecurityEvent.PASSKEY_REFUSED)
    if not passkeys.note_used(conn, found, count):
        return _Judged(found.person, "passkey_copied", SecurityEvent.PASSKEY_COPIED)
    return _Judged(found.person)


def _answered(conn: Connection, desk: Desk, what: Ceremony, bound: str, challenge: bytes) -> bool:
    """Note that a challenge is answered; False for one that ran out, was answered, or is not ours."""
    key, at = desk.settings.code_key, machine_time(conn)
    until = ceremony.runs_out_at(key, what, bound, challenge, at) if bound else None
    return until is not None and challenges.spend(conn, challenge, until)


def _handle(conn: Connection, passkey: Passkey) -> bytes:
    return passkeys.handle_of(conn, passkey.person)


def _of_person(browser: str, person: PersonId) -> str:
    return f"{browser}\n{person}"


def _place(desk: Desk) -> Doorway:
    place = place_of(desk.settings)
    if place is None:
        raise SignInRefused("passkey_nowhere")
    return place
