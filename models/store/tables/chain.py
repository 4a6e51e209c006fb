"""The journal, its places among all entries, signed checkpoints, and the regulations cases rest on."""

from sqlalchemy import Column, Integer, String, Table, Text, UniqueConstraint

from models.store.tables.base import Moment, metadata

# A case's first entry is written before anything else of it, so the journal has no foreign key:
# it stands on its own and outlives every projection.
journal = Table(
    "journal",
    metadata,
    Column("case_no", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    # Two entries with one hash would be one entry with one number, which the key refuses.
    Column("hash", String(64), nullable=False),
    # By the installation's key; entries of the days before there were signatures have none.
    Column("signature", String(120)),
)

# The place of each entry among all entries, given after its commit; see `models.store.leaves`.
leaves = Table(
    "leaves",
    metadata,
    Column("leaf", Integer, primary_key=True, autoincrement=False),
    Column("case_no", String(40), nullable=False),
    Column("seq", Integer, nullable=False),
    UniqueConstraint("case_no", "seq"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
)

# The text of every regulation a case was submitted under: procedure is pinned to it.
regulations = Table(
    "regulations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("content", Text, nullable=False),
)
