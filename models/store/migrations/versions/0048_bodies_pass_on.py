"""Bodies of the regulation are no more, and their seats pass to a successor."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bodies_passed",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("successor", sa.String(length=80), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bodies_passed")),
    )
