"""By what other systems come in, what they were answered, and where they are told what happens."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

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

webhooks = Table(
    "webhooks",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # The entry of the house's journal by which it was registered: a row without one is told nothing.
    Column("entry", Integer, nullable=False),
    # What it is called, where it is, and the salt of the digest under which the journal tells of that.
    Column("name", String(80), nullable=False),
    Column("url", String(500), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    # The kinds of entries it is told of; none named: all that are told.
    Column("kinds", JSON, nullable=False),
    # What its calls are signed with, encrypted.
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    # Why it is told nothing any more, where that was not asked for.
    Column("ended", String(20)),
    # How many places of the journal's tree were looked through for it, and who calls it just now.
    Column("looked_through", Integer, nullable=False),
    Column("leased_until", Moment),
    # What its last call came to; and since when, and how often, it was called in vain.
    Column("last_at", Moment),
    Column("last_status", Integer),
    Column("last_trouble", String(20)),
    Column("failing_since", Moment),
    Column("failing_times", Integer, nullable=False, server_default="0"),
)

# What webhooks are told, each by itself and in the order of the journal.
webhook_calls = Table(
    "webhook_calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("webhook", Integer, ForeignKey("webhooks.number"), nullable=False),
    # The name under which it is called at every try.
    Column("message", String(40), nullable=False),
    # The kind of the entry, which of which case, and when; a trial is of no case. Like the places of the
    # tree it has no foreign key: whoever decides waits for none who queues.
    Column("what", String(40), nullable=False),
    Column("case_no", String(40)),
    Column("seq", Integer),
    Column("at", Moment, nullable=False),
    Column("state", String(20), nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    # When it was taken, or given up.
    Column("settled_at", Moment),
    # What the last try came to: the status of the answer, and what was wrong.
    Column("status", Integer),
    Column("trouble", String(20)),
    UniqueConstraint("webhook", "message"),
    Index("ix_webhook_calls_settled_at", "settled_at"),
)
# As small as what there is to do; a database takes such an index where a question says these very words.
CALL_WAITS = "state = 'queued'"
_CALL_WAITS = text(CALL_WAITS)
Index(
    "ix_webhook_calls_waiting",
    webhook_calls.c.webhook,
    webhook_calls.c.id,
    sqlite_where=_CALL_WAITS,
    postgresql_where=_CALL_WAITS,
)
