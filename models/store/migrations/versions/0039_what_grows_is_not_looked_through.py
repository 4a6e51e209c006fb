"""What grows with the cases is not looked through: entries wait for their place, trees go on."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


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
