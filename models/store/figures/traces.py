"""What happened in many cases, from their journals: for the picture of the process and its exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Connection, select

from config.province_time import start_of
from config.regulation.codes import Stage
from models.competence.reach import Reach
from models.figures.process.discovery import Occurred, Trace
from models.ids import BodyKey, CaseNo, SeatKey, body_of
from models.store.figures.asked import FiguresSought
from models.store.lists.reach import in_reach
from models.store.tables import cases, journal, plan_steps, steps

# More make no other picture, and would take long: the newest of the period are looked at.
MOST_CASES = 2_000
_AT_ONCE = 250
_DAY = timedelta(days=1)
# What happens to a case as a whole.
_OF_CASE = (
    "case_submitted", "dossier_revised", "case_approved", "case_reopened", "case_rejected",
    "case_withdrawn", "case_cancelled", "case_archived", "amendment_in_force",
)  # fmt: skip
_OF_STEP = ("step_decided", "step_silent", "opinion_late")
# What a route plans up to the approval: afterwards each duty has a clock of its own.
_APPROVAL = (
    Stage.NOTICE, Stage.UNIT_SIGNATURE, Stage.APPRAISAL, Stage.CLASSIFICATION, Stage.HOSTING,
    Stage.OPINIONS, Stage.PARTY_DECISION, Stage.STATE_DECISION,
)  # fmt: skip


@dataclass(frozen=True)
class Traced:
    """The traces of some cases; `is_cut` where the period has more."""

    traces: tuple[Trace, ...]
    is_cut: bool


def traces(conn: Connection, asked: FiguresSought, reads: Reach, body: str = "") -> Traced:
    """Return what happened in the cases submitted in a period; of one body those it had a step in."""
    numbers = _numbers(conn, asked, reads, body)
    kept = numbers[:MOST_CASES]
    found: list[Trace] = []
    for first in range(0, len(kept), _AT_ONCE):
        found += _traces(conn, kept[first : first + _AT_ONCE])
    return Traced(tuple(found), len(numbers) > MOST_CASES)


def _numbers(conn: Connection, asked: FiguresSought, reads: Reach, body: str) -> list[str]:
    first, last = start_of(asked.period.first), start_of(asked.period.last)
    query = select(cases.c.no).where(in_reach(reads), cases.c.kind == asked.kind)
    query = query.where(cases.c.opened_at >= first, cases.c.opened_at < last + _DAY)
    if asked.unit:
        query = query.where(cases.c.unit == asked.unit)
    if body:
        had = select(steps.c.case_no).where(steps.c.seat.startswith(f"{body}/", autoescape=True))
        query = query.where(cases.c.no.in_(had))
    newest = query.order_by(cases.c.opened_at.desc(), cases.c.no.desc())
    return list(conn.execute(newest.limit(MOST_CASES + 1)).scalars())


def _traces(conn: Connection, numbers: list[str]) -> Iterator[Trace]:
    of_units = select(cases.c.no, cases.c.unit).where(cases.c.no.in_(numbers))
    units = {row.no: row.unit for row in conn.execute(of_units)}
    asked = select(steps.c.case_no, steps.c.number, steps.c.stage, steps.c.act, steps.c.seat)
    known = {
        (row.case_no, row.number): row
        for row in conn.execute(asked.where(steps.c.case_no.in_(numbers)))
    }
    planned = _planned(conn, numbers)
    told = select(journal.c.case_no, journal.c.seq, journal.c.kind, journal.c.at, journal.c.body)
    told = told.where(journal.c.case_no.in_(numbers), journal.c.kind.in_((*_OF_CASE, *_OF_STEP)))
    rows = conn.execute(told.order_by(journal.c.case_no, journal.c.seq))
    for no, entries in groupby(rows, key=lambda row: str(row.case_no)):
        events = tuple(_happened(row, known) for row in entries)
        yield Trace(CaseNo(no), BodyKey(units[no]), events, planned.get(no, ()))


def _happened(row: Any, known: dict[tuple[str, int], Any]) -> Occurred:
    if row.kind in _OF_CASE:
        return Occurred(row.kind, row.at, seq=row.seq)
    step = known[row.case_no, orjson.loads(row.body)["step"]]
    return Occurred(f"{step.stage}.{step.act}", row.at, body_of(SeatKey(step.seat)), row.seq)


def _planned(conn: Connection, numbers: list[str]) -> dict[str, tuple[str, ...]]:
    p = plan_steps.c
    query = select(p.case_no, p.stage, p.act).where(
        p.case_no.in_(numbers), p.stage.in_(_APPROVAL), ~p.optional
    )
    rows = conn.execute(query.order_by(p.case_no, p.ordinal))
    return {
        no: tuple(dict.fromkeys(f"{row.stage}.{row.act}" for row in its))
        for no, its in groupby(rows, key=lambda row: str(row.case_no))
    }
