"""Cases, their plans, steps and votes: the projections of the journal, read and written as one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    insert,
    null,
    select,
    text,
    update,
)

from config.province_time import MovedDays
from config.regulation.codes import Gate, Kind, Stage
from models.case import (
    OVER,
    Case,
    CaseStatus,
    Commitment,
    Condition,
    Question,
    Remark,
    Step,
    StepState,
    Vote,
)
from models.errors import CaseUnknown, RowUnreadable
from models.ids import BodyKey, CaseNo, PersonId
from models.kinds import KINDS
from models.store.amiss.unreadable import each_readable, readable, whole
from models.store.case_rows import (
    CALL_CHANGES,
    amendment_of,
    amendment_row,
    call_of,
    case_of,
    case_row,
    moved_days_of,
    plan_row,
    planned_of,
    step_of,
    step_row,
    vote_of,
    vote_row,
)
from models.store.database.engine import insert_once, insert_or_change
from models.store.tables import (
    amendments,
    calls,
    case_numbers,
    cases,
    commitments,
    conditions,
    plan_steps,
    questions,
    remarks,
    steps,
    votes,
)

# Put together once: that costs more than the database needs to answer them.
_CASE = select(cases).where(cases.c.no == bindparam("of"))
_LOCKED_CASE = _CASE.with_for_update()
_PLAN = select(plan_steps).where(plan_steps.c.case_no == bindparam("of"))
_PLAN = _PLAN.order_by(plan_steps.c.ordinal)
_STEPS = select(steps).where(steps.c.case_no == bindparam("of")).order_by(steps.c.number)
_VOTES = select(votes).where(votes.c.case_no == bindparam("of")).order_by(votes.c.at)
_CHANGE_CASE = update(cases).where(cases.c.no == bindparam("of"))
_CHANGE_STEP = update(steps).where(steps.c.case_no == bindparam("of"))
_CHANGE_STEP = _CHANGE_STEP.where(steps.c.number == bindparam("this"))


def next_case_no(conn: Connection, kind: Kind, year: int) -> CaseNo:
    """Give out the next case number of a kind and year: `DR-2020-0001` (đoàn ra), `DV-…` (đoàn vào)."""
    series = (case_numbers.c.kind == kind) & (case_numbers.c.year == year)
    insert_once(conn, case_numbers, kind=kind, year=year, last=0)
    conn.execute(update(case_numbers).where(series).values(last=case_numbers.c.last + 1))
    number = conn.execute(select(case_numbers.c.last).where(series)).scalar_one()
    return CaseNo(f"{KINDS[kind].prefix}-{year}-{number:04d}")


def lock_case(conn: Connection, no: CaseNo) -> Case:
    """Read a case and keep others from writing to it until the transaction ends.

    Raises `CaseUnknown`. On SQLite the whole database is locked by the transaction already.
    """
    return _read(conn, no, _LOCKED_CASE)


def lock_all(conn: Connection) -> None:
    """Keep others from writing to any case until the transaction ends; wait for those who do now.

    For what every case rests on and seldom changes. Whoever calls has locked nothing else yet. On
    SQLite the whole database is locked by the transaction already.
    """
    if conn.dialect.name != "sqlite":
        conn.execute(text("LOCK TABLE cases IN EXCLUSIVE MODE"))


def lock_for_new(conn: Connection) -> None:
    """Wait for whoever keeps all others from writing to any case, before a case is added."""
    if conn.dialect.name != "sqlite":
        conn.execute(text("LOCK TABLE cases IN ROW EXCLUSIVE MODE"))


def read_case(conn: Connection, no: CaseNo) -> Case:
    """Read a case as it stands; raises `CaseUnknown`, and `RowUnreadable` where its rows are damaged."""
    return _read(conn, no, _CASE)


def kind_of(conn: Connection, no: CaseNo) -> Kind:
    """Return which way a case's delegation travels; raises `RowUnreadable` for a way there is not."""
    with readable(no):
        return Kind(conn.execute(select(cases.c.kind).where(cases.c.no == no)).scalar_one())


def latest_of(conn: Connection, units: Collection[BodyKey], most: int) -> tuple[CaseNo, ...]:
    """Return the newest cases of some units, the newest first."""
    wanted = select(cases.c.no).where(cases.c.unit.in_(sorted(units)))
    rows = conn.execute(wanted.order_by(cases.c.opened_at.desc(), cases.c.no.desc()).limit(most))
    return tuple(CaseNo(no) for no in rows.scalars())


def all_cases(
    conn: Connection, *, open_only: bool = False, units: Collection[BodyKey] | None = None
) -> tuple[Case, ...]:
    """Return the cases (of some units), newest first, without their plans; not those nobody can read."""
    wanted = select(cases).order_by(cases.c.opened_at.desc(), cases.c.no.desc())
    if open_only:
        wanted = wanted.where(cases.c.status.not_in(OVER))
    if units is not None:
        wanted = wanted.where(cases.c.unit.in_(units))
    found = conn.execute(wanted).all()
    their_steps: dict[str, list[Step]] = {row.no: [] for row in found}
    of_these = wanted.with_only_columns(cases.c.no).order_by(None)
    rows = select(steps).where(steps.c.case_no.in_(of_these)).order_by(steps.c.number)
    left_out: dict[CaseNo, RowUnreadable] = {}
    for no, step in each_readable(conn.execute(rows), _of_its_case, left_out):
        # A case may have come since the cases were read; it is for the next one who asks.
        if no in their_steps:
            their_steps[no].append(step)
    whole_ones = (row for row in found if row.no not in left_out)
    made = each_readable(whole_ones, lambda r: case_of(r, (), tuple(their_steps[r.no])), by="no")
    return tuple(made)


def open_steps(
    conn: Connection, left_out: dict[CaseNo, RowUnreadable] | None = None
) -> tuple[tuple[CaseNo, Step], ...]:
    """Return the open steps of all cases under way, each with its case, without votes.

    Those nobody can read are `left_out`, by their case.
    """
    under_way = select(cases.c.no).where(cases.c.status.not_in(OVER))
    found = select(steps).where(steps.c.state == StepState.OPEN, steps.c.case_no.in_(under_way))
    rows = conn.execute(found.order_by(steps.c.case_no, steps.c.number))
    return tuple(each_readable(rows, _of_its_case, left_out))


def of_unknown_kind(conn: Connection) -> dict[CaseNo, RowUnreadable]:
    """Return the cases of a kind or a status that there is not, whatever is asked in them."""
    known = cases.c.kind.in_(sorted(KINDS)) & cases.c.status.in_(list(CaseStatus))
    found = conn.execute(select(cases.c.no).where(~known)).scalars()
    return {CaseNo(no): RowUnreadable(case=no) for no in found}


def begun(conn: Connection, on: date) -> frozenset[CaseNo]:
    """Return the cases under way whose first day is a day, or was before it."""
    under_way = cases.c.status.not_in(OVER)
    found = select(cases.c.no).where(under_way, cases.c.begins <= on)
    return frozenset(conn.execute(found).scalars())


def by_other_days(
    conn: Connection, digest: str
) -> tuple[tuple[CaseNo, str, MovedDays | None], ...]:
    """Return the cases under way that may go by other working days than the regulation of a digest.

    Each with the digest of its own regulation, and the days a later one has moved for it.
    """
    other = (cases.c.regulation_digest != digest) | cases.c.moved_days.is_not(null())
    wanted = select(cases.c.no, cases.c.regulation_digest, cases.c.moved_days)
    rows = conn.execute(wanted.where(cases.c.status.not_in(OVER), other).order_by(cases.c.no))
    found = each_readable(
        rows, lambda r: (r.no, r.regulation_digest, moved_days_of(r.moved_days)), by="no"
    )
    return tuple(found)


def cases_asking(conn: Connection, person: PersonId) -> tuple[CaseNo, ...]:
    """Return the cases with an open step that was given to a person, in their order."""
    asking = select(steps.c.case_no, steps.c.holders).where(steps.c.state == StepState.OPEN)
    found = conn.execute(asking.order_by(steps.c.case_no))
    return tuple(dict.fromkeys(row.case_no for row in found if person in row.holders))


def cases_at_fault(conn: Connection) -> tuple[CaseNo, ...]:
    """Return the cases whose last walk failed."""
    return tuple(conn.execute(select(cases.c.no).where(cases.c.fault.is_not(None))).scalars())


def save(conn: Connection, before: Case, case: Case) -> None:
    """Write what changed between two states of a case."""
    if before.seq == 0:
        conn.execute(insert(cases).values(**case_row(case)))
    elif before != case:
        conn.execute(_CHANGE_CASE, {"of": case.no, **case_row(case)})
    if before.plan != case.plan:
        conn.execute(plan_steps.delete().where(plan_steps.c.case_no == case.no))
        conn.execute(insert(plan_steps), [plan_row(case.no, p) for p in case.plan])
    _save_steps(conn, before, case)
    _save_additions(conn, before, case)


def _save_steps(conn: Connection, before: Case, case: Case) -> None:
    rows: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    cast: list[dict[str, Any]] = []
    for step in case.steps:
        old = before.step(step.number)
        had = old.votes if old else ()
        cast += [vote_row(case.no, step.number, v) for v in step.votes if v not in had]
        for gone in (v for v in had if v not in step.votes):
            conn.execute(votes.delete().where(_this_vote(case.no, step.number, gone.person)))
        if old is None:
            rows.append(step_row(case.no, step))
        elif old != step:
            this = {"of": case.no, "this": step.number}
            changed.append({**this, **step_row(case.no, step)})
    if changed:
        conn.execute(_CHANGE_STEP, changed)
    if rows:
        conn.execute(insert(steps), rows)
    if cast:
        conn.execute(insert(votes), cast)


def _this_vote(no: CaseNo, step: int, person: PersonId) -> ColumnElement[bool]:
    return (votes.c.case_no == no) & (votes.c.step == step) & (votes.c.person == person)


def _save_additions(conn: Connection, before: Case, case: Case) -> None:
    """Write what was added to the case; calls are told anew."""
    for table, had, has in (
        (commitments, before.commitments, case.commitments),
        (conditions, before.conditions, case.conditions),
        (questions, before.questions, case.questions),
        (remarks, before.remarks, case.remarks),
    ):
        if made := has[len(had) :]:
            conn.execute(insert(table), [{"case_no": case.no, **vars(each)} for each in made])
    if changed := [a for a in case.amendments if a not in before.amendments]:
        rows = [amendment_row(case.no, amendment) for amendment in changed]
        insert_or_change(conn, amendments, rows, ("state",))
    if told := [call for call in case.calls if call not in before.calls]:
        rows = [{"case_no": case.no, **vars(call)} for call in told]
        insert_or_change(conn, calls, rows, CALL_CHANGES)


def _read(conn: Connection, no: CaseNo, wanted: Select[Any]) -> Case:
    row = conn.execute(wanted, {"of": no}).one_or_none()
    if row is None:
        raise CaseUnknown(case=no)
    plan = conn.execute(_PLAN, {"of": no})
    found = conn.execute(_STEPS, {"of": no}).all()
    with readable(no):
        # Mostly no body has been asked yet.
        cast = _votes(conn, no) if any(step.collective for step in found) else {}
        return case_of(
            whole(row),
            tuple(planned_of(p) for p in plan),
            tuple(step_of(whole(step), tuple(cast.get(step.number, ()))) for step in found),
            **(_additions(conn, no) if row.has_more else {}),
            **(_calls(conn, no) if KINDS[Kind(row.kind)].model.programmed else {}),
            # Nothing was agreed on before the report is asked for.
            **(_agreed(conn, no) if any(s.stage == Stage.REPORT for s in found) else {}),
        )


def _of_its_case(row: Row[Any]) -> tuple[CaseNo, Step]:
    return CaseNo(row.case_no), step_of(row, ())


def _votes(conn: Connection, no: CaseNo) -> dict[int, list[Vote]]:
    cast: dict[int, list[Vote]] = {}
    for vote in conn.execute(_VOTES, {"of": no}):
        cast.setdefault(vote.step, []).append(vote_of(whole(vote)))
    return cast


def _additions(conn: Connection, no: CaseNo) -> dict[str, Any]:
    given = _rows(conn, conditions, no)
    return {
        "conditions": tuple(Condition(**v | {"gate": Gate(v["gate"])}) for v in given),
        "questions": tuple(Question(**v) for v in _rows(conn, questions, no)),
        "remarks": tuple(Remark(**v) for v in _rows(conn, remarks, no)),
        "amendments": tuple(amendment_of(v) for v in _rows(conn, amendments, no)),
    }


def _agreed(conn: Connection, no: CaseNo) -> dict[str, Any]:
    return {"commitments": tuple(Commitment(**v) for v in _rows(conn, commitments, no))}


def _calls(conn: Connection, no: CaseNo) -> dict[str, Any]:
    return {"calls": tuple(call_of(v) for v in _rows(conn, calls, no))}


def _rows(conn: Connection, table: Table, no: CaseNo) -> list[dict[str, Any]]:
    """Return what rows of a case hold beside its number, in the order of their keys."""
    found = conn.execute(select(table).where(table.c.case_no == no).order_by(*table.primary_key))
    return [{k: v for k, v in whole(row)._asdict().items() if k != "case_no"} for row in found]
