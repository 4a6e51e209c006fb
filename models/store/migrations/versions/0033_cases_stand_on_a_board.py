"""Cases are found by words and marks, and listed in an order, without reading them all.

The words of cases of before come from the dossiers that are there; of a case that is erased there are
none.
"""

import sqlalchemy as sa
from alembic import op

# Cases of before are found as those since: by the one form there is.
from config.regulation.codes import Kind
from models.kinds import KINDS
from models.request.words import search_words_of

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_OF_CASES = {
    "ix_cases_opened": ["opened_at", "no"],
    "ix_cases_begins": ["begins", "no"],
    "ix_cases_days": ["ends", "begins"],
    "ix_cases_regulation_digest": ["regulation_digest"],
}
_PARTLY = (
    ("ix_cases_under_way", "cases", ["opened_at", "no"], "status IN ('in_approval', 'approved')"),
    ("ix_cases_fault", "cases", ["no"], "fault IS NOT NULL"),
    ("ix_steps_open", "steps", ["stage", "case_no"], "state = 'open'"),
)


def upgrade() -> None:
    word = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "search_words",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.Column("of_dossier", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.no"], name=op.f("fk_search_words_case_no")),
        sa.PrimaryKeyConstraint("case_no", "word", name=op.f("pk_search_words")),
    )
    _words_of_before()
    op.create_index("ix_search_words_word", "search_words", ["word", "case_no", "of_dossier"])
    for name, columns in _OF_CASES.items():
        op.create_index(name, "cases", columns)
    for name, table, columns, which in _PARTLY:
        where = sa.text(which)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _words_of_before() -> None:
    conn = op.get_bind()
    words = sa.table("search_words", *map(sa.column, ("case_no", "word", "of_dossier")))
    cases = sa.table("cases", *map(sa.column, ("no", "kind", "version")))
    dossiers = sa.table("dossiers", *map(sa.column, ("case_no", "version", "content")))
    in_force = sa.and_(dossiers.c.case_no == cases.c.no, dossiers.c.version == cases.c.version)
    found = sa.select(cases.c.no, cases.c.kind, dossiers.c.content).join(dossiers, in_force)
    after = ""
    # So many at a time, so that as many dossiers as there are need no more memory.
    while rows := conn.execute(
        found.where(cases.c.no > after).order_by(cases.c.no).limit(_AT_ONCE)
    ).all():
        conn.execute(words.insert(), [word for row in rows for word in _words_of(row)])
        after = rows[-1].no


def _words_of(row: sa.Row[tuple[str, str, str]]) -> list[dict[str, object]]:
    request = KINDS[Kind(row.kind)].model.model_validate_json(row.content)
    said = search_words_of(request).items()
    return [{"case_no": row.no, "word": word, "of_dossier": alone} for word, alone in said]
