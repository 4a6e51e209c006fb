"""A mailbox is changed by two people, and is one person's whatever its letters."""

import sqlalchemy as sa
from alembic import op

from models.errors import DirectoryInvalid, Wrong

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _see_that_none_is_shared()
    op.create_index("uq_persons_mailbox_lower", "persons", [sa.text("lower(mailbox)")], unique=True)
    op.create_table(
        "mailbox_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("mailbox", sa.String(length=254), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80), nullable=True),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name=op.f("fk_mailbox_changes_person")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["persons.id"], name=op.f("fk_mailbox_changes_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["persons.id"], name=op.f("fk_mailbox_changes_confirmed_by")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_mailbox_changes")),
    )
    op.create_index(op.f("ix_mailbox_changes_standing"), "mailbox_changes", ["standing"])


def _see_that_none_is_shared() -> None:
    """Refuse a database in which one mailbox is two people's: nobody but they can say whose it is."""
    persons = sa.table("persons", sa.column("id"), sa.column("mailbox"))
    rows = op.get_bind().execute(sa.select(persons).order_by(persons.c.id)).all()
    owners: dict[str, list[str]] = {}
    for row in rows:
        owners.setdefault(row.mailbox.lower(), []).append(row.id)
    shared = {mailbox: ", ".join(ids) for mailbox, ids in owners.items() if len(ids) > 1}
    if shared:
        raise DirectoryInvalid(
            *(Wrong("", "mailbox_of_two", mailbox=m, owners=owners) for m, owners in shared.items())
        )
