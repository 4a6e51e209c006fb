"""What is still to be done: due moments, bookings, messages, runs, leases, numbers to give out."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from models.store.tables.base import Moment, metadata, of_case

due_moments = Table(
    "due_moments",
    metadata,
    of_case(primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("fired_at", Moment),
    Index("ix_due_moments_waiting", "fired_at", "due_at"),
)

# What can be had by one visit at a time: a leader, a hall, a vehicle, an interpreter. Who books
# locks its row first, so that two who book at once see each other.
resources = Table(
    "resources",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("name", String(320), primary_key=True),
)

bookings = Table(
    "bookings",
    metadata,
    of_case(primary_key=True),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), primary_key=True),
    Column("name", String(320), nullable=False),
    Column("begins", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Index("ix_bookings_resource", "kind", "name", "begins"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    # A checkpoint of the whole journal belongs to no case.
    Column("case_no", String(40), ForeignKey("cases.no"), index=True),
    Column("seq", Integer, nullable=False),
    Column("notice", String(40), nullable=False),
    Column("recipient", String(80), nullable=False),
    # Whoever is asked to act is written to before those who are only told.
    Column("asks", Boolean, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("message_id", String(255), nullable=False, unique=True),
    Column("state", String(20), nullable=False),
    Column("address", String(254)),
    Column("content", LargeBinary),
    Column("queued_at", Moment, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("leased_until", Moment),
    Column("tries", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("trouble", String(300)),
    Index("ix_outbox_waiting", "state", "next_try_at"),
)

histories = Table(
    "histories",
    metadata,
    of_case(primary_key=True),
    Column("run_id", String(36)),
    Column("told_seq", Integer, nullable=False),
    Column("told_stage", String(120)),
    Column("claimed_until", Moment),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("until", Moment, nullable=False),
)

case_numbers = Table(
    "case_numbers",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

# A row here exists only in a database made for it (`--demo`): the clock that can be moved.
movable_clock = Table(
    "movable_clock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("offset_seconds", Integer, nullable=False),
)
