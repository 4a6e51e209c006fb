"""The tables. What a person wrote or is stands apart from the journal and can be erased.

Cases, plan steps, steps and votes are projections: `doan audit verify` rebuilds them from the journal.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a zone is not stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _case_no(**kwargs: Any) -> Column[str]:
    return Column("case_no", String(40), ForeignKey("cases.no"), nullable=False, **kwargs)


# --- projections of the journal ---------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    Column("no", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("year", Integer, nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("regulation", String(200), nullable=False),
    Column("regulation_digest", String(64), nullable=False),
    Column("dossier_digest", String(64), nullable=False),
    Column("route", String(80), nullable=False),
    Column("filed_for", String(80), nullable=False),
    Column("typed_by", String(80), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("fault", String(200)),
    Column("guest_class", String(20)),
    Column("programme_revision", Integer, nullable=False, server_default="0"),
    # Whether there are conditions, questions, remarks or amendments: most cases have none to read.
    Column("has_more", Boolean, nullable=False, server_default=false()),
    Column("opened_at", Moment),
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

plan_steps = Table(
    "plan_steps",
    metadata,
    _case_no(primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("seat", String(120), nullable=False),
    Column("key", String(60), nullable=False),
    Column("outside", String(80)),
    Column("collective", Boolean, nullable=False),
    Column("rests_on", JSON, nullable=False),
    Column("within", JSON(none_as_null=True)),
    Column("unconfirmed", Boolean, nullable=False),
    Column("optional", Boolean, nullable=False, server_default=false()),
)

steps = Table(
    "steps",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("seat", String(120), nullable=False),
    Column("key", String(60), nullable=False),
    Column("collective", Boolean, nullable=False),
    Column("holders", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("rests_on", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("digest_version", Integer, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("due_at", Moment),
    Column("shows", JSON, nullable=False),
    Column("state", String(20), nullable=False),
    Column("overdue", Boolean, nullable=False),
    Column("choice", String(40)),
    Column("decided_at", Moment),
    Column("decided_by", String(80)),
    Column("remarks", String(64)),
    Column("answer", String(64)),
    Column("paper_number", String(80)),
    Column("paper_date", Date),
    Column("paper_file", String(64)),
    Column("day", Date),
    Column("to_seat", String(120)),
    Column("refused_members", JSON, nullable=False, server_default="[]"),
    Column("paused_at", Moment),
    Column("reassigned", JSON, nullable=False, server_default="[]"),
    Column("on_behalf_of", String(80)),
    Column("capacity", String(20)),
    Column("evidence", JSON(none_as_null=True)),
)

votes = Table(
    "votes",
    metadata,
    _case_no(primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), primary_key=True),
    Column("choice", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("remarks", String(64)),
    Column("answer", String(64)),
)

commitments = Table(
    "commitments",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("what", String(64), nullable=False),
    Column("owner", String(120), nullable=False),
    Column("due", Date, nullable=False),
    Column("agreement", Boolean, nullable=False),
)

conditions = Table(
    "conditions",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("what", String(64), nullable=False),
    Column("gate", String(20), nullable=False),
)

remarks = Table(
    "remarks",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("field", String(80), nullable=False),
    Column("what", String(64), nullable=False),
)

amendments = Table(
    "amendments",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer),
    Column("begins", Date),
    Column("ends", Date),
    Column("dossier_digest", String(64), nullable=False),
    Column("changed", JSON, nullable=False),
    Column("reason", String(64)),
    Column("route", String(80), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("filed_for", String(80), nullable=False),
    Column("typed_by", String(80), nullable=False),
    Column("state", String(20), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("person", String(80), nullable=False),
    Column("what", String(64), nullable=False),
)

calls = Table(
    "calls",
    metadata,
    _case_no(primary_key=True),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), primary_key=True),
    Column("why", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
)

# --- the journal ------------------------------------------------------------------------------

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

# --- erasable: what people are and wrote --------------------------------------------------------

salts = Table(
    "salts",
    metadata,
    Column("case_no", String(40), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    _case_no(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)

# Each programme that was changed after the approval; the one before stands in the dossier.
programmes = Table(
    "programmes",
    metadata,
    _case_no(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)

travellers = Table(
    "travellers",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), index=True),
    Column("name", String(200), nullable=False, index=True),
)

passports = Table(
    "passports",
    metadata,
    _case_no(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary, nullable=False),
)

# The passports of an amendment on its way, encrypted; in force they take the place of the others.
amended_passports = Table(
    "amended_passports",
    metadata,
    _case_no(primary_key=True),
    Column("amendment", Integer, primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    _case_no(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    _case_no(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# --- time, messages, history ----------------------------------------------------------------------

due_moments = Table(
    "due_moments",
    metadata,
    _case_no(primary_key=True),
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
    _case_no(primary_key=True),
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
    _case_no(primary_key=True),
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

# --- the directory and sign-in ----------------------------------------------------------------------

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
