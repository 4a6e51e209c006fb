"""A line for each decision and attempt of all cases, by which auditors find them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_PARTIAL = {
    "late": "late",
    "after_hours": "after_hours",
    "overrides": "overrides",
    "substitutes": "on_behalf_of IS NOT NULL",
    "on_paper": "recorded_by IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "audit_lines",
        sa.Column("leaf", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("seat", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("person", sa.String(length=80)),
        sa.Column("on_behalf_of", sa.String(length=80)),
        sa.Column("recorded_by", sa.String(length=80)),
        sa.Column("choice", sa.String(length=80)),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("after_hours", sa.Boolean(), nullable=False),
        sa.Column("overrides", sa.Boolean(), nullable=False),
        sa.Column("took", sa.Integer()),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_audit_lines")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_audit_lines_case_no")),
    )
    op.create_index(op.f("ix_audit_lines_case_no"), "audit_lines", ["case_no"])
    op.create_index("ix_audit_lines_at", "audit_lines", ["at", "leaf"])
    op.create_index("ix_audit_lines_took", "audit_lines", ["what", "took", "leaf"])
    for column in ("what", "person", "body", "choice"):
        op.create_index(f"ix_audit_lines_{column}", "audit_lines", [column, "at", "leaf"])
    for name, which in _PARTIAL.items():
        op.create_index(
            f"ix_audit_lines_{name}",
            "audit_lines",
            ["at", "leaf"],
            sqlite_where=sa.text(which),
            postgresql_where=sa.text(which),
        )
