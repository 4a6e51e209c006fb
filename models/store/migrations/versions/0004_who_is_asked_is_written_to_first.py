"""Whoever is asked to act is written to before those who are only told, also where Doan came early.

The first databases were made before the outbox knew who is asked; those made since have the column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("outbox")}
    if "asks" not in known:
        # Of what was queued before, nothing goes first.
        asks: sa.Column[bool] = sa.Column(
            "asks", sa.Boolean(), server_default=sa.false(), nullable=False
        )
        op.add_column("outbox", asks)
