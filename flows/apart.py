"""Many things of one sort, each done apart: one that breaks is set aside and stops no other."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from config.words import Words
from models.errors import DirectoryUnreadable, DoanError, fault_said
from models.ids import CaseNo
from models.store.amiss import aside
from models.store.amiss.aside import Aside, Chore
from models.store.amiss.directory_rows import unread_rows
from models.store.amiss.unreadable import is_the_databases
from models.store.database.clock import now
from models.store.database.engine import Store

log = logging.getLogger("doan.amiss")

T = TypeVar("T")
# So many of what is set aside are listed where people look; how many there are is told beside.
MOST_LISTED = 20


@dataclass(frozen=True)
class Named:
    """What a thing is set aside under, and of which case it is."""

    name: str
    case_no: CaseNo | None = None


def case_named(case_no: CaseNo) -> Named:
    """Return what a case is set aside under: its number."""
    return Named(case_no, case_no)


def one_by_one(
    store: Store,
    part: Chore,
    things: Iterable[T],
    do: Callable[[T], object],
    named: Callable[[T], Named],
    *,
    of_none: tuple[type[Exception], ...] = (),
) -> tuple[T, ...]:
    """Do something with each thing apart; return those that rest or broke, in their order.

    One that breaks is set aside, and told of once; it is tried again at growing distance, and forgotten
    when it works. What is the database's own fault, or `of_none` of them, is raised: there nothing would
    work.
    """
    found = tuple(things)
    if not found:
        return ()
    with store.reading() as conn:
        known, at = aside.of_part(conn, part), now(conn)
    left, mended = [], []
    for thing in found:
        said = named(thing)
        before = known.get(said.name)
        if before and before.rests(at):
            left.append(thing)
        elif _works(store, part, thing, do, said, of_none):
            mended += [said.name] if before else []
        else:
            left.append(thing)
    if mended:
        forget(store, part, mended)
    return tuple(left)


def _works(
    store: Store,
    part: Chore,
    thing: T,
    do: Callable[[T], object],
    said: Named,
    of_none: tuple[type[Exception], ...],
) -> bool:
    try:
        do(thing)
    except Exception as fault:
        if is_the_databases(fault) or isinstance(fault, of_none):
            raise
        put_aside(store, part, said, fault)
        return False
    return True


def forget(store: Store, part: Chore, names: Iterable[str]) -> None:
    """Note that things set aside work again."""
    mended = tuple(names)
    with store.writing() as conn:
        aside.forget(conn, part, mended)
    log.info("%s works again: %s", part, ", ".join(mended))


def put_aside(store: Store, part: Chore, said: Named, fault: BaseException) -> Aside:
    """Set a thing aside for a fault; the log has the fault whole once, then its kind alone."""
    with store.writing() as conn:
        told = aside.put_aside(conn, part, said.name, kind_of(fault), case_no=said.case_no)
    if told.is_news:
        log.error("%s of %s is set aside", part, said.name, exc_info=fault)
    else:
        log.warning("%s of %s broke again (%s): %s", part, said.name, told.times, told.reason)
    return told


def note_unreadable(store: Store, unread: Mapping[CaseNo, BaseException]) -> None:
    """Set the cases aside whose rows nobody can read, and forget those that can be read again."""
    with store.reading() as conn:
        known, at = aside.of_part(conn, Chore.ROWS), now(conn)
    for case_no, fault in unread.items():
        if not (case_no in known and known[case_no].rests(at)):
            put_aside(store, Chore.ROWS, case_named(case_no), fault)
    if mended := known.keys() - unread.keys():
        forget(store, Chore.ROWS, sorted(mended))


def note_unread_directory(store: Store) -> None:
    """Set aside the rows of the directory that nobody can read, and forget those that can be again."""
    with store.reading() as conn:
        unread = {row.name for row in unread_rows(conn)}
        known, at = aside.of_part(conn, Chore.DIRECTORY), now(conn)
    for name in sorted(unread):
        if not (name in known and known[name].rests(at)):
            put_aside(store, Chore.DIRECTORY, Named(name), DirectoryUnreadable(row=name))
    if mended := known.keys() - unread:
        forget(store, Chore.DIRECTORY, sorted(mended))


def aside_told(told: Aside, w: Words) -> str:
    """Say in one sentence what is set aside, why, since when, and how often it was tried."""
    part, why = w.text(f"amiss.part.{told.part}"), fault_said(told.reason, w)
    since = w.moment(told.since)
    return w.text("amiss.told", part=part, name=told.name, why=why, since=since, times=told.times)


def kind_of(fault: BaseException) -> str:
    """Return what a fault is called: nothing of what anybody wrote, which its words may have."""
    return fault.code if isinstance(fault, DoanError) else type(fault).__name__
