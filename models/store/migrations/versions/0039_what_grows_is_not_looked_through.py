"""What grows with the cases is not looked through: entries wait for their place, trees go on."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_UNTOLD = sa.text("told_seq < seq")
# As small as what there is to do.
_SMALL = {
    "ix_outbox_untold": ("outbox", ["id"], "told < 1"),
    "ix_outbox_unsettled": (
        "outbox",
        ["id"],
        "told < 2 AND (state || '') IN ('sent', 'failed', 'carried', 'erased')",
    ),
    "ix_journal_holds": (
        "journal",
        ["case_no", "seq"],
        "kind IN ('legal_hold_set', 'legal_hold_lifted')",
    ),
    "ix_cases_of_unknown_kind": (
        "cases",
        ["no"],
        "kind NOT IN ('inbound', 'outbound') OR status NOT IN"
        " ('in_approval', 'approved', 'rejected', 'archived', 'withdrawn', 'cancelled')",
    ),
}
# What somebody did, from the newest back.
_IN_ORDER = {
    "ix_steps_decided_by": ("steps", ["decided_by", "decided_at", "case_no", "number"]),
    "ix_steps_on_behalf_of": ("steps", ["on_behalf_of", "decided_at", "case_no", "number"]),
    "ix_votes_person": ("votes", ["person", "at", "case_no", "step"]),
}


def upgrade() -> None:
    op.create_table(
        "unplaced",
        sa.Column("case_no", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("case_no", "seq", name=op.f("pk_unplaced")),
    )
    op.execute(
        "INSERT INTO unplaced (case_no, seq) SELECT j.case_no, j.seq FROM journal j"
        " WHERE NOT EXISTS (SELECT 1 FROM leaves l WHERE l.case_no = j.case_no AND l.seq = j.seq)"
    )
    op.add_column("checkpoints", sa.Column("subtrees", sa.Text(), nullable=True))
    _let_runs_stand_beside_cases()
    for name, (table, columns, which) in _SMALL.items():
        words = sa.text(which)
        op.create_index(name, table, columns, sqlite_where=words, postgresql_where=words)
    op.drop_index("ix_outbox_told", "outbox")
    for name, (table, columns) in _IN_ORDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)


def _let_runs_stand_beside_cases() -> None:
    """How far a run was told is held against how far its case is, without a look at any other."""
    op.add_column("cases", sa.Column("told_seq", sa.Integer(), server_default="0", nullable=False))
    op.execute(
        "UPDATE cases SET told_seq ="
        " coalesce((SELECT h.told_seq FROM histories h WHERE h.case_no = cases.no), 0)"
    )
    op.create_index(
        "ix_cases_untold", "cases", ["no"], sqlite_where=_UNTOLD, postgresql_where=_UNTOLD
    )
    op.add_column("histories", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE histories SET told_at = (SELECT j.recorded_at FROM journal j"
        " WHERE j.case_no = histories.case_no AND j.seq = histories.told_seq)"
    )
    op.drop_column("histories", "told_seq")
    op.create_index(op.f("ix_histories_told_at"), "histories", ["told_at"])
