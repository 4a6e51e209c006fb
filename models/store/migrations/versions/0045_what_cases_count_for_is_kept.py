"""What a case counts for stands beside it, so that statistics read no dossier.

Of cases of before it is made from the dossiers that are there; one that is erased counts for nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

# Cases of before count as those since: by the one rule there is.
from config.regulation.codes import Kind
from models.figures.counted import COUNTED, figures_of, waits_of
from models.ids import BodyKey
from models.kinds import KINDS
from models.request.base import Request
from models.request.people.kept_at_home import numbered_now
from models.store.tables.base import Moment

revision = "0045"
down_revision = "0038"
branch_labels = None
depends_on = None

_AT_ONCE = 200
_MOMENT = sa.DateTime(timezone=True)
_KEPT = {
    "case_figures": (
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("decider", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("plan_entry", sa.Text(), nullable=True),
        sa.Column("report_due", _MOMENT, nullable=True),
        sa.Column("report_filed", _MOMENT, nullable=True),
    ),
    "case_turns": (
        sa.Column("visit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("decider", sa.String(length=120), nullable=False),
        sa.Column("in_plan", sa.Boolean(), nullable=False),
        sa.Column("country", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
    ),
    "case_costs": (
        sa.Column("payer", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("hundredths", sa.BigInteger(), nullable=False),
        sa.Column("dong", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=True),
    ),
    "case_waits": (
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("of_unit", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
    ),
}
_KEYS = {
    "case_figures": ("visit",),
    "case_turns": ("visit", "number", "place"),
    "case_costs": ("payer", "currency"),
    "case_waits": ("step",),
}
_STEP = (
    "case_no", "number", "stage", "act", "seat", "key", "state", "choice", "version",
    "refused_members",
)  # fmt: skip
_MOMENTS = ("opened_at", "due_at", "decided_at")


def upgrade() -> None:
    for name, columns in _KEPT.items():
        op.create_table(
            name,
            sa.Column("case_no", sa.String(length=40), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f(f"fk_{name}_case_no")),
            sa.PrimaryKeyConstraint("case_no", *_KEYS[name], name=op.f(f"pk_{name}")),
        )
    _cases_of_before()
    for name in _KEPT:
        day = "ended_on" if name == "case_waits" else "begins"
        op.create_index(f"ix_{name}_days", name, ["kind", day])


def _cases_of_before() -> None:
    conn = op.get_bind()
    cases = sa.table("cases", *map(sa.column, ("no", "kind", "unit", "status", "version")))
    found = sa.select(cases).where(cases.c.status != "in_approval").order_by(cases.c.no)
    after = ""
    while rows := conn.execute(found.where(cases.c.no > after).limit(_AT_ONCE)).all():
        numbers = [row.no for row in rows]
        read = _Read(conn, numbers)
        for row in rows:
            _keep(conn, row, read)
        after = numbers[-1]


class _Read:
    """The rows of some cases that tell what they count for, by case."""

    def __init__(self, conn: sa.Connection, numbers: Sequence[str]) -> None:
        moments = (sa.column(name, Moment()) for name in _MOMENTS)
        # The list as it lies there: which type reads it is another question.
        steps = sa.table("steps", *map(sa.column, _STEP), *moments)
        self.steps = _by_case(conn, steps, numbers, "number")
        plan = sa.table("plan_steps", *map(sa.column, ("case_no", "stage", "seat", "outside")))
        self.plan = _by_case(conn, plan, numbers, "seat")
        kept = sa.table("dossiers", *map(sa.column, ("case_no", "version", "content")))
        self.dossiers = _by_case(conn, kept, numbers, "version")
        entries = sa.table("journal", *map(sa.column, ("case_no", "seq", "kind", "body")))
        decided = entries.c.kind == "step_decided"
        self.decided = _by_case(conn, entries, numbers, "seq", decided)


def _by_case(
    conn: sa.Connection,
    table: sa.TableClause,
    numbers: Sequence[str],
    order: str,
    where: sa.ColumnElement[bool] | None = None,
) -> dict[str, list[sa.Row[Any]]]:
    query = sa.select(table).where(table.c.case_no.in_(numbers))
    query = query if where is None else query.where(where)
    rows = conn.execute(query.order_by(table.c.case_no, table.c[order])).all()
    return {no: list(its) for no, its in groupby(rows, key=lambda row: str(row.case_no))}


def _keep(conn: sa.Connection, case: sa.Row[Any], read: _Read) -> None:
    steps = read.steps.get(case.no, [])
    waits = [
        {"case_no": case.no, "kind": case.kind, "unit": case.unit, **asdict(wait)}
        for wait in waits_of(BodyKey(case.unit), steps)
    ]
    _insert(conn, "case_waits", waits)
    model = KINDS[Kind(case.kind)].model
    read_back = {
        row.version: model.model_validate_json(row.content)
        for row in read.dossiers.get(case.no, [])
    }
    if case.status not in COUNTED or case.version not in read_back:
        return
    request = read_back[case.version]
    figures = figures_of(
        Kind(case.kind),
        BodyKey(case.unit),
        request,
        steps,
        {(p.stage, p.seat): p.outside for p in read.plan.get(case.no, []) if p.outside},
        at_home=_at_home(steps, case.version, read_back),
        spent=_spent(steps, read.decided.get(case.no, [])),
    )
    said = {name: getattr(figures, name) for name in ("kind", "unit", "nature", "area", "decider")}
    said |= {"case_no": case.no, "in_plan": figures.in_plan}
    more = ("rank", "decided_on", "plan_entry", "report_due", "report_filed")
    whole = said | {name: getattr(figures, name) for name in more}
    begins = {j.visit: j.begins for j in figures.journeys}
    of_cost = {name: said[name] for name in ("case_no", "kind", "unit", "nature")}
    first = {**of_cost, "begins": min(begins.values())}
    _insert(conn, "case_figures", [whole | asdict(j) for j in figures.journeys])
    turns = [said | {"begins": begins[t.visit]} | asdict(t) for t in figures.turns]
    _insert(conn, "case_turns", turns)
    _insert(conn, "case_costs", [first | asdict(cost) for cost in figures.costs])


def _at_home(
    steps: Sequence[sa.Row[Any]], version: int, dossiers: dict[int, Request]
) -> frozenset[int]:
    """Return whom a decision keeps at home, of each who decides the newest."""
    newest = {(s.stage, s.act, s.seat, s.key): s for s in steps if s.state == "decided"}
    kept: set[int] = set()
    for step in newest.values():
        if step.choice != "approve_some":
            continue
        said = step.refused_members
        refused = json.loads(said) if isinstance(said, str) else said
        if step.version != version and step.version in dossiers:
            then, now = dossiers[step.version].persons, dossiers[version].persons
            refused = numbered_now(refused, then, now)
        kept |= set(refused)
    return frozenset(kept)


def _spent(
    steps: Sequence[sa.Row[Any]], decided: Sequence[sa.Row[Any]]
) -> dict[tuple[str, str], Decimal] | None:
    settled = [s.number for s in steps if s.act == "settle" and s.state == "decided"]
    if not settled:
        return None
    bodies = (json.loads(row.body) for row in decided)
    said = [body for body in bodies if body["step"] == settled[-1]][-1:]
    sums = (each for body in said for each in body.get("settled") or ())
    return {(s["payer"], s["currency"]): Decimal(s["amount"]) for s in sums}


def _insert(conn: sa.Connection, name: str, rows: list[dict[str, Any]]) -> None:
    columns = [sa.column(c.name, Moment() if c.type is _MOMENT else c.type) for c in _KEPT[name]]
    if rows:
        conn.execute(sa.table(name, sa.column("case_no"), *columns).insert(), rows)
