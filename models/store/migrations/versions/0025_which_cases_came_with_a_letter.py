"""Which cases came with a letter is told without reading a dossier.

The table of words is made anew: all of it comes from the dossiers that are there; of a case that is
erased there are none.
"""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from alembic import op

# Cases of before are found as those since: by the one form there is.
from config.regulation.codes import Kind
from models.kinds import KINDS
from models.request.words import words_of

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("title_key", sa.Text(), nullable=False),
    sa.Column("countries", sa.Text(), nullable=False),
    sa.Column("urgent", sa.Boolean(), nullable=False),
    sa.Column("letter_date", sa.Date(), nullable=False),
    sa.Column("letter_key", sa.Text(), nullable=False),
)


def upgrade() -> None:
    op.drop_table("case_words")
    op.create_table(
        "case_words",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        *_COLUMNS,
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_case_words_case_no")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_case_words")),
    )
    op.create_index("ix_case_words_letter", "case_words", ["letter_date", "letter_key"])
    _words_of_before()


def _words_of_before() -> None:
    conn = op.get_bind()
    named = {column.name: column.type for column in _COLUMNS}
    words = sa.table("case_words", sa.column("case_no"), *(sa.column(*c) for c in named.items()))
    cases = sa.table("cases", sa.column("no"), sa.column("kind"), sa.column("version"))
    dossiers = sa.table(
        "dossiers", sa.column("case_no"), sa.column("version"), sa.column("content")
    )
    in_force = sa.and_(dossiers.c.case_no == cases.c.no, dossiers.c.version == cases.c.version)
    rows = conn.execute(
        sa.select(cases.c.no, cases.c.kind, dossiers.c.content).join(dossiers, in_force)
    )
    for row in rows.all():
        request = KINDS[Kind(row.kind)].model.model_validate_json(row.content)
        said = asdict(words_of(request))
        conn.execute(words.insert().values(case_no=row.no, **{name: said[name] for name in named}))
