"""A mailbox is changed by two people, both mailboxes are written to, and it counts the next working day.

It is the key to its person's signature: who has it signs in as them.
"""

import logging

from sqlalchemy import Connection

from config.mailbox import is_mailbox
from flows.acts.desk import Desk
from flows.acts.house.changes import check_administers, who_confirms
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.directory import NoChange, ProposedChange, Standing
from models.errors import MailboxRefused
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import now
from models.store.house import proposed
from models.store.sign_in import calendar_feeds, codes, devices, passkeys, sessions, tokens
from notifications.telling.mailbox_letters import MailboxTold

log = logging.getLogger("doan.mailboxes")


def propose_mailbox(desk: Desk, person: PersonId, mailbox: str, who: Identified) -> ProposedChange:
    """Propose another mailbox for a person; only who administers Doan does.

    Raises `DecisionRefused` for others, `MailboxRefused` with the reason, `PersonUnknown`.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        check_administers(conn, regulation, who)
        before = directory.person(conn, person)
        house = desk.house(conn, who)
        # Of two proposals the second sees the first.
        house.wait()
        _check(conn, person, mailbox, before.mailbox)
        change = proposed.propose_mailbox(house, person, mailbox, who.person)
        told = MailboxTold(conn, change, before, desk.settings, at=now(conn))
        told.proposed(who_confirms(conn, regulation, change))
    desk.tell(AT_THE_DOOR)
    return change


def let_mailbox_count(desk: Desk, number: int) -> None:
    """Give a person the new mailbox; whoever is signed in as them by the old one signs in anew."""
    with desk.store.writing() as conn:
        change = proposed.change_of(conn, number)
        if change.standing is not Standing.CONFIRMED or change.mailbox is None:
            return
        before = directory.person(conn, change.person)
        owner = directory.person_with(conn, change.mailbox)
        if owner and owner.id != change.person:
            # Nobody but who changes the database itself gets there: what is proposed is kept free.
            log.error("the new mailbox of change %s is somebody else's", number)
            return
        house = desk.house(conn)
        counted = proposed.let_count(house, change)
        sessions.end_all(house, change.person)
        passkeys.remove_all(house, change.person, "mailbox")
        tokens.revoke_all(house, change.person, "mailbox")
        calendar_feeds.withdraw(house, change.person, "mailbox")
        devices.forget_all(conn, change.person)
        codes.forget_all(conn, change.person)
        MailboxTold(conn, counted, before, desk.settings, at=now(conn)).counts()


def _check(conn: Connection, person: PersonId, mailbox: str, before: str) -> None:
    if not is_mailbox(mailbox):
        raise MailboxRefused(NoChange.MALFORMED, mailbox=mailbox)
    if any(each.person == person and each.mailbox for each in proposed.under_way(conn)):
        name = directory.person(conn, person).name
        raise MailboxRefused(NoChange.UNDER_WAY, person=name)
    if mailbox == before:
        raise MailboxRefused(NoChange.SAME, mailbox=mailbox)
    if mailbox.lower() != before.lower() and proposed.is_taken(conn, mailbox):
        raise MailboxRefused(NoChange.TAKEN, mailbox=mailbox)
