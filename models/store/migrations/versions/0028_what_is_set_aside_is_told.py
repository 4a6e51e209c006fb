"""What is set aside is told, once; that a sweep came to its end is kept in one place, the pulse."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for way in ("told_by_letter", "told_by_alarm"):
        # What is set aside already is told of as if it broke now.
        op.add_column(
            "set_aside", sa.Column(way, sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(sa.text("DELETE FROM leases WHERE name = 'swept'"))
