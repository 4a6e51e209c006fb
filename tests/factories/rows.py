"""All that stands in a database, to be held against what stands in it later."""

from sqlalchemy import select

from models.store.database.engine import Store
from models.store.tables import metadata


def everything(store: Store) -> dict[str, list[str]]:
    """Return all rows of all tables."""
    with store.reading() as conn:
        return {
            table.name: sorted(map(repr, conn.execute(select(table))))
            for table in metadata.sorted_tables
        }
