"""The installation a database belongs to: its name, where it works, and whether it is in quarantine."""

from sqlalchemy import Column, Integer, String, Table

from models.store.tables.base import Moment, metadata

# One row, made at the first start. `place` tells a database from a copy of it (`copies.place`); while
# `quarantined_at` is set nothing is sent, signed or fired here, and `why` says how that came about.
installation = Table(
    "installation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(36), nullable=False),
    Column("place", String(120)),
    Column("quarantined_at", Moment),
    Column("why", String(20)),
)
