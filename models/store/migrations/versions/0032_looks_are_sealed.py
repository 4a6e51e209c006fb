"""Who opened what is sealed by the hour: each look is of a batch that the house's journal tells of."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_COLUMNS = "case_no, person, what, which, day, times, last_at"


def upgrade() -> None:
    # SQLite cannot change a key: the table is made anew, with all that stood in it.
    op.execute("CREATE TABLE openings_before AS SELECT * FROM openings")
    op.drop_index(op.f("ix_openings_person"), "openings")
    op.drop_table("openings")
    op.create_table(
        "openings",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("which", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("batch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_openings_case_no")),
        sa.PrimaryKeyConstraint(
            "case_no", "person", "what", "which", "day", "batch", name=op.f("pk_openings")
        ),
    )
    op.create_index(op.f("ix_openings_person"), "openings", ["person", "last_at"])
    op.create_index("ix_openings_batch", "openings", ["batch"])
    op.create_index("ix_openings_last", "openings", ["last_at", "case_no"])
    op.execute(
        f"INSERT INTO openings ({_COLUMNS}, batch) SELECT {_COLUMNS}, 0 FROM openings_before"  # noqa: S608 - our own names.
    )
    op.drop_table("openings_before")
