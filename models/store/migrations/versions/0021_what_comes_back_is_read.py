"""What comes back to the sender's mailbox is known, and where letters go that did not arrive."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("persons", sa.Column("other_mailbox", sa.String(length=254), nullable=True))
    op.create_table(
        "returned_mail",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("read_at", _MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Integer(), nullable=True),
        sa.Column("case_no", sa.String(length=40), nullable=True),
        sa.Column("person", sa.String(length=80), nullable=True),
        sa.Column("sender", sa.String(length=254), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["message"], ["outbox.id"], name=op.f("fk_returned_mail_message_outbox")
        ),
        sa.ForeignKeyConstraint(
            ["case_no"], ["cases.no"], name=op.f("fk_returned_mail_case_no_cases")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_returned_mail")),
    )
    for name in ("message", "case_no", "person"):
        op.create_index(op.f(f"ix_returned_mail_{name}"), "returned_mail", [name])
    op.create_index("ix_returned_mail_read", "returned_mail", ["read_at"])
