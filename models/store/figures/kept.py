"""What a case counts for is kept in the transaction that changes it, and tells of nobody once erased."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from config.regulation.codes import Act, Stage
from models import entries as e
from models.case import Case, CaseStatus, Step, StepState
from models.figures.counted import (
    COUNTED,
    DECISIONS,
    CaseFigures,
    StepWait,
    figures_of,
    number_of_erased,
    waits_of,
)
from models.ids import CaseNo
from models.request.base import Request
from models.store import journal
from models.store.tables import case_costs, case_figures, case_turns, case_waits

Rows = list[dict[str, Any]]
# What every row of a journey or a turn says of its case.
_OF_TURN = ("kind", "unit", "nature", "area", "decider", "in_plan")
_OF_JOURNEY = (
    *_OF_TURN, "rank", "decided_on", "plan_entry", "report_due", "report_filed",
)  # fmt: skip


def follow(
    conn: Connection,
    before: Case,
    case: Case,
    request: Callable[[], Request],
    at_home: Callable[[], Collection[int]],
) -> None:
    """Let the rows of a case be those of its present state; `before` is what they are of.

    The dossier is read only where something changed that is counted: at the final decision, when an
    amendment comes into force, the report is filed, the accounts are settled, the case is called off.
    """
    _follow_waits(conn, before, case)
    had, has = _goes_by(before), _goes_by(case)
    afterwards = _afterwards(before) != _afterwards(case)
    if has is None:
        if had is not None:
            _forget(conn, case.no, case_figures, case_turns, case_costs)
        return
    if had == has and not afterwards:
        return
    figures = figures_of(
        case.kind,
        case.unit,
        request(),
        case.steps,
        {(str(p.stage), str(p.seat)): p.outside for p in case.plan if p.outside},
        at_home=at_home(),
        spent=_spent(conn, case),
    )
    keep_figures(conn, case.no, figures, turns=had != has)


def keep_figures(
    conn: Connection, case_no: CaseNo, figures: CaseFigures, *, turns: bool = True
) -> None:
    """Keep what a case counts for; without `turns` those that are there stay."""
    _forget(conn, case_no, case_figures, case_costs, *((case_turns,) if turns else ()))
    for table, rows in rows_of(case_no, figures).items():
        if rows and (turns or table is not case_turns):
            conn.execute(insert(table), rows)


def rows_of(case_no: CaseNo, figures: CaseFigures) -> dict[Table, Rows]:
    """Return the rows of what a case counts for, by their tables."""
    begins = {journey.visit: journey.begins for journey in figures.journeys}
    of_turn = {name: getattr(figures, name) for name in _OF_TURN}
    of_journey = {name: getattr(figures, name) for name in _OF_JOURNEY}
    first = {name: getattr(figures, name) for name in ("kind", "unit", "nature")}
    first["begins"] = min(begins.values())
    return {
        case_figures: [{"case_no": case_no, **of_journey, **asdict(j)} for j in figures.journeys],
        case_turns: [
            {"case_no": case_no, **of_turn, "begins": begins[t.visit], **asdict(t)}
            for t in figures.turns
        ],
        case_costs: [{"case_no": case_no, **first, **asdict(c)} for c in figures.costs],
    }


def coarsen(conn: Connection, case_no: CaseNo) -> None:
    """Leave of an erased case what counts and tells of nobody: its persons are of no other case.

    The numbers of past years stay what they were reported as, but that persons of an erased case are not
    known again in another.
    """
    t = case_turns.c
    numbers = select(t.number).where(t.case_no == case_no).distinct()
    for number in conn.execute(numbers).scalars().all():
        of_one = (t.case_no == case_no) & (t.number == number)
        unknown = number_of_erased(case_no, number)
        conn.execute(update(case_turns).where(of_one).values(person=unknown))
    of_case = case_figures.c.case_no == case_no
    conn.execute(update(case_figures).where(of_case).values(plan_entry=None))


def _forget(conn: Connection, case_no: CaseNo, *tables: Table) -> None:
    for table in tables:
        conn.execute(delete(table).where(table.c.case_no == case_no))


def _follow_waits(conn: Connection, before: Case, case: Case) -> None:
    """Keep how long steps stood with whom, from the end of the approval on."""
    had, has = set(_waits(before)), set(_waits(case))
    if gone := sorted(wait.step for wait in had - has):
        these = case_waits.c.step.in_(gone)
        conn.execute(delete(case_waits).where(case_waits.c.case_no == case.no, these))
    if new := sorted(has - had, key=lambda wait: wait.step):
        of_case = {"case_no": case.no, "kind": case.kind, "unit": case.unit}
        rows = [{**of_case, **asdict(wait)} for wait in new]
        conn.execute(insert(case_waits), rows)


def _waits(case: Case) -> Sequence[StepWait]:
    return () if case.status is CaseStatus.IN_APPROVAL else waits_of(case.unit, case.steps)


def _goes_by(case: Case) -> tuple[object, ...] | None:
    """Return what tells who goes where by whose decision; None of a case that does not count."""
    if case.status not in COUNTED:
        return None
    return (case.version, *_ended(case.steps, DECISIONS))


def _afterwards(case: Case) -> tuple[object, ...]:
    """Return what tells how its report and its accounts stand."""
    return tuple(_ended(case.steps, (Stage.REPORT, Stage.ACCOUNTS)))


def _ended(steps: Sequence[Step], stages: Collection[Stage]) -> list[tuple[object, ...]]:
    return [
        (s.number, s.state, s.choice, s.due_at, s.decided_at) for s in steps if s.stage in stages
    ]


def _spent(conn: Connection, case: Case) -> dict[tuple[str, str], Decimal] | None:
    """Return what the accounts told last of each sum; None while they are not settled."""
    settled = [s.number for s in case.steps if s.act is Act.SETTLE and s.state is StepState.DECIDED]
    if not settled:
        return None
    told = (entry.payload for entry in journal.all_of(conn, case.no, e.StepDecided.kind))
    said = [p for p in told if isinstance(p, e.StepDecided) and p.step == settled[-1]]
    return {(s.payer, s.currency): Decimal(s.amount) for p in said[-1:] for s in p.settled}
