"""Between the rows of a case and its parts: how each is read, and how it is written."""

from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import Row

from config.province_time import MovedDays
from config.regulation.codes import Act, GuestClass, Kind, Stage
from config.regulation.parts import Limit
from models.authority import Capacity
from models.case import (
    Amendment,
    AmendmentState,
    Call,
    Case,
    CaseStatus,
    Step,
    StepState,
    Vote,
)
from models.entries import PaperRef, PlannedStep
from models.ids import CaseNo
from models.programme.calendar import PartStat, Why
from models.store.tables import calls, cases, steps

# What Prefect's run was told is no matter of the case.
_CASE_COLUMNS = [column.name for column in cases.columns if column.name != "told_seq"]
_STEP_COLUMNS = [column.name for column in steps.columns]


def case_of(
    row: Row[Any], plan: tuple[PlannedStep, ...], its_steps: tuple[Step, ...], **visit: Any
) -> Case:
    """Return a case from its row, its plan and its steps; `visit` is what only some cases have."""
    values = {name: getattr(row, name) for name in _CASE_COLUMNS if name != "has_more"}
    values["kind"] = Kind(row.kind)
    values["status"] = CaseStatus(row.status)
    values["authors"] = tuple(row.authors)
    values["guest_class"] = GuestClass(row.guest_class) if row.guest_class else None
    values["moved_days"] = moved_days_of(row.moved_days)
    return Case(**values, plan=plan, steps=its_steps, **visit)


def case_row(case: Case) -> dict[str, Any]:
    """Return the row of a case."""
    row = {name: getattr(case, name) for name in _CASE_COLUMNS}
    moved = case.moved_days
    row["moved_days"] = moved and {
        "off": [day.isoformat() for day in moved.off],
        "worked": [day.isoformat() for day in moved.worked],
    }
    return row


def moved_days_of(said: dict[str, list[str]] | None) -> MovedDays | None:
    """Return the days a later regulation moved for a case, from what its row holds."""
    if said is None:
        return None
    off, worked = (tuple(map(date.fromisoformat, said[name])) for name in ("off", "worked"))
    return MovedDays(off, worked)


def planned_of(row: Row[Any]) -> PlannedStep:
    """Return a planned step from its row."""
    within = Limit.model_validate(row.within) if row.within else None
    rest = {k: v for k, v in row._asdict().items() if k not in ("case_no", "within", "rests_on")}
    return PlannedStep(**rest, rests_on=tuple(row.rests_on), within=within)


def plan_row(no: CaseNo, planned: PlannedStep) -> dict[str, Any]:
    """Return the row of a case's planned step."""
    return {"case_no": no, **planned.model_dump(mode="json")}


_LISTS = (
    "holders", "rests_on", "shows", "refused_members", "told_apart", "reassigned", "disputed",
)  # fmt: skip


def step_of(row: Row[Any], cast: tuple[Vote, ...]) -> Step:
    """Return a step from its row, with the votes cast in it."""
    # By place: a case has dozens of steps, and each of them dozens of columns.
    values = dict(zip(_STEP_COLUMNS, row, strict=True))
    del values["case_no"]
    values["stage"] = Stage(row.stage)
    values["act"] = Act(row.act)
    values["state"] = StepState(row.state)
    values["capacity"] = Capacity(row.capacity) if row.capacity else None
    values["evidence"] = PaperRef.model_validate(row.evidence) if row.evidence else None
    for name in _LISTS:
        values[name] = tuple(values[name])
    return Step(**values, votes=cast)


def step_row(no: CaseNo, step: Step) -> dict[str, Any]:
    """Return the row of a case's step."""
    # Papers of earlier days name no version: their rows stay what their entries say.
    evidence = step.evidence.model_dump(mode="json", exclude_none=True) if step.evidence else None
    values = {name: getattr(step, name) for name in _STEP_COLUMNS if name != "case_no"}
    return {"case_no": no, **values, "evidence": evidence}


def vote_of(row: Row[Any]) -> Vote:
    """Return a vote from its row."""
    return Vote(**{field.name: getattr(row, field.name) for field in fields(Vote)})


def vote_row(no: CaseNo, step: int, vote: Vote) -> dict[str, Any]:
    """Return the row of a vote in a step of a case."""
    return {
        "case_no": no,
        "step": step,
        **{field.name: getattr(vote, field.name) for field in fields(Vote)},
    }


def amendment_of(values: dict[str, Any]) -> Amendment:
    """Return an amendment from what its row holds."""
    steps_of_it = tuple(PlannedStep.model_validate(step) for step in values["steps"])
    state, changed = AmendmentState(values["state"]), tuple(values["changed"])
    return Amendment(**{**values, "steps": steps_of_it, "state": state, "changed": changed})


def amendment_row(no: CaseNo, amendment: Amendment) -> dict[str, Any]:
    """Return the row of a case's amendment."""
    steps_of_it = [step.model_dump(mode="json") for step in amendment.steps]
    return {**vars(amendment), "case_no": no, "steps": steps_of_it}


# What may become another when somebody's calendar is told, or answers.
CALL_CHANGES = tuple(column.name for column in calls.columns if not column.primary_key)


def call_of(values: dict[str, Any]) -> Call:
    """Return what somebody's calendar was told last, and what it answered, from what its row holds."""
    answer = PartStat(values["answer"]) if values["answer"] else None
    return Call(**{**values, "why": Why(values["why"]), "answer": answer})
