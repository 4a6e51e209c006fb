"""Each passport has a key of its own, and whoever opens a case is noted.

Passports of before stay as they are, under the installation's key: their digests stand in the journal.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "passport_keys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=True),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_passport_keys_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passport_keys")),
    )
    op.create_index(op.f("ix_passport_keys_case_no"), "passport_keys", ["case_no"])
    op.create_index(op.f("ix_passport_keys_person"), "passport_keys", ["person"])
    op.create_table(
        "openings",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("which", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_openings_case_no")),
        sa.PrimaryKeyConstraint(
            "case_no", "person", "what", "which", "day", name=op.f("pk_openings")
        ),
    )
    op.create_index(op.f("ix_openings_person"), "openings", ["person"])
