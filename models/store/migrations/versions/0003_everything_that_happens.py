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
    op.add_column(
        "cases", sa.Column("has_more", sa.Boolean(), server_default=sa.false(), nullable=False)
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
    op.create_table(
        "remarks",
        *_numbered("remarks"),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
    )
    _add_authorities()
    _add_amendments()


def _add_amendments() -> None:
    op.create_table(
        "amendments",
        *_numbered("amendments", of_a_step=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("dossier_digest", sa.String(length=64), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("filed_for", sa.String(length=80), nullable=False),
        sa.Column("typed_by", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
    )
    op.create_table(
        "amended_passports",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("amendment", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_no"], ["cases.no"], name=op.f("fk_amended_passports_case_no")
        ),
        sa.PrimaryKeyConstraint("case_no", "amendment", name=op.f("pk_amended_passports")),
    )


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


def _numbered(
    table: str, *, of_a_step: bool = True
) -> tuple[sa.Column[str] | sa.Column[int] | sa.Constraint, ...]:
    """Return what tables share that count something of a case, or of its steps."""
    step = (sa.Column("step", sa.Integer(), nullable=False),) if of_a_step else ()
    return (
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *step,
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f(f"fk_{table}_case_no")),
        sa.PrimaryKeyConstraint("case_no", "number", name=op.f(f"pk_{table}")),
    )
