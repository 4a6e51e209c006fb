"""What one has proposed a second person confirms or turns down, and it counts the next working day."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Connection

from config.province_time import Hours
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.acts.house.changes import who_confirms
from flows.acts.house.mailboxes import let_mailbox_count
from flows.acts.house.seats import let_seat_count
from flows.apart import Named, one_by_one
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.directory import UNDER_WAY, ChangeOf, NoChange, ProposedChange, Standing
from models.errors import DecisionRefused, MailboxRefused
from models.ids import is_console
from models.store import directory
from models.store.amiss.aside import Chore
from models.store.database.clock import now, today
from models.store.house import proposed
from models.store.house.journal import HouseJournal
from notifications.telling.mailbox_letters import MailboxTold, SeatsTold


def confirm_change(desk: Desk, number: int, who: Identified) -> ProposedChange:
    """Confirm a change, as the second person and on one's own page.

    Raises `DecisionRefused` for whoever is none of those who confirm it, and at the console;
    `MailboxRefused` when it waits for no confirmation, or its days are over.
    """
    (confirmed,) = confirm_changes(desk, (number,), who)
    return confirmed


def confirm_changes(
    desk: Desk, numbers: Collection[int], who: Identified
) -> tuple[ProposedChange, ...]:
    """Confirm several changes, all or none; raises what `confirm_change` raises."""
    if is_console(who.shown_by):
        raise DecisionRefused("mailbox_in_person", person=who.person)
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        changes = [proposed.change_of(conn, number) for number in sorted(set(numbers))]
        for change in changes:
            _check_second(conn, regulation, change, who)
        house = desk.house(conn, who)
        next_day = desk.calendar().add_working_days(today(conn), 1)
        confirmed = tuple(_confirm(house, change, who, next_day) for change in changes)
        _tell_of_confirmed(desk, conn, confirmed)
    desk.tell(AT_THE_DOOR)
    return confirmed


def _check_second(
    conn: Connection, regulation: Regulation, change: ProposedChange, who: Identified
) -> None:
    if who.person not in who_confirms(conn, regulation, change):
        raise DecisionRefused("not_the_second", person=who.person)
    if change.standing is not Standing.PROPOSED:
        raise MailboxRefused(NoChange.OVER)


def _confirm(
    house: HouseJournal, change: ProposedChange, who: Identified, next_day: date
) -> ProposedChange:
    counts_from = change.earliest(next_day)
    if change.what is ChangeOf.SEAT_TAKEN and change.until and change.until < counts_from:
        raise MailboxRefused(NoChange.PAST)
    return proposed.confirm(house, change.number, who.person, counts_from)


def _tell_of_confirmed(desk: Desk, conn: Connection, confirmed: Sequence[ProposedChange]) -> None:
    for change in confirmed:
        if change.is_of_mailbox:
            before = directory.person(conn, change.person)
            MailboxTold(conn, change, before, desk.settings, at=now(conn)).confirmed()
    of_seats = [change for change in confirmed if not change.is_of_mailbox]
    SeatsTold(conn, desk.regulation(), desk.settings, at=now(conn)).confirmed(of_seats)


def turn_down_change(desk: Desk, number: int, who: Identified) -> ProposedChange:
    """Let a change come to nothing before it counts: its person, who proposed or who may confirm it.

    Raises `DecisionRefused` for others, `MailboxRefused` when it is over.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        change = proposed.change_of(conn, number)
        theirs = {change.person, change.proposed_by, *who_confirms(conn, regulation, change)}
        if who.person not in theirs:
            raise DecisionRefused("not_the_second", person=who.person)
        if change.standing not in UNDER_WAY:
            raise MailboxRefused(NoChange.OVER)
        return proposed.turn_down(desk.house(conn, who), number, who.person)


def let_changes_count(desk: Desk) -> None:
    """Let the confirmed changes whose day has come count. Part of the sweep, safe to repeat.

    Of a mailbox both are told, so it counts in office hours; who sits where counts as the day begins.
    One broken change is set aside with its number and does not stop the others.
    """
    with desk.store.reading() as conn:
        at_office = desk.calendar().hours_at(now(conn)) is Hours.OFFICE
        found = proposed.due(conn, today(conn))
    due = {each.number: each for each in found if at_office or not each.is_of_mailbox}

    def let_count(number: int) -> None:
        act = let_mailbox_count if due[number].is_of_mailbox else let_seat_count
        act(desk, number)

    one_by_one(desk.store, Chore.MAILBOX, due, let_count, lambda number: Named(f"{number}"))
    if due:
        desk.tell(AT_THE_DOOR)
