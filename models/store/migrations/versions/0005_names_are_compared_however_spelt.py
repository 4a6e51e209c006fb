"""Names are compared in one form, however they are spelt."""

import sqlalchemy as sa
from alembic import op

# Who was entered before is compared as those entered since: by the one form there is.
from models.names import name_key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, keys in (("persons", ("id",)), ("travellers", ("case_no", "number"))):
        key: sa.Column[str] = sa.Column("name_key", sa.Text(), server_default="", nullable=False)
        op.add_column(table, key)
        rows = sa.table(table, *(sa.column(name) for name in (*keys, "name", "name_key")))
        conn = op.get_bind()
        for row in conn.execute(sa.select(rows)).all():
            this = sa.and_(*(rows.c[key] == getattr(row, key) for key in keys))
            conn.execute(rows.update().where(this).values(name_key=name_key(row.name)))
        op.create_index(op.f(f"ix_{table}_name_key"), table, ["name_key"])
    op.drop_index(op.f("ix_travellers_name"), table_name="travellers")
    _interpreters_of_no_directory()
    told_apart: sa.Column[object] = sa.Column(
        "told_apart", sa.JSON(), server_default="[]", nullable=False
    )
    op.add_column("steps", told_apart)


def _interpreters_of_no_directory() -> None:
    """Whoever is no person of the directory is booked by name."""
    conn = op.get_bind()
    known = set(conn.execute(sa.text("SELECT id FROM persons")).scalars())
    resources = sa.table("resources", sa.column("kind"), sa.column("name"))
    bookings = sa.table("bookings", sa.column("kind"), sa.column("name"))
    for table in (bookings, resources):
        these = table.c.kind == "interpreter"
        for name in conn.execute(sa.select(table.c.name).where(these).distinct()).scalars().all():
            # Two spellings of one name become one resource, which is there once.
            kept = name in known or name == name_key(name)
            if not kept and table is resources:
                conn.execute(table.delete().where(these, table.c.name == name))
            elif not kept:
                conn.execute(
                    table.update().where(these, table.c.name == name).values(name=name_key(name))
                )
