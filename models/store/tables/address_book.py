"""Whom a unit has filed before, as it offers them to itself again."""

from sqlalchemy import Column, LargeBinary, String, Table

from models.store.tables.base import Moment, metadata, of_case

address_book = Table(
    "address_book",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("unit", String(80), nullable=False, index=True),
    # The case that named them last: what is kept of it is kept of them, and no longer.
    of_case(index=True),
    Column("person", String(80), index=True),
    Column("changed_by", String(80), nullable=False),
    Column("changed_at", Moment, nullable=False),
    # What is said of them, encrypted; their passport by itself, kept as long as that of a case.
    Column("ciphertext", LargeBinary, nullable=False),
    Column("passport_ciphertext", LargeBinary),
    Column("passport_of", String(40), index=True),
)
