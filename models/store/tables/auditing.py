"""What auditors read beside the journal: the states of Prefect's runs, a line for each decision."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, text

from models.store.tables.base import Moment, metadata, of_case

# A state of a case's run, by Prefect's own id. What Doan did not ask for somebody set by hand there, or
# a process of Prefect's that died; of those of earlier days nobody knows.
run_states = Table(
    "run_states",
    metadata,
    Column("id", String(36), primary_key=True),
    of_case(index=True),
    Column("run", String(36), nullable=False),
    Column("at", Moment, nullable=False),
    Column("type", String(20), nullable=False),
    Column("name", String(60), nullable=False),
    Column("message", String(300), nullable=False),
    Column("asked", Boolean),
    Column("kept_at", Moment, nullable=False),
    sqlite_with_rowid=False,
)

# A line for each decision and attempt of all cases, told from the journal when its entry gets its place;
# the auditor's check tells each anew. See `models.timeline.audited`.
audit_lines = Table(
    "audit_lines",
    metadata,
    Column("leaf", Integer, primary_key=True, autoincrement=False),
    of_case(index=True),
    Column("seq", Integer, nullable=False),
    Column("what", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("step", Integer, nullable=False),
    Column("stage", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("seat", String(120), nullable=False),
    Column("body", String(120), nullable=False),
    Column("person", String(80)),
    Column("on_behalf_of", String(80)),
    Column("recorded_by", String(80)),
    Column("choice", String(80)),
    Column("late", Boolean, nullable=False),
    Column("after_hours", Boolean, nullable=False),
    Column("overrides", Boolean, nullable=False),
    Column("took", Integer),
    Index("ix_audit_lines_at", "at", "leaf"),
    Index("ix_audit_lines_took", "what", "took", "leaf"),
)
# One for each thing that is filtered by, in the order in which pages are read.
for _column in ("what", "person", "body", "choice"):
    Index(f"ix_audit_lines_{_column}", audit_lines.c[_column], audit_lines.c.at, audit_lines.c.leaf)
for _name, _which in {
    "late": "late",
    "after_hours": "after_hours",
    "overrides": "overrides",
    "substitutes": "on_behalf_of IS NOT NULL",
    "on_paper": "recorded_by IS NOT NULL",
}.items():
    Index(
        f"ix_audit_lines_{_name}",
        audit_lines.c.at,
        audit_lines.c.leaf,
        sqlite_where=text(_which),
        postgresql_where=text(_which),
    )
