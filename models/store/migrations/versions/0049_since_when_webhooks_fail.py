"""It is known what the last call of a webhook came to, and since when it is called in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0038"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("last_at", _MOMENT, nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_trouble", sa.String(length=20), nullable=True),
        sa.Column("failing_since", _MOMENT, nullable=True),
        sa.Column("failing_times", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("webhooks", column)
