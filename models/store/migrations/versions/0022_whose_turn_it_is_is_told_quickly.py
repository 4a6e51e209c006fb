"""Whose turn it is among the messages that wait is told quickly, however many do."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_outbox_turn": ["asks", "id"],
    "ix_outbox_first": ["case_no", "recipient", "id"],
    "ix_outbox_next": ["next_try_at"],
}


def upgrade() -> None:
    waits = sa.text("state IN ('queued', 'rendered')")
    for name, columns in _INDEXES.items():
        op.create_index(name, "outbox", columns, sqlite_where=waits, postgresql_where=waits)
