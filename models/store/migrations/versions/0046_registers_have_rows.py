"""The office keeps registers: rows with their texts, their words, what rests on what, what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0038"
branch_labels = None
depends_on = None


def _number() -> sa.Column[int]:
    return sa.Column("number", sa.Integer(), autoincrement=False, nullable=False)


def _of_row(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["number"], ["register_rows.number"], name=op.f(f"fk_{table}_number")
    )


def upgrade() -> None:
    op.create_table(
        "register_rows",
        _number(),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_register_rows")),
    )
    listed = ["register", "removed", "name_key", "number"]
    op.create_index("ix_register_rows_listed", "register_rows", listed)
    op.create_table(
        "register_texts",
        _number(),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        _of_row("register_texts"),
        sa.PrimaryKeyConstraint("number", "line", "version", name=op.f("pk_register_texts")),
    )
    op.create_table(
        "register_words",
        _number(),
        sa.Column("word", sa.String(length=100), nullable=False),
        _of_row("register_words"),
        sa.PrimaryKeyConstraint("number", "word", name=op.f("pk_register_words")),
    )
    op.create_index("ix_register_words_word", "register_words", ["word", "number"])
    op.create_table(
        "register_rests",
        _number(),
        sa.Column("on_number", sa.Integer(), autoincrement=False, nullable=False),
        _of_row("register_rests"),
        sa.PrimaryKeyConstraint("number", "on_number", name=op.f("pk_register_rests")),
    )
    op.create_index(op.f("ix_register_rests_on_number"), "register_rests", ["on_number"])
    op.create_table(
        "register_dues",
        _number(),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("tell_on", sa.Date(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        _of_row("register_dues"),
        sa.PrimaryKeyConstraint(
            "number", "line", "what", "due_on", "tell_on", name=op.f("pk_register_dues")
        ),
    )
    op.create_index("ix_register_dues_telling", "register_dues", ["told", "tell_on"])
    op.create_index("ix_register_dues_due_on", "register_dues", ["due_on", "number"])
