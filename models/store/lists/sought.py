"""Which cases are wanted of a list, as a condition of a query: no more rows are read than are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    CompoundSelect,
    Select,
    and_,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)

from config.regulation.codes import Kind
from models.case import CaseStatus
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo
from models.request.words import SearchMark, marked
from models.store.lists.reach import Condition, in_reach
from models.store.tables import IS_OPEN, UNDER_WAY, cases, search_words, steps

# What is under way and waits for nobody but a day.
NO_STAGE = "none"
_SHORTEST_BEGINNING = 2
# By names of their own: in whose reach a case is, is told by its steps as well.
_ASKED, _CASES, _WORDS = steps.alias("asked"), cases.alias("named"), search_words


@dataclass(frozen=True)
class Term:
    """A word somebody looks for, in every form in which it may stand somewhere.

    `number` as a case's number, `key` as the beginning of a word, `units` and `countries` whose names
    have it.
    """

    number: str
    key: str
    units: tuple[BodyKey, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sought:
    """Which cases are wanted: those that have every one of the terms, and are of what is named.

    None asks for nothing of its kind. `marks` are words behind their marks, each of which the dossier
    has to have; of `any_of` one; `beginnings` are what words have to begin with. `days`: the case lasts
    on one of them. `late_at`: a step is overdue then. `stage` has an open step, or is `NO_STAGE`.
    """

    terms: tuple[Term, ...] = ()
    kind: Kind | None = None
    statuses: tuple[CaseStatus, ...] = ()
    under_way: bool = False
    units: tuple[BodyKey, ...] | None = None
    year: int | None = None
    numbers: tuple[CaseNo, ...] | None = None
    stage: str | None = None
    marks: tuple[str, ...] = ()
    any_of: tuple[str, ...] | None = None
    beginnings: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    late_at: datetime | None = None
    faulty: bool = False


def conditions_of(wanted: Sought, reads: Reach) -> Iterator[Condition]:
    """Yield under which conditions a case is wanted; what a dossier alone says, for who `reads` it."""
    yield from _of_rows(wanted)
    if wanted.stage == NO_STAGE:
        yield and_(literal_column(f"cases.{UNDER_WAY}"), ~_asks())
    elif wanted.stage:
        yield _asks(_ASKED.c.stage == wanted.stage)
    if wanted.late_at:
        has_passed = and_(_ASKED.c.due_at < wanted.late_at, _ASKED.c.paused_at.is_(None))
        yield _asks(or_(_ASKED.c.overdue, has_passed))
    said = [_WORDS.c.word == mark for mark in wanted.marks]
    said += [_begins(word) for word in wanted.beginnings]
    if wanted.any_of is not None:
        said.append(_WORDS.c.word.in_(wanted.any_of))
    if said and not reads.is_all:
        yield in_reach(reads)
    for word in said:
        yield cases.c.no.in_(select(_WORDS.c.case_no).where(word))
    for term in wanted.terms:
        yield _stands_in(term, reads)


def _of_rows(wanted: Sought) -> Iterator[Condition]:
    if wanted.kind:
        yield cases.c.kind == wanted.kind
    if wanted.statuses:
        yield cases.c.status.in_(wanted.statuses)
    if wanted.under_way:
        yield literal_column(f"cases.{UNDER_WAY}")
    if wanted.units is not None:
        yield cases.c.unit.in_(wanted.units)
    if wanted.year:
        yield cases.c.year == wanted.year
    if wanted.numbers is not None:
        yield cases.c.no.in_(wanted.numbers)
    if wanted.days:
        first, last = wanted.days
        yield and_(cases.c.begins <= last, cases.c.ends >= first)
    if wanted.faulty:
        yield cases.c.fault.is_not(None)


def _asks(*what: Condition) -> Condition:
    """Return the condition that an open step of a case is so."""
    is_open: Condition = literal_column(f"asked.{IS_OPEN}")
    return exists().where(_ASKED.c.case_no == cases.c.no, is_open, *what)


def _stands_in(term: Term, reads: Reach) -> Condition:
    """Return under which condition a term stands somewhere in a case or in its dossier."""
    rows = [select(_CASES.c.no).where(_CASES.c.no == term.number)]
    if term.units:
        rows.append(select(_CASES.c.no).where(_CASES.c.unit.in_(term.units)))
    if not term.key:
        return cases.c.no.in_(_together(rows))
    codes = [marked(SearchMark.COUNTRY, code) for code in term.countries]
    written, of_dossier = _begins(term.key), or_(_begins(term.key), _WORDS.c.word.in_(codes))
    if reads.is_all:
        found = select(_WORDS.c.case_no).where(of_dossier)
        return cases.c.no.in_(_together([*rows, found]))
    of_title = select(_WORDS.c.case_no).where(written, ~_WORDS.c.of_dossier)
    alone = select(_WORDS.c.case_no).where(of_dossier)
    return or_(
        cases.c.no.in_(_together([*rows, of_title])),
        and_(in_reach(reads), cases.c.no.in_(alone)),
    )


def _together(found: list[Select[tuple[str]]]) -> CompoundSelect[tuple[str]]:
    return union_all(*found)


def _begins(word: str) -> Condition:
    """Return the condition that a word begins so; a letter by itself is a word of its own."""
    if len(word.rpartition(":")[2]) < _SHORTEST_BEGINNING:
        return _WORDS.c.word == word
    beyond = word[:-1] + chr(ord(word[-1]) + 1)
    return and_(_WORDS.c.word >= word, _WORDS.c.word < beyond)
