"""Whoever recorded what came on paper, or stands in minutes, is known with it, and who disputed it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("steps", "votes"):
        op.add_column(table, sa.Column("recorded_by", sa.String(length=80), nullable=True))
    disputed: sa.Column[object] = sa.Column(
        "disputed", sa.JSON(), server_default="[]", nullable=False
    )
    op.add_column("steps", disputed)
