"""A person says how they want to be written to of what asks nothing of them."""

from dataclasses import replace

from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.errors import DecisionIncomplete
from models.ids import PersonId
from models.store import directory
from models.store.mail.wishes import MailWishes, Telling, wish, wishes_of
from notifications.gathering.sorts import SwitchedOff


def choose_wishes(desk: Desk, who: Identified, tells: str, *, receipts: bool) -> None:
    """Let a person be told from now on when they say, and have receipts or none.

    What asks, and what is duty, reaches them all the same. Raises `DecisionIncomplete` for what cannot
    be wished, `PersonUnknown`.
    """
    if tells not in set(Telling):
        raise DecisionIncomplete("choice", value=tells)
    with desk.store.writing() as conn:
        directory.person(conn, who.person)
        wish(conn, who.person, MailWishes(Telling(tells), receipts))


def switch_off(desk: Desk, person: PersonId, what: str) -> None:
    """Send a person what is no duty no more: what tells, or receipts. Nobody has to sign in for it.

    It shows nothing and stops nothing that asks. Safe to repeat. Raises `PersonUnknown`, and
    `DecisionIncomplete` for what cannot be switched off.
    """
    if what not in set(SwitchedOff):
        raise DecisionIncomplete("choice", value=what)
    with desk.store.writing() as conn:
        directory.person(conn, person)
        wishes = wishes_of(conn, [person])[person]
        if what == SwitchedOff.RECEIPTS:
            less = replace(wishes, receipts=False)
        else:
            less = replace(wishes, tells=Telling.DUTY)
        wish(conn, person, less)
