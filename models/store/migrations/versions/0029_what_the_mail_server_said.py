"""What the mail server said when it took a letter is kept beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("accepted_as", sa.String(length=300)))
