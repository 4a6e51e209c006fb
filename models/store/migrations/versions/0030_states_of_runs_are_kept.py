"""The states of Prefect's runs are kept as they come."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "run_states",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("run", sa.String(length=36), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column("asked", sa.Boolean()),
        sa.Column("kept_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_states")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_run_states_case_no")),
    )
    op.create_index(op.f("ix_run_states_case_no"), "run_states", ["case_no"])
    op.create_index(op.f("ix_run_states_run"), "run_states", ["run"])
