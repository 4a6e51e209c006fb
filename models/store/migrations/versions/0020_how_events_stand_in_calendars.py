"""It is known how an event stands in calendars and what was answered, which days were moved for a case,
and which amendment is urgent."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # What was told before is found by what was sent (`flows/stages/calendars.py`).
    for column in (
        sa.Column("event", sa.String(length=64), nullable=True),
        sa.Column("uid", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("organizer", sa.String(length=254), nullable=False, server_default=""),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("answer_stamp", _MOMENT, nullable=True),
        sa.Column("note", sa.String(length=64), nullable=True),
    ):
        op.add_column("calls", column)
    op.add_column("cases", sa.Column("moved_days", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("amendments", sa.Column("begins_at", _MOMENT, nullable=True))
