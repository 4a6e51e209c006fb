"""Cases are found by words, and listed without reading their dossiers.

Of dossiers that are there already the words are made by 0025, which makes this table anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_words",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_case_words_case_no")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_case_words")),
    )
    op.create_index(op.f("ix_cases_unit"), "cases", ["unit"])
    op.create_index(op.f("ix_steps_decided_by"), "steps", ["decided_by"])
    op.create_index(op.f("ix_steps_on_behalf_of"), "steps", ["on_behalf_of"])
    op.create_index(op.f("ix_votes_person"), "votes", ["person"])
