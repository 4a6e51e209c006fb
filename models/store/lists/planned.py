"""Which cases name an entry of an annual plan, and which plans are in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from config.regulation.codes import Act, Kind
from models.acts import Chosen
from models.case import CaseStatus, StepState
from models.ids import CaseNo
from models.request.base import Request
from models.request.words import SearchMark, marked
from models.store.dossiers import read_content
from models.store.lists.kept_home import kept_home
from models.store.tables import cases, dossiers, search_words, steps

# What was refused, withdrawn or called off uses nothing.
_STANDS = (CaseStatus.IN_APPROVAL, CaseStatus.APPROVED, CaseStatus.ARCHIVED)
_IN_FORCE = (CaseStatus.APPROVED, CaseStatus.ARCHIVED)
_GRANTED = (Chosen.APPROVE, Chosen.APPROVE_WITH_CONDITIONS, Chosen.APPROVE_SOME)


@dataclass(frozen=True)
class Naming:
    """A case that names an entry and stands, and whether somebody has decided for it already."""

    case_no: CaseNo
    request: Request
    granted: bool


def naming(conn: Connection, entries: Collection[str]) -> dict[str, tuple[Naming, ...]]:
    """Return by entry (`KH-2020-0001/R3`) the cases that name it and stand, by their numbers.

    Who is kept at home by a decision is in none of the requests. Two questions whatever their number.
    """
    if not entries:
        return {}
    sought = {marked(SearchMark.ENTRY, entry): entry for entry in entries}
    rows = conn.execute(_NAMING, {"words": [*sought]}).all()
    kept = kept_home(conn, [CaseNo(row.no) for row in rows]) if rows else frozenset()
    found: dict[str, tuple[Naming, ...]] = dict.fromkeys(entries, ())
    for row in rows:
        entry = sought[row.word]
        found[entry] = (*found[entry], _naming(row, kept))
    return found


def naming_any_of(conn: Connection, case_no: CaseNo) -> tuple[tuple[str, Naming], ...]:
    """Return the cases that stand and name an entry of a plan, each with the name of the entry.

    By the beginning that these names share: two questions, whatever their number.
    """
    first = marked(SearchMark.ENTRY, f"{case_no}/")
    beyond = first[:-1] + chr(ord(first[-1]) + 1)
    rows = conn.execute(_NAMING_ANY, {"first": first, "beyond": beyond}).all()
    kept = kept_home(conn, [CaseNo(row.no) for row in rows]) if rows else frozenset()
    return tuple((row.word.partition(":")[2], _naming(row, kept)) for row in rows)


def _naming(row: Row[Any], kept: Collection[tuple[CaseNo, int]]) -> Naming:
    at_home = {number for no, number in kept if no == row.no}
    request = read_content(row.content, row.kind).without(at_home)
    return Naming(CaseNo(row.no), request, row.status in _IN_FORCE or bool(row.decided))


def in_force(conn: Connection, numbers: Collection[CaseNo], kind: Kind) -> dict[CaseNo, Request]:
    """Return those of some cases of a kind that are approved, as they are in force."""
    if not numbers:
        return {}
    rows = conn.execute(_OF_NUMBERS, {"numbers": sorted(numbers), "kind": str(kind)})
    return {CaseNo(row.no): read_content(row.content, row.kind) for row in rows}


def in_force_from(conn: Connection, begins: date, kind: Kind) -> dict[CaseNo, Request]:
    """Return the approved cases of a kind that begin on a day, as they are in force, by number."""
    rows = conn.execute(_FROM_A_DAY, {"begins": begins, "kind": str(kind)})
    return {CaseNo(row.no): read_content(row.content, row.kind) for row in rows}


def is_standing_from(conn: Connection, begins: date, kind: Kind) -> bool:
    """Tell whether a case of a kind that begins on a day stands, approved or not yet."""
    asked = {"begins": begins, "kind": str(kind)}
    return conn.execute(_STANDING_FROM_A_DAY, asked).first() is not None


def units_of(conn: Connection, numbers: Collection[str]) -> dict[str, str]:
    """Return whose the cases of some numbers are that stand; what is no such number is left out."""
    if not numbers:
        return {}
    wanted = select(cases.c.no, cases.c.unit).where(cases.c.no.in_(sorted(numbers)))
    return {row.no: row.unit for row in conn.execute(wanted.where(cases.c.status.in_(_STANDS)))}


def hold(conn: Connection, case_no: CaseNo) -> None:
    """Keep others from holding a case until the transaction ends; wait for who holds it now.

    On SQLite the whole database is locked by the transaction already.
    """
    conn.execute(select(cases.c.no).where(cases.c.no == case_no).with_for_update())


_IN_HAND = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
_DECIDED = (
    select(steps.c.number)
    .where(steps.c.case_no == cases.c.no, steps.c.act == Act.DECIDE)
    .where(steps.c.state == StepState.DECIDED, steps.c.choice.in_(_GRANTED))
    .exists()
)
_USING = (
    select(
        search_words.c.word,
        cases.c.no,
        cases.c.kind,
        cases.c.status,
        dossiers.c.content,
        _DECIDED.label("decided"),
    )
    .join_from(search_words, cases, cases.c.no == search_words.c.case_no)
    .join(dossiers, _IN_HAND)
    .where(cases.c.status.in_(_STANDS))
    .order_by(cases.c.no)
)
_NAMING = _USING.where(search_words.c.word.in_(bindparam("words", expanding=True)))
_NAMING_ANY = _USING.where(search_words.c.word >= bindparam("first")).where(
    search_words.c.word < bindparam("beyond")
)
_PLANS = (
    select(cases.c.no, cases.c.kind, dossiers.c.content)
    .join_from(cases, dossiers, _IN_HAND)
    .where(cases.c.kind == bindparam("kind"), cases.c.status.in_(_IN_FORCE))
    .order_by(cases.c.no)
)
_STANDING_FROM_A_DAY = (
    select(cases.c.no)
    .where(cases.c.kind == bindparam("kind"), cases.c.begins == bindparam("begins"))
    .where(cases.c.status.in_(_STANDS))
)
_OF_NUMBERS = _PLANS.where(cases.c.no.in_(bindparam("numbers", expanding=True)))
_FROM_A_DAY = _PLANS.where(cases.c.begins == bindparam("begins"))
