"""Erasing: what there is of a case or a person, and how it goes. The journal stays as it is."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    delete,
    func,
    select,
    union,
    update,
)

from models import entries as e
from models.case import OVER
from models.ids import CaseNo, Digest, PersonId
from models.store import journal
from models.store.auditing import run_states
from models.store.figures.kept import coarsen
from models.store.house.post import SETTLED
from models.store.mail.close_together import lay_close_together
from models.store.outbox import WAITING, MessageState
from models.store.privacy import address_book, passports
from models.store.tables import (
    address_book as people_kept,
)
from models.store.tables import (
    amended_passports,
    bookings,
    case_words,
    cases,
    dossiers,
    files,
    known_devices,
    mail_wishes,
    outbox,
    persons,
    programmes,
    returned_mail,
    salts,
    search_words,
    sign_in_codes,
    texts,
    travellers,
)
from models.store.tables import journal as entries
from models.store.tables import passports as passport_rows

# Some messages of the outbox.
Messages = ColumnElement[bool]

# Those that went over into another letter.
carried = outbox.alias("carried")

# What stands in the row of somebody who is erased; their id stays.
ERASED_NAME = "(đã xóa)"
_CONTENT = (
    dossiers, case_words, search_words, programmes, travellers, texts, files, salts, bookings,
)  # fmt: skip
_ENDS = tuple(
    each.kind for each in (e.CaseRejected, e.CaseArchived, e.CaseWithdrawn, e.CaseCancelled)
)


def erased_at(conn: Connection, case_no: CaseNo) -> datetime | None:
    """Return when a case's dossier was erased; None while it is there."""
    there = select(dossiers.c.version).where(dossiers.c.case_no == case_no).limit(1)
    if conn.execute(there).first():
        return None
    told = journal.all_of(conn, case_no, e.ContentErased.kind)
    said = (en.at for en in told if isinstance(en.payload, e.ContentErased) and en.payload.dossiers)
    return next(said, None)


def what_there_is(conn: Connection, case_no: CaseNo) -> dict[str, Any]:
    """Return what an entry says that all content of a case is erased."""

    def all_in(column: Any) -> tuple[Any, ...]:
        found = select(column).where(column.table.c.case_no == case_no).order_by(column)
        return tuple(conn.execute(found).scalars())

    return {
        "dossiers": all_in(dossiers.c.version),
        "programmes": all_in(programmes.c.revision),
        "texts": tuple(Digest(each) for each in all_in(texts.c.digest)),
        "files": tuple(Digest(each) for each in all_in(files.c.digest)),
        "passports": True,
        "salt": True,
    }


def erase_content(conn: Connection, case_no: CaseNo) -> None:
    """Erase all content of a case: dossiers and their words, programmes, travellers, texts, files,
    passports, salt; of the unit's address book, whom no later case has named. What it counts for stays,
    and tells of nobody any more.
    """
    erase_passports(conn, case_no)
    address_book.forget_case(conn, case_no)
    forget_senders(conn, returned_mail.c.case_no == case_no)
    run_states.forget_words(conn, case_no)
    for table in _CONTENT:
        conn.execute(delete(table).where(table.c.case_no == case_no))
    coarsen(conn, case_no)


def erase_passports(conn: Connection, case_no: CaseNo) -> None:
    """Erase all passports of a case, and in the unit's address book those it gave."""
    passports.erase(conn, case_no)
    address_book.forget_passports(conn, case_no)


def has_passports(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether any passport of a case lies there."""
    return any(
        conn.execute(select(table.c.case_no).where(table.c.case_no == case_no).limit(1)).first()
        for table in (passport_rows, amended_passports)
    )


def has_passports_of_earlier_days(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether passports of a case lie under the installation's key, not under their own."""
    rows = conn.execute(select(passport_rows).where(passport_rows.c.case_no == case_no))
    return any(not passports.has_own_key(row.ciphertext) for row in rows)


def ended(conn: Connection, *, with_passports: bool = False) -> dict[CaseNo, datetime]:
    """Return the cases that are over and not erased (or their passports not), and when they ended."""
    kept = people_kept.c.passport_of
    of_passports = passport_rows.c.case_no, amended_passports.c.case_no, kept
    there = union(*map(select, of_passports)) if with_passports else select(dossiers.c.case_no)
    rows = conn.execute(
        select(entries.c.case_no, func.max(entries.c.at))
        .join_from(entries, cases, cases.c.no == entries.c.case_no)
        .where(cases.c.status.in_(OVER), entries.c.kind.in_(_ENDS))
        .where(entries.c.case_no.in_(there))
        .group_by(entries.c.case_no)
        .order_by(entries.c.case_no)
    )
    return {CaseNo(case_no): _moment(at) for case_no, at in rows}


def _moment(at: Any) -> datetime:
    moment: datetime = at
    return moment


# --- messages --------------------------------------------------------------------------------------


def letters_wait(conn: Connection, of: Messages) -> bool:
    """Tell whether any of some messages has not been sent or given up."""
    wait = (*WAITING, MessageState.GATHERED)
    waiting = select(outbox.c.id).where(of, outbox.c.state.in_(wait)).limit(1)
    return conn.execute(waiting).first() is not None


def give_up_gathered(conn: Connection, of: Messages) -> None:
    """Let no letter of the day tell those of some messages that still wait for one."""
    gathered = of & (outbox.c.state == MessageState.GATHERED)
    conn.execute(update(outbox).where(gathered).values(state=MessageState.ERASED))


def of_case(case_no: CaseNo, held: Collection[CaseNo] = ()) -> Messages:
    """Match the messages of a case, and the letters that carry one of them with others.

    Letters that tell of a case that is held as well stay until it is released.
    """
    carry = outbox.c.id.in_(_carriers(carried.c.case_no == case_no)) & _tell_of_none(held)
    return (outbox.c.case_no == case_no) | carry


def carrying_what_is_forgotten(held: Collection[CaseNo]) -> Messages:
    """Match the letters that say still what was erased, because they told of a case that was held."""
    is_forgotten = (carried.c.told == SETTLED) & carried.c.seal.is_(None)
    return outbox.c.id.in_(_carriers(is_forgotten)) & _tell_of_none(held)


def _tell_of_none(held: Collection[CaseNo]) -> Messages:
    """Match the letters that carry no message of any of some cases."""
    return outbox.c.id.not_in(_carriers(carried.c.case_no.in_(held)))


def _carriers(of: Messages) -> ScalarSelect[Any]:
    return (
        select(carried.c.carried_by).where(of, carried.c.carried_by.is_not(None)).scalar_subquery()
    )


def to_person(person: PersonId) -> Messages:
    """Match the messages to a person."""
    return outbox.c.recipient == person


def told_of_held(conn: Connection, person: PersonId, held: Collection[CaseNo]) -> CaseNo | None:
    """Return a held case of which letters to a person tell, if any does."""
    says = to_person(person) & outbox.c.seal.is_not(None) & outbox.c.case_no.in_(held)
    return conn.execute(select(outbox.c.case_no).where(says).limit(1)).scalar()


def sent_before(moment: datetime, held: Sequence[CaseNo]) -> Messages:
    """Match the messages that were sent, or queued and given up, before a moment; of no held case."""
    at = func.coalesce(outbox.c.sent_at, outbox.c.queued_at)
    of_others = outbox.c.case_no.is_(None) | outbox.c.case_no.not_in(held)
    return (at < moment) & of_others & _tell_of_none(held)


def to_forget(conn: Connection, of: Messages, *, most: int = 1000) -> tuple[int, ...]:
    """Return which of some messages still say something; each is told of twice by now."""
    says = select(outbox.c.id).where(of, outbox.c.told == SETTLED, outbox.c.seal.is_not(None))
    return tuple(conn.execute(says.order_by(outbox.c.id).limit(most)).scalars())


def forget_messages(conn: Connection, messages: Sequence[int]) -> None:
    """Erase what messages said, where to, and their seal; that they were sent, and when, stays."""
    said: dict[str, Any] = {
        "facts": {},
        "address": None,
        "content": None,
        "seal": None,
        "trouble": None,
        "accepted_as": None,
    }
    conn.execute(update(outbox).where(outbox.c.id.in_(messages)).values(**said))
    lay_close_together(conn, messages)


def forget_senders(conn: Connection, of: ColumnElement[bool]) -> None:
    """Erase who is said to have written some of what came to the sender's mailbox."""
    conn.execute(update(returned_mail).where(of).values(sender=None))


def came_before(moment: datetime, held: Sequence[CaseNo]) -> ColumnElement[bool]:
    """Match what came before a moment, about no held case."""
    of_others = returned_mail.c.case_no.is_(None) | returned_mail.c.case_no.not_in(held)
    return (returned_mail.c.read_at < moment) & of_others


# --- people ----------------------------------------------------------------------------------------


def erase_person(conn: Connection, person: PersonId) -> None:
    """Leave of a person's row its id alone, forget their devices and how they wished to be written to.

    Sessions are ended before.
    """
    for table in (known_devices, sign_in_codes, mail_wishes):
        conn.execute(delete(table).where(table.c.person == person))
    forget_senders(conn, returned_mail.c.person == person)
    left = {
        "name": ERASED_NAME,
        "name_key": "",
        "language": "vi",
        "mailbox": f"{person}@erased.invalid",
        "other_mailbox": None,
        "salt": b"",
    }
    conn.execute(update(persons).where(persons.c.id == person).values(**left))


def travels_in(conn: Connection, person: PersonId) -> tuple[tuple[CaseNo, bool], ...]:
    """Return the cases in which a person of the directory travels, and whether each is over."""
    rows = conn.execute(
        select(travellers.c.case_no, cases.c.status)
        .join(cases, cases.c.no == travellers.c.case_no)
        .where(travellers.c.person == person)
        .distinct()
        .order_by(travellers.c.case_no)
    )
    return tuple((CaseNo(row.case_no), row.status in OVER) for row in rows)
