"""A letter that answers a step is known by its Message-ID, however it comes again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("returned_mail", sa.Column("name", sa.String(length=64)))
    op.create_index(op.f("ix_returned_mail_name"), "returned_mail", ["name"])
