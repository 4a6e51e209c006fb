"""Indexes nobody asks go, those of the outbox hold what there is to do, and rows lie closer on SQLite.

A hash of the journal is asked for by nobody; two entries cannot share one, since case and number are
sealed in it. On SQLite a constraint goes only with its table, so the journal is laid anew, row by row in
the order it was written and with the rows' own ids; its guards are laid after every migration. Narrow
rows stand in the tree of their key there, instead of beside it, and dossiers and programmes are pressed.
"""

import re
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0038"
branch_labels = None
depends_on = None

_NOT_ARRIVED = sa.text("state IN ('queued', 'rendered', 'gathered', 'failed', 'bounced')")
_UNTOLD = sa.text("told < 2")
_AT_ONCE = 500
_COLUMNS = "case_no, seq, kind, at, recorded_at, actor, body, previous, hash, signature"


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    (_journal_on_sqlite if on_sqlite else _journal_on_postgresql)()
    op.drop_index("ix_outbox_waiting", "outbox")
    op.drop_index("ix_outbox_told", "outbox")
    for name, columns, which in (
        ("ix_outbox_not_arrived", ["state", "next_try_at"], _NOT_ARRIVED),
        ("ix_outbox_untold", ["id"], _UNTOLD),
    ):
        op.create_index(name, "outbox", columns, sqlite_where=which, postgresql_where=which)
    op.drop_index("ix_search_words_word", "search_words")
    (_words_on_sqlite if on_sqlite else _words_on_postgresql)()
    op.create_index("ix_search_words_case_no", "search_words", ["case_no"])
    op.drop_index("ix_run_states_run", "run_states")
    if on_sqlite:
        for table in ("plan_steps", "steps", "run_states"):
            _into_its_key(table)
        for table in ("dossiers", "programmes"):
            _press(table)


def _journal_on_sqlite() -> None:
    op.create_table(
        "journal_anew",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "seq", name="pk_journal"),
    )
    op.execute(
        f"INSERT INTO journal_anew (rowid, {_COLUMNS})"  # noqa: S608 - our own names.
        f" SELECT rowid, {_COLUMNS} FROM journal ORDER BY rowid"
    )
    op.drop_table("journal")
    op.rename_table("journal_anew", "journal")


def _journal_on_postgresql() -> None:
    op.drop_constraint("uq_journal_hash", "journal", type_="unique")


def _words_on_sqlite() -> None:
    op.create_table(
        "search_words_anew",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("of_dossier", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name="fk_search_words_case_no"),
        sa.PrimaryKeyConstraint("word", "case_no", name="pk_search_words"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO search_words_anew (word, case_no, of_dossier)"
        " SELECT word, case_no, of_dossier FROM search_words ORDER BY word, case_no"
    )
    op.drop_table("search_words")
    op.rename_table("search_words_anew", "search_words")


def _into_its_key(table: str) -> None:
    """Let a table's rows stand in the tree of its key; in all else it stays what it is."""
    conn = op.get_bind()
    ours = sa.text("SELECT sql FROM sqlite_master WHERE type = :type AND tbl_name = :table")
    made = conn.execute(ours, {"type": "table", "table": table}).scalar_one()
    indexes = conn.execute(ours, {"type": "index", "table": table}).scalars().all()
    anew = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", made)
    conn.exec_driver_sql(f"{anew} WITHOUT ROWID")
    conn.exec_driver_sql(f"INSERT INTO {table}_anew SELECT * FROM {table}")  # noqa: S608
    op.drop_table(table)
    op.rename_table(f"{table}_anew", table)
    # Those that a constraint brings with it have no words of their own.
    for index in filter(None, indexes):
        conn.exec_driver_sql(index)


def _press(table: str) -> None:
    """Press the long texts of a table, byte for byte as they lie there, so many at a time."""
    conn = op.get_bind()
    rows = f"SELECT rowid AS row, CAST(content AS BLOB) AS plain FROM {table}"  # noqa: S608
    found = sa.text(
        f"{rows} WHERE rowid > :after AND typeof(content) = 'text' ORDER BY rowid LIMIT {_AT_ONCE}"
    )
    keep = sa.text(f"UPDATE {table} SET content = :small WHERE rowid = :row")  # noqa: S608
    after = 0
    while texts := conn.execute(found, {"after": after}).all():
        after = texts[-1].row
        pressed = {row: (plain, b"\0z" + zlib.compress(plain, 9)) for row, plain in texts}
        smaller = [
            {"row": row, "small": small}
            for row, (plain, small) in pressed.items()
            if len(small) < len(plain)
        ]
        if smaller:
            conn.execute(keep, smaller)


def _words_on_postgresql() -> None:
    op.drop_constraint("pk_search_words", "search_words", type_="primary")
    op.create_primary_key("pk_search_words", "search_words", ["word", "case_no"])
