"""Signing in by the account of an OpenID provider: who it is that the provider tells of."""

from datetime import datetime
from typing import NoReturn

from flows.acts.desk import Desk
from models.directory import Person
from models.errors import SignInRefused
from models.ids import NOBODY
from models.store import directory
from models.store.database.clock import machine_time
from models.store.sign_in import challenges, security_log
from models.store.sign_in.security_log import SecurityEvent


def the_time(desk: Desk) -> datetime:
    """Return the machine's time, by which a sign-in that began runs out."""
    with desk.store.reading() as conn:
        return machine_time(conn)


def answer_to(desk: Desk, state: str, until: datetime) -> None:
    """Note that a sign-in that began is answered; raises `SignInRefused` where it was, or ran out."""
    with desk.store.writing() as conn:
        in_time = until > machine_time(conn)
        taken = in_time and challenges.spend(conn, state.encode(), until)
    if not taken:
        turn_away(desk, "provider_refused", SecurityEvent.PROVIDER_REFUSED)


def person_with_account(desk: Desk, mailbox: str, *, is_verified: bool) -> Person:
    """Return whose registered mailbox the provider tells of.

    Raises `SignInRefused`, which is noted, for a mailbox that nobody of the directory has, or of which
    the provider does not say that it has verified it.
    """
    if not (mailbox and is_verified):
        turn_away(desk, "provider_unverified", SecurityEvent.PROVIDER_REFUSED)
    with desk.store.reading() as conn:
        person = directory.person_with(conn, mailbox)
    if person is None:
        turn_away(desk, "provider_unknown", SecurityEvent.PROVIDER_UNKNOWN)
    return person


def turn_away(desk: Desk, reason: str, event: SecurityEvent) -> NoReturn:
    """Note that somebody is turned away, and raise `SignInRefused`."""
    with desk.store.writing() as conn:
        security_log.count(conn, event, person=NOBODY)
    raise SignInRefused(reason)
