"""By what other systems come in, and what they were answered."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from models.store.tables.base import Moment, metadata

access_tokens = Table(
    "access_tokens",
    metadata,
    # The SHA-256 of the token; the token itself is shown once and kept nowhere.
    Column("digest", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False, index=True),
    # The entry of the house's journal by which it was made: a row without one lets nobody in.
    Column("entry", Integer, nullable=False),
    # What its person calls it, and the salt of the digest under which the journal tells of that.
    Column("name", String(80), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    # None before it was used; written down no more often than every few minutes.
    Column("used_at", Moment),
)

given_answers = Table(
    "given_answers",
    metadata,
    # Made from who called, what they called and the key they gave.
    Column("key", String(64), primary_key=True),
    # The SHA-256 of what they sent: under one key nothing else is taken.
    Column("sent", String(64), nullable=False),
    # What they were answered: nothing personal stands in it.
    Column("answer", Text, nullable=False),
    Column("given_at", Moment, nullable=False),
    Index("ix_given_answers_given_at", "given_at"),
)
