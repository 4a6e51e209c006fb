"""Cases, their plans, steps and votes: the projections of the journal, read and written as one."""

from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    bindparam,
    insert,
    select,
    text,
    update,
)

from config.regulation import Act, Gate, GuestClass, Kind, Limit, Stage
from models.authority import Capacity
from models.case import (
    OVER,
    Amendment,
    AmendmentState,
    Call,
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
from models.entries import PaperRef, PlannedStep
from models.errors import CaseUnknown
from models.inbound.calendar import Why
from models.store.engine import insert_once, insert_or_change
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

_CASE_COLUMNS = [column.name for column in cases.columns]
_STEP_COLUMNS = [column.name for column in steps.columns if column.name != "case_no"]

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


def next_case_no(conn: Connection, kind: Kind, year: int) -> str:
    """Give out the next case number of a kind and year: `DR-2020-0001` (đoàn ra), `DV-…` (đoàn vào)."""
    series = (case_numbers.c.kind == kind) & (case_numbers.c.year == year)
    insert_once(conn, case_numbers, kind=kind, year=year, last=0)
    conn.execute(update(case_numbers).where(series).values(last=case_numbers.c.last + 1))
    number = conn.execute(select(case_numbers.c.last).where(series)).scalar_one()
    return f"{_PREFIXES[kind]}-{year}-{number:04d}"


def lock_case(conn: Connection, no: str) -> Case:
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


def read_case(conn: Connection, no: str) -> Case:
    """Read a case as it stands; raises `CaseUnknown`."""
    return _read(conn, no, _CASE)


def kind_of(conn: Connection, no: str) -> Kind:
    """Return which way a case's delegation travels."""
    return Kind(conn.execute(select(cases.c.kind).where(cases.c.no == no)).scalar_one())


def all_cases(
    conn: Connection, *, open_only: bool = False, units: Collection[str] | None = None
) -> tuple[Case, ...]:
    """Return the cases (of some units), newest first, without their plans."""
    wanted = select(cases).order_by(cases.c.opened_at.desc(), cases.c.no.desc())
    if open_only:
        wanted = wanted.where(cases.c.status.not_in(OVER))
    if units is not None:
        wanted = wanted.where(cases.c.unit.in_(units))
    found = conn.execute(wanted).all()
    their_steps: dict[str, list[Step]] = {row.no: [] for row in found}
    of_these = wanted.with_only_columns(cases.c.no).order_by(None)
    rows = select(steps).where(steps.c.case_no.in_(of_these)).order_by(steps.c.number)
    for row in conn.execute(rows):
        # A case may have come since the cases were read; it is for the next one who asks.
        if row.case_no in their_steps:
            their_steps[row.case_no].append(_step(row, ()))
    return tuple(_case(row, (), tuple(their_steps[row.no])) for row in found)


def cases_asking(conn: Connection, person: str) -> tuple[str, ...]:
    """Return the cases with an open step that was given to a person, in their order."""
    asking = select(steps.c.case_no, steps.c.holders).where(steps.c.state == StepState.OPEN)
    found = conn.execute(asking.order_by(steps.c.case_no))
    return tuple(dict.fromkeys(row.case_no for row in found if person in row.holders))


def cases_at_fault(conn: Connection) -> tuple[str, ...]:
    """Return the cases whose last walk failed."""
    return tuple(conn.execute(select(cases.c.no).where(cases.c.fault.is_not(None))).scalars())


def save(conn: Connection, before: Case, case: Case) -> None:
    """Write what changed between two states of a case."""
    if before.seq == 0:
        conn.execute(insert(cases).values(**_case_row(case)))
    elif before != case:
        conn.execute(_CHANGE_CASE, {"of": case.no, **_case_row(case)})
    if before.plan != case.plan:
        conn.execute(plan_steps.delete().where(plan_steps.c.case_no == case.no))
        conn.execute(insert(plan_steps), [_plan_row(case.no, p) for p in case.plan])
    _save_steps(conn, before, case)
    _save_additions(conn, before, case)


def _save_steps(conn: Connection, before: Case, case: Case) -> None:
    rows: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    cast: list[dict[str, Any]] = []
    for step in case.steps:
        old = before.step(step.number)
        had = old.votes if old else ()
        cast += [_vote_row(case.no, step.number, v) for v in step.votes if v not in had]
        for gone in (v for v in had if v not in step.votes):
            conn.execute(votes.delete().where(_this_vote(case.no, step.number, gone.person)))
        if old is None:
            rows.append(_step_row(case.no, step))
        elif old != step:
            this = {"of": case.no, "this": step.number}
            changed.append({**this, **_step_row(case.no, step)})
    if changed:
        conn.execute(_CHANGE_STEP, changed)
    if rows:
        conn.execute(insert(steps), rows)
    if cast:
        conn.execute(insert(votes), cast)


def _this_vote(no: str, step: int, person: str) -> ColumnElement[bool]:
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
        rows = [_amendment_row(case.no, amendment) for amendment in changed]
        insert_or_change(conn, amendments, rows, ("state",))
    if told := [call for call in case.calls if call not in before.calls]:
        rows = [{"case_no": case.no, **vars(call)} for call in told]
        insert_or_change(conn, calls, rows, ("why", "sequence"))


def _read(conn: Connection, no: str, wanted: Select[Any]) -> Case:
    row = conn.execute(wanted, {"of": no}).one_or_none()
    if row is None:
        raise CaseUnknown(case=no)
    plan = conn.execute(_PLAN, {"of": no})
    cast: dict[int, list[Vote]] = {}
    for vote in conn.execute(_VOTES, {"of": no}):
        cast.setdefault(vote.step, []).append(_vote(vote))
    found = conn.execute(_STEPS, {"of": no})
    return _case(
        row,
        tuple(_planned(p) for p in plan),
        tuple(_step(step, tuple(cast.get(step.number, ()))) for step in found),
        **(_additions(conn, no) if row.has_more else {}),
        **(_visit(conn, no) if row.kind == Kind.INBOUND else {}),
    )


def _additions(conn: Connection, no: str) -> dict[str, Any]:
    def rows(table: Table) -> Iterator[dict[str, Any]]:
        found = conn.execute(select(table).where(table.c.case_no == no).order_by(table.c.number))
        return (_values(row) for row in found)

    return {
        "conditions": tuple(Condition(**v | {"gate": Gate(v["gate"])}) for v in rows(conditions)),
        "questions": tuple(Question(**v) for v in rows(questions)),
        "remarks": tuple(Remark(**v) for v in rows(remarks)),
        "amendments": tuple(_amendment(v) for v in rows(amendments)),
    }


def _amendment(values: dict[str, Any]) -> Amendment:
    steps_of_it = tuple(PlannedStep.model_validate(step) for step in values["steps"])
    state, changed = AmendmentState(values["state"]), tuple(values["changed"])
    return Amendment(**{**values, "steps": steps_of_it, "state": state, "changed": changed})


def _amendment_row(no: str, amendment: Amendment) -> dict[str, Any]:
    steps_of_it = [step.model_dump(mode="json") for step in amendment.steps]
    return {**vars(amendment), "case_no": no, "steps": steps_of_it}


def _visit(conn: Connection, no: str) -> dict[str, Any]:
    made = conn.execute(
        select(commitments).where(commitments.c.case_no == no).order_by(commitments.c.number)
    )
    told = conn.execute(
        select(calls).where(calls.c.case_no == no).order_by(calls.c.item, calls.c.person)
    )
    return {
        "commitments": tuple(Commitment(**_values(row)) for row in made),
        "calls": tuple(Call(**_values(row) | {"why": Why(row.why)}) for row in told),
    }


def _values(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name != "case_no"}


def _case(
    row: Row[Any], plan: tuple[PlannedStep, ...], its_steps: tuple[Step, ...], **visit: Any
) -> Case:
    values = {name: getattr(row, name) for name in _CASE_COLUMNS if name != "has_more"}
    values["kind"] = Kind(row.kind)
    values["status"] = CaseStatus(row.status)
    values["authors"] = tuple(row.authors)
    values["guest_class"] = GuestClass(row.guest_class) if row.guest_class else None
    return Case(**values, plan=plan, steps=its_steps, **visit)


def _step(row: Row[Any], cast: tuple[Vote, ...]) -> Step:
    values = {name: getattr(row, name) for name in _STEP_COLUMNS}
    values["stage"] = Stage(row.stage)
    values["act"] = Act(row.act)
    values["state"] = StepState(row.state)
    values["capacity"] = Capacity(row.capacity) if row.capacity else None
    values["evidence"] = PaperRef.model_validate(row.evidence) if row.evidence else None
    for name in ("holders", "rests_on", "shows", "refused_members", "reassigned"):
        values[name] = tuple(values[name])
    return Step(**values, votes=cast)


def _vote(row: Row[Any]) -> Vote:
    return Vote(**{field.name: getattr(row, field.name) for field in fields(Vote)})


def _planned(row: Row[Any]) -> PlannedStep:
    within = Limit.model_validate(row.within) if row.within else None
    rest = {k: v for k, v in row._asdict().items() if k not in ("case_no", "within", "rests_on")}
    return PlannedStep(**rest, rests_on=tuple(row.rests_on), within=within)


def _case_row(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in _CASE_COLUMNS}


def _step_row(no: str, step: Step) -> dict[str, Any]:
    evidence = step.evidence.model_dump(mode="json") if step.evidence else None
    values = {name: getattr(step, name) for name in _STEP_COLUMNS}
    return {"case_no": no, **values, "evidence": evidence}


def _plan_row(no: str, planned: PlannedStep) -> dict[str, Any]:
    return {"case_no": no, **planned.model_dump(mode="json")}


def _vote_row(no: str, step: int, vote: Vote) -> dict[str, Any]:
    return {
        "case_no": no,
        "step": step,
        **{field.name: getattr(vote, field.name) for field in fields(Vote)},
    }


_PREFIXES: dict[Kind, str] = {Kind.OUTBOUND: "DR", Kind.INBOUND: "DV"}
