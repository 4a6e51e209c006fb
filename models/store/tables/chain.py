"""The journal, its places among all entries, signed checkpoints, and the regulations cases rest on."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

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
    Column("hash", String(64), nullable=False, unique=True),
    # By the installation's key; entries of the days before there were signatures have none.
    Column("signature", String(120)),
)

# Of which cases nothing may be erased is asked each day, and told of by few entries.
OF_HOLDS = "kind IN ('legal_hold_set', 'legal_hold_lifted')"
_OF_HOLDS = text(OF_HOLDS)
Index(
    "ix_journal_holds",
    journal.c.case_no,
    journal.c.seq,
    sqlite_where=_OF_HOLDS,
    postgresql_where=_OF_HOLDS,
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

# The entries that have no place yet, so that nobody looks through the journal for them. What somebody
# lays here or takes away is found by the auditor's check: every entry has its place within a day.
unplaced = Table(
    "unplaced",
    metadata,
    Column("case_no", String(40), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    # The hashes of the complete subtrees under its root (hex, the largest first), from which the next
    # one goes on; those of earlier days have none.
    Column("subtrees", Text),
)

# The text of every regulation a case was submitted under: procedure is pinned to it.
regulations = Table(
    "regulations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("content", Text, nullable=False),
)
