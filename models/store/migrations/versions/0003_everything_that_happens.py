"""What happens to a real case: conditions, questions, members who may not go, substitutes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "steps",
        sa.Column("refused_members", sa.JSON(), server_default="[]", nullable=False),
    )
    op.add_column("steps", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("steps", sa.Column("reassigned", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("steps", sa.Column("on_behalf_of", sa.String(length=80), nullable=True))
    op.add_column("steps", sa.Column("capacity", sa.String(length=20), nullable=True))
    op.add_column("steps", sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "conditions",
        *_numbered("conditions"),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("gate", sa.String(length=20), nullable=False),
    )
    op.create_table(
        "questions",
        *_numbered("questions"),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
    )
    _add_authorities()


def _add_authorities() -> None:
    persons = ("giver", "holder", "set_by")
    op.create_table(
        "authorities",
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=80), nullable=False) for name in persons),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["persons.id"], name=op.f(f"fk_authorities_{name}"))
            for name in persons
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_authorities")),
    )


def _numbered(table: str) -> tuple[sa.Column[str] | sa.Column[int] | sa.Constraint, ...]:
    """Return what tables share that count something of a case's steps."""
    return (
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f(f"fk_{table}_case_no")),
        sa.PrimaryKeyConstraint("case_no", "number", name=op.f(f"pk_{table}")),
    )
