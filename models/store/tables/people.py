"""Who there is, who sits where and acts for whom, and how people show who they are."""

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from models.store.tables.base import Moment, metadata

units = Table(
    "units",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name_vi", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
)

persons = Table(
    "persons",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", String(200), nullable=False),
    # The form under which names are compared; see `models.names`.
    Column("name_key", Text, nullable=False, index=True),
    Column("language", String(2), nullable=False),
    Column("mailbox", String(254), nullable=False, unique=True),
)

seats_held = Table(
    "seats_held",
    metadata,
    Column("seat", String(120), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
)

authorities = Table(
    "authorities",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("giver", String(80), ForeignKey("persons.id"), nullable=False),
    Column("holder", String(80), ForeignKey("persons.id"), nullable=False),
    Column("seats", JSON, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("capacity", String(20), nullable=False),
    Column("set_by", String(80), ForeignKey("persons.id"), nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("ended_on", Date),
    # Whether the holder was told of the steps that waited already.
    Column("told", Boolean, nullable=False),
)

sign_in_codes = Table(
    "sign_in_codes",
    metadata,
    Column("person", String(80), ForeignKey("persons.id"), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("tries_left", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False),
    Column("shown_by", String(20), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

security_log = Table(
    "security_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("what", String(40), nullable=False),
    Column("case_no", String(40)),
    Column("step", Integer),
    Column("person", String(80)),
)
