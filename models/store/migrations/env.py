"""Alembic's entry point: it works on the connection `migrate` hands over."""

from typing import Any, Literal

from alembic import context

from models.store.tables import Moment, metadata


def _as_plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our moments as what they are in the database, so that no revision imports our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_as_plain_type,
)
with context.begin_transaction():
    context.run_migrations()
