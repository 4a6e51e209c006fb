"""The letters about signing in. They are of no case: who came in as somebody, who tries to."""

from datetime import datetime

from sqlalchemy import Connection

from config.settings import Settings
from models.ids import PersonId
from notifications.facts.letters import GuessingLetter, NewDeviceLetter, PasskeyLetter, TokenLetter
from notifications.telling.of_no_case import queue_to_each

NEW_DEVICE = "new_device"
MANY_WRONG_CODES = "many_wrong_codes"
PASSKEY_ADDED = "passkey_added"
ACCESS_GIVEN = "access_given"
OF_DOORS = frozenset((NEW_DEVICE, MANY_WRONG_CODES, PASSKEY_ADDED, ACCESS_GIVEN))


def tell_of_new_device(
    conn: Connection,
    person: PersonId,
    device: str,
    settings: Settings,
    *,
    session: str,
    at: datetime,
) -> None:
    """Tell a person that somebody has signed in as them on a device Doan had not seen with them.

    Repeat-safe: a letter is keyed by the digest of the session that began.
    """
    letter = NewDeviceLetter(device=device or None)
    queue_to_each(conn, settings, (person,), letter, notice=NEW_DEVICE, key=session[:32], at=at)


def tell_of_passkey(
    conn: Connection,
    person: PersonId,
    device: str,
    settings: Settings,
    *,
    passkey: str,
    at: datetime,
) -> None:
    """Tell a person that a passkey signs in as them from now on. Repeat-safe: keyed by its id."""
    letter = PasskeyLetter(device=device or None)
    queue_to_each(conn, settings, (person,), letter, notice=PASSKEY_ADDED, key=passkey[:32], at=at)


def tell_of_token(
    conn: Connection,
    person: PersonId,
    letter: TokenLetter,
    settings: Settings,
    *,
    digest: str,
    at: datetime,
) -> None:
    """Tell a person that a system calls for them from now on. Repeat-safe: keyed by its digest."""
    queue_to_each(conn, settings, (person,), letter, notice=ACCESS_GIVEN, key=digest[:32], at=at)


def tell_of_wrong_codes(
    conn: Connection,
    administrators: tuple[PersonId, ...],
    times: int,
    settings: Settings,
    *,
    at: datetime,
) -> None:
    """Tell the administrators that somebody guesses codes. Repeat-safe: keyed by the hour."""
    letter, hour = GuessingLetter(times=times), f"{at:%Y%m%d%H}"
    queue_to_each(conn, settings, administrators, letter, notice=MANY_WRONG_CODES, key=hour, at=at)
