"""What is amiss is told to whoever looks after Doan: each thing set aside, each jump of the clock, once.

By letter, as part of the sweep; by the way that is no mail, from the watch (`alarms`). What is told has
numbers and codes in it, and nobody's name.
"""

from collections.abc import Iterable

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from config.words import Words
from flows.acts.desk import Desk
from flows.apart import MOST_LISTED, aside_told
from flows.case.poke import AMISS_QUEUED
from flows.sweeps.troubles import ABOUT_LETTERS, administrators
from models.ids import PersonId
from models.store import outbox
from models.store.amiss import aside, clock_seen
from models.store.amiss.aside import Aside, Chore, Way
from models.store.amiss.clock_seen import Jump
from models.store.database.clock import both_times, now
from models.store.health.alarming import note_over, note_told
from notifications.telling.of_no_case import is_told_of_jump, tell_of_jump, tell_of_things


def tell_of_what_is_amiss(desk: Desk) -> None:
    """Write to the administrators of what broke twice and of a clock that jumped. Repeat-safe.

    Part of the sweep. Of a letter about letters that breaks they are not written to: that would never
    end. Where nobody administers Doan, what is to be told waits for somebody.
    """
    with desk.store.reading() as conn:
        told = administrators(desk, conn)
        is_news = aside.are_untold(conn, Way.LETTER) or _jump_to_tell(desk, conn, told) is not None
    if not is_news or not told:
        return
    with desk.store.writing() as conn:
        at = now(conn)
        if jump := _jump_to_tell(desk, conn, told):
            tell_of_jump(conn, desk.settings, told, jump, at=at)
        things = aside.take_to_tell(conn, Way.LETTER)
        if things := tuple(each for each in things if not _is_about_letters(conn, each)):
            tell_of_things(conn, desk.settings, told, things, most=MOST_LISTED, at=at)
    desk.tell(AMISS_QUEUED)


def _jump_to_tell(desk: Desk, conn: Connection, told: Iterable[PersonId]) -> Jump | None:
    """Return the jump of the clock that is news and that nobody was written to about."""
    machine_at, _ = both_times(conn)
    jump = clock_seen.last_jump(conn)
    if jump is None or not jump.is_news(machine_at):
        return None
    return None if is_told_of_jump(conn, desk.settings, told, jump) else jump


def _is_about_letters(conn: Connection, thing: Aside) -> bool:
    if thing.part not in (Chore.LETTER, Chore.DIGEST):
        return False
    return outbox.notice_of(conn, int(thing.name)) in ABOUT_LETTERS


def taken_to_tell(desk: Desk, alarm: str) -> tuple[Aside, ...]:
    """Return the things an alarm has to tell of; they are noted as told, and so is the alarm.

    None where the database cannot be asked or written to: of that there are alarms of their own.
    """
    try:
        with desk.store.reading() as conn:
            if not aside.are_untold(conn, Way.ALARM):
                return ()
        with desk.store.writing() as conn:
            things = aside.take_to_tell(conn, Way.ALARM)
            if things:
                note_told(conn, alarm)
    except SQLAlchemyError:
        return ()
    return things


def given_back(desk: Desk, alarm: str, things: Iterable[Aside]) -> None:
    """Note that nobody heard an alarm about some things: they are told of when somebody hears."""
    with desk.store.writing() as conn:
        aside.note_untold(conn, Way.ALARM, things)
        if not aside.are_told(conn, Way.ALARM):
            note_over(conn, alarm)


def listed(things: tuple[Aside, ...], w: Words) -> str:
    """Return the things in a language, a line each, and how many more there are."""
    lines = [aside_told(each, w) for each in things[:MOST_LISTED]]
    if more := len(things) - len(lines):
        lines.append(w.text("amiss.more", number=more))
    return "\n".join(lines)


def jump_said(jump: Jump) -> dict[str, object]:
    """Return what an alarm says of a jump: where the clock stood after it, and by how many minutes."""
    return {"at": jump.at, "minutes": f"{round(jump.by.total_seconds() / 60):+d}"}
