"""Which cases name an entry of an annual plan, and which plans are in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

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
        at_home = {number for no, number in kept if no == row.no}
        request = read_content(row.content, row.kind).without(at_home)
        granted = row.status in _IN_FORCE or bool(row.decided)
        entry = sought[row.word]
        found[entry] = (*found[entry], Naming(CaseNo(row.no), request, granted))
    return found


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
_NAMING = (
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
    .where(search_words.c.word.in_(bindparam("words", expanding=True)))
    .where(cases.c.status.in_(_STANDS))
    .order_by(cases.c.no)
)
_PLANS = (
    select(cases.c.no, cases.c.kind, dossiers.c.content)
    .join_from(cases, dossiers, _IN_HAND)
    .where(cases.c.kind == bindparam("kind"), cases.c.status.in_(_IN_FORCE))
    .order_by(cases.c.no)
)
_OF_NUMBERS = _PLANS.where(cases.c.no.in_(bindparam("numbers", expanding=True)))
_FROM_A_DAY = _PLANS.where(cases.c.begins == bindparam("begins"))
