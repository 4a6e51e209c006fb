"""What only tells is gathered into one letter of the day, and people say how they want to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_wishes",
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("tells", sa.String(length=20), nullable=False),
        sa.Column("receipts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["persons.id"], name=op.f("fk_mail_wishes_person_persons")
        ),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_mail_wishes")),
    )
    op.add_column("outbox", sa.Column("carried_by", sa.Integer(), nullable=True))
    gathered = sa.text("state = 'gathered'")
    op.create_index(
        "ix_outbox_gathered",
        "outbox",
        ["next_try_at"],
        sqlite_where=gathered,
        postgresql_where=gathered,
    )
    carried = sa.text("carried_by IS NOT NULL")
    op.create_index(
        "ix_outbox_carried",
        "outbox",
        ["carried_by"],
        sqlite_where=carried,
        postgresql_where=carried,
    )
