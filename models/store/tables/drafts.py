"""What is being written and is of no case yet."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from models.store.tables.base import Moment, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("unit", String(80), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    # What is to come of it: a new case, or a later version of one.
    Column("task", String(20), nullable=False),
    Column("case_no", String(40), index=True),
    Column("begun_by", String(80), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("changed_by", String(80), nullable=False),
    Column("changed_at", Moment, nullable=False, index=True),
    # When its unit was told that nobody goes on with it.
    Column("announced_at", Moment),
    # All that was written, encrypted, since passports are among it; nothing once it is filed.
    Column("content", LargeBinary),
)

draft_files = Table(
    "draft_files",
    metadata,
    Column("draft", String(32), ForeignKey("drafts.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
