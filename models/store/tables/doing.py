"""What is still to be done: due moments, bookings, messages, runs, leases, numbers to give out."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    false,
    text,
)

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
    # What the mail server said when it took the letter; erased with its address.
    Column("accepted_as", String(300)),
    # A MAC over what was queued, which the database's owner cannot make.
    Column("seal", String(64)),
    # The same over the letter and its address, from when it was written until it is sent.
    Column("letter_seal", String(64)),
    # How far the post's journal tells of it; see `models.store.house.post`.
    Column("told", Integer, nullable=False, server_default="0"),
    # The letter that carries this message with others.
    Column("carried_by", Integer),
)
# Over what is not over yet: what has not left, or did not arrive, and what the post's journal has still
# to tell of. Both are as small as what there is to do, where nearly every row is of a letter that went
# long ago. A database takes such an index where a question says these very words.
NOT_ARRIVED = "state IN ('queued', 'rendered', 'gathered', 'failed', 'bounced')"
UNTOLD = "told < 2"
_NOT_ARRIVED, _UNTOLD = text(NOT_ARRIVED), text(UNTOLD)
Index(
    "ix_outbox_not_arrived",
    outbox.c.state,
    outbox.c.next_try_at,
    sqlite_where=_NOT_ARRIVED,
    postgresql_where=_NOT_ARRIVED,
)
Index("ix_outbox_untold", outbox.c.id, sqlite_where=_UNTOLD, postgresql_where=_UNTOLD)
# Over the messages that wait alone: as small as what there is to do.
_WAITS = text("state IN ('queued', 'rendered')")
for _name, _columns in {
    "ix_outbox_turn": (outbox.c.asks, outbox.c.id),
    "ix_outbox_first": (outbox.c.case_no, outbox.c.recipient, outbox.c.id),
    "ix_outbox_next": (outbox.c.next_try_at,),
}.items():
    Index(_name, *_columns, sqlite_where=_WAITS, postgresql_where=_WAITS)

_GATHERED, _CARRIED = text("state = 'gathered'"), text("carried_by IS NOT NULL")
Index(
    "ix_outbox_gathered",
    outbox.c.next_try_at,
    sqlite_where=_GATHERED,
    postgresql_where=_GATHERED,
)
Index("ix_outbox_carried", outbox.c.carried_by, sqlite_where=_CARRIED, postgresql_where=_CARRIED)

# A row while the mail server takes no letters and that is not theirs, and one while the sender's mailbox
# cannot be read: what it said, and whether those who look after Doan were told by another way. `said`
# names no mailbox.
mail_trouble = Table(
    "mail_trouble",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("since", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("stage", String(20), nullable=False),
    Column("code", Integer, nullable=False),
    Column("said", String(300), nullable=False),
    Column("told_at", Moment),
)

# What came to the sender's mailbox, each once, by the digest of its bytes. `sender` is who it says
# wrote it.
returned_mail = Table(
    "returned_mail",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("read_at", Moment, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("message", Integer, ForeignKey("outbox.id"), index=True),
    Column("case_no", String(40), ForeignKey("cases.no"), index=True),
    Column("person", String(80), index=True),
    Column("sender", String(254)),
    Column("status", String(20), nullable=False),
    # The digest of its words among the texts of its case, where its journal tells of them.
    Column("what", String(64)),
    # Of one that answers a step by reply: the digest of its Message-ID, by which it is known again.
    Column("name", String(64), index=True),
    Index("ix_returned_mail_read", "read_at"),
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

# One broken thing each: what Doan could not do with it, how often, and when it is tried again. `reason`
# is the kind of the fault, without what anybody wrote. A row goes when it works again.
set_aside = Table(
    "set_aside",
    metadata,
    Column("part", String(20), primary_key=True),
    Column("name", String(200), primary_key=True),
    # Without a foreign key: the case itself may be what is missing.
    Column("case_no", String(40)),
    Column("reason", String(80), nullable=False),
    Column("since", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("next_try_at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    # Whether those who look after Doan were told of it by that way.
    Column("told_by_letter", Boolean, nullable=False, server_default=false()),
    Column("told_by_alarm", Boolean, nullable=False, server_default=false()),
)

# When a sweep last came to its end, by the machine's clock; and a row for each part of it that fails.
pulse = Table(
    "pulse",
    metadata,
    Column("part", String(20), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("reason", String(80)),
)

# Where the machine's clock stood at the last sweep, for how long the machine had run then (seconds), and
# when it jumped last and by how much (seconds).
clock_seen = Table(
    "clock_seen",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("boot", String(60), nullable=False),
    Column("running_for", Float, nullable=False),
    Column("jumped_at", Moment),
    Column("jumped_by", Float),
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
