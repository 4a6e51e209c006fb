"""A unit keeps an address book of the persons it has filed. Nobody of earlier cases is in it yet."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_book",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=True),
        sa.Column("changed_by", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("passport_ciphertext", sa.LargeBinary(), nullable=True),
        sa.Column("passport_of", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_address_book_case_no")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_book")),
    )
    for column in ("unit", "case_no", "person", "passport_of"):
        op.create_index(op.f(f"ix_address_book_{column}"), "address_book", [column])
