"""What is amiss is kept: things set aside, the pulse of the sweeps, where the clock stood."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "set_aside",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("case_no", sa.String(length=40)),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("next_try_at", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", "name", name=op.f("pk_set_aside")),
    )
    op.create_table(
        "pulse",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=80)),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_pulse")),
    )
    op.create_table(
        "clock_seen",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("boot", sa.String(length=60), nullable=False),
        sa.Column("running_for", sa.Float(), nullable=False),
        sa.Column("jumped_at", _MOMENT),
        sa.Column("jumped_by", sa.Float()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_seen")),
    )
