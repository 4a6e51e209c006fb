"""Each entry is signed by a key that the database does not hold, and the house has a journal too."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("signature", sa.String(120)))
    _salt_persons()
    op.add_column("outbox", sa.Column("seal", sa.String(64)))
    op.add_column("outbox", sa.Column("letter_seal", sa.String(64)))
    told: sa.Column[int] = sa.Column("told", sa.Integer(), server_default="0", nullable=False)
    op.add_column("outbox", told)
    op.create_index(op.f("ix_outbox_told"), "outbox", ["told", "state"])


def _salt_persons() -> None:
    salt: sa.Column[bytes] = sa.Column("salt", sa.LargeBinary(), nullable=False, server_default="")
    op.add_column("persons", salt)
    rows = sa.table("persons", sa.column("id"), sa.column("salt"))
    conn = op.get_bind()
    for person in conn.execute(sa.select(rows.c.id)).scalars().all():
        this = rows.c.id == person
        conn.execute(rows.update().where(this).values(salt=secrets.token_bytes(16)))
