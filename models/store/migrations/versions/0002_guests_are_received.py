"""Guests are received: a visit has a class, a programme, bookings, commitments.

The first and last day of a case are named for both kinds alike.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Neither database copies a table for these, so no trigger and no foreign key is lost.
    op.execute("ALTER TABLE cases RENAME COLUMN departs TO begins")
    op.execute("ALTER TABLE cases RENAME COLUMN returns TO ends")
    op.add_column("cases", sa.Column("guest_class", sa.String(length=20), nullable=True))
    op.add_column(
        "cases",
        sa.Column("programme_revision", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column(
        "plan_steps",
        sa.Column("optional", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("steps", sa.Column("to_seat", sa.String(length=120), nullable=True))
    _add_projections()
    _add_programmes_and_bookings()


def _add_projections() -> None:
    op.create_table(
        "commitments",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=120), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("agreement", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_commitments_case_no")),
        sa.PrimaryKeyConstraint("case_no", "number", name=op.f("pk_commitments")),
    )
    op.create_table(
        "calls",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_calls_case_no")),
        sa.PrimaryKeyConstraint("case_no", "item", "person", name=op.f("pk_calls")),
    )


def _add_programmes_and_bookings() -> None:
    op.create_table(
        "programmes",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_programmes_case_no")),
        sa.PrimaryKeyConstraint("case_no", "revision", name=op.f("pk_programmes")),
    )
    op.create_table(
        "resources",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_resources")),
    )
    op.create_table(
        "bookings",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_bookings_case_no")),
        sa.PrimaryKeyConstraint("case_no", "item", "kind", name=op.f("pk_bookings")),
    )
    op.create_index("ix_bookings_resource", "bookings", ["kind", "name", "begins"])
