"""A mailbox is changed by two people, both mailboxes are written to, and it counts the next working day.

It is the key to its person's signature: who has it signs in as them.
"""

import logging

from sqlalchemy import Connection

from config.mailbox import is_mailbox
from config.province_time import Hours
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.apart import Named, one_by_one
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.directory import UNDER_WAY, MailboxChange, NoChange, Standing
from models.errors import DecisionRefused, MailboxRefused
from models.ids import PersonId, SeatKey, is_console
from models.store import directory
from models.store.amiss.aside import Chore
from models.store.database.clock import now, today
from models.store.house import mailboxes
from models.store.sign_in import calendar_feeds, codes, devices, passkeys, sessions, tokens
from notifications.telling.mailbox_letters import MailboxTold

log = logging.getLogger("doan.mailboxes")


def propose_mailbox(desk: Desk, person: PersonId, mailbox: str, who: Identified) -> MailboxChange:
    """Propose another mailbox for a person; only who administers Doan does.

    Raises `DecisionRefused` for others, `MailboxRefused` with the reason, `PersonUnknown`.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        on, seat = today(conn), SeatKey(regulation.administrator)
        if who.person not in directory.holders(conn, seat, on):
            raise DecisionRefused("not_administrator", person=who.person)
        before = directory.person(conn, person)
        house = desk.house(conn, who)
        # Of two proposals the second sees the first.
        house.wait()
        _check(conn, person, mailbox, before.mailbox)
        change = mailboxes.propose(house, person, mailbox, who.person)
        told = MailboxTold(conn, change, before, desk.settings, at=now(conn))
        told.proposed(who_confirms(conn, regulation, change))
    desk.tell(AT_THE_DOOR)
    return change


def confirm_mailbox(desk: Desk, number: int, who: Identified) -> MailboxChange:
    """Confirm, as the second person and on one's own page, that a mailbox is to be another.

    Raises `DecisionRefused` for whoever is none of those who confirm it, and at the console;
    `MailboxRefused` when it waits for no confirmation.
    """
    if is_console(who.shown_by):
        raise DecisionRefused("mailbox_in_person", person=who.person)
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        change = mailboxes.change_of(conn, number)
        if who.person not in who_confirms(conn, regulation, change):
            raise DecisionRefused("not_the_second", person=who.person)
        if change.standing is not Standing.PROPOSED:
            raise MailboxRefused(NoChange.OVER)
        counts_from = desk.calendar().add_working_days(today(conn), 1)
        confirmed = mailboxes.confirm(desk.house(conn, who), number, who.person, counts_from)
        before = directory.person(conn, change.person)
        MailboxTold(conn, confirmed, before, desk.settings, at=now(conn)).confirmed()
    desk.tell(AT_THE_DOOR)
    return confirmed


def turn_down_mailbox(desk: Desk, number: int, who: Identified) -> MailboxChange:
    """Let a change come to nothing before it counts: its person, who proposed or who may confirm it.

    Raises `DecisionRefused` for others, `MailboxRefused` when it is over.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        change = mailboxes.change_of(conn, number)
        theirs = {change.person, change.proposed_by, *who_confirms(conn, regulation, change)}
        if who.person not in theirs:
            raise DecisionRefused("not_the_second", person=who.person)
        if change.standing not in UNDER_WAY:
            raise MailboxRefused(NoChange.OVER)
        return mailboxes.turn_down(desk.house(conn, who), number, who.person)


def who_confirms(
    conn: Connection, regulation: Regulation, change: MailboxChange
) -> tuple[PersonId, ...]:
    """Return who may confirm a change: of the administrators, else of the focal office, a second one.

    That is neither who proposed it nor whose mailbox it is.
    """
    apart = {change.proposed_by, change.person}
    for seat in (regulation.administrator, regulation.focal_office):
        held = directory.holders(conn, SeatKey(seat), today(conn))
        if able := tuple(person for person in held if person not in apart):
            return able
    return ()


def changes_of(
    conn: Connection, regulation: Regulation, person: PersonId
) -> tuple[MailboxChange, ...]:
    """Return the changes under way that a person may confirm or turn down, oldest first."""
    return tuple(
        change
        for change in mailboxes.under_way(conn)
        if person in (change.person, change.proposed_by)
        or person in who_confirms(conn, regulation, change)
    )


def let_mailboxes_count(desk: Desk) -> None:
    """Let the confirmed changes whose day has come count. Part of the sweep, safe to repeat.

    Both mailboxes are told of it, so it is done in office hours. One broken change is set aside with its
    number and does not stop the others.
    """
    with desk.store.reading() as conn:
        if desk.calendar().hours_at(now(conn)) is not Hours.OFFICE:
            return
        due = [change.number for change in mailboxes.due(conn, today(conn))]
    one_by_one(
        desk.store,
        Chore.MAILBOX,
        due,
        lambda number: _let_count(desk, number),
        lambda number: Named(f"{number}"),
    )
    if due:
        desk.tell(AT_THE_DOOR)


def _let_count(desk: Desk, number: int) -> None:
    """Give a person the new mailbox; whoever is signed in as them by the old one signs in anew."""
    with desk.store.writing() as conn:
        change = mailboxes.change_of(conn, number)
        if change.standing is not Standing.CONFIRMED:
            return
        before = directory.person(conn, change.person)
        owner = directory.person_with(conn, change.mailbox)
        if owner and owner.id != change.person:
            # Nobody but who changes the database itself gets there: what is proposed is kept free.
            log.error("the new mailbox of change %s is somebody else's", number)
            return
        house = desk.house(conn)
        counted = mailboxes.let_count(house, change)
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
    if any(each.person == person for each in mailboxes.under_way(conn)):
        name = directory.person(conn, person).name
        raise MailboxRefused(NoChange.UNDER_WAY, person=name)
    if mailbox == before:
        raise MailboxRefused(NoChange.SAME, mailbox=mailbox)
    if mailbox.lower() != before.lower() and mailboxes.is_taken(conn, mailbox):
        raise MailboxRefused(NoChange.TAKEN, mailbox=mailbox)
