"""Seats are changed by two people as mailboxes are: the table of such changes tells of what each is."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_COLUMNS = "number, person, mailbox, salt, proposed_by, confirmed_by, counts_from, standing"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_it_anew()
        return
    op.add_column("mailbox_changes", sa.Column("what", sa.String(length=20)))
    op.execute("UPDATE mailbox_changes SET what = 'mailbox'")
    op.alter_column("mailbox_changes", "what", nullable=False)
    op.add_column("mailbox_changes", sa.Column("seat", sa.String(length=120)))
    op.add_column("mailbox_changes", sa.Column("since", sa.Date()))
    op.add_column("mailbox_changes", sa.Column("until", sa.Date()))
    op.alter_column("mailbox_changes", "mailbox", nullable=True)
    op.alter_column("mailbox_changes", "salt", nullable=True)


def _make_it_anew() -> None:
    """SQLite cannot let a column be empty that could not: the table is made anew, with all it had."""
    op.execute("CREATE TABLE changes_before AS SELECT * FROM mailbox_changes")
    op.drop_index(op.f("ix_mailbox_changes_standing"), "mailbox_changes")
    op.drop_table("mailbox_changes")
    op.create_table(
        "mailbox_changes",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("mailbox", sa.String(length=254)),
        sa.Column("salt", sa.LargeBinary()),
        sa.Column("seat", sa.String(length=120)),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("confirmed_by", sa.String(length=80)),
        sa.Column("counts_from", sa.Date()),
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
    all_of_it = f"SELECT {_COLUMNS}, 'mailbox' FROM changes_before"  # noqa: S608 - our own names.
    op.execute(f"INSERT INTO mailbox_changes ({_COLUMNS}, what) {all_of_it}")
    op.drop_table("changes_before")
