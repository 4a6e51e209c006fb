"""Names as long as people write them, on every database; halls and vehicles known in any spelling."""

import sqlalchemy as sa
from alembic import op

# What was booked before is compared as what is booked since: by the one form there is.
from models.names import name_key

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        # SQLite holds nobody to the length of a column.
        for longer in ("travellers", "files", "draft_files"):
            op.alter_column(longer, "name", type_=sa.Text(), existing_nullable=False)
    conn = op.get_bind()
    resources = sa.table("resources", sa.column("kind"), sa.column("name"))
    bookings = sa.table("bookings", sa.column("kind"), sa.column("name"))
    for table in (bookings, resources):
        these = table.c.kind.in_(("hall", "vehicle"))
        found = conn.execute(sa.select(table.c.kind, table.c.name).where(these).distinct())
        for kind, name in found.all():
            this = sa.and_(table.c.kind == kind, table.c.name == name)
            if table is resources:
                # They are there for whoever books, who makes those that are not.
                conn.execute(table.delete().where(this))
            elif (key := _key(kind, name)) != name:
                conn.execute(table.update().where(this).values(name=key))


def _key(kind: str, name: str) -> str:
    """Return the form of a booked name; a hall stands behind its place."""
    place, slash, hall = name.partition("/") if kind == "hall" else ("", "", name)
    return f"{place}{slash}{name_key(hall) or hall}"
