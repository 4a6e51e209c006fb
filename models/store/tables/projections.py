"""Cases, their plans, steps, votes and what was added to them: projections of the journal."""

from sqlalchemy import JSON, Boolean, Column, Date, Index, Integer, String, Table, false, text

from models.store.tables.base import Moment, metadata, of_case

cases = Table(
    "cases",
    metadata,
    Column("no", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False, index=True),
    Column("year", Integer, nullable=False),
    Column("status", String(20), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("begins", Date),
    Column("ends", Date),
    Column("regulation", String(200), nullable=False),
    Column("regulation_digest", String(64), nullable=False, index=True),
    Column("dossier_digest", String(64), nullable=False),
    Column("route", String(80), nullable=False),
    Column("filed_for", String(80), nullable=False),
    Column("typed_by", String(80), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("fault", String(200)),
    Column("guest_class", String(20)),
    Column("programme_revision", Integer, nullable=False, server_default="0"),
    # The days a later list moved: what is off, what is worked instead. None: as the regulation has it.
    Column("moved_days", JSON(none_as_null=True)),
    # Whether there are conditions, questions, remarks or amendments: most cases have none to read.
    Column("has_more", Boolean, nullable=False, server_default=false()),
    Column("opened_at", Moment),
    Column("seq", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    # Lists are read from here to there in one of these orders, and no more of them than a page shows.
    Index("ix_cases_opened", "opened_at", "no"),
    Index("ix_cases_begins", "begins", "no"),
    Index("ix_cases_days", "ends", "begins"),
)
# As small as what there is to do: what is under way, and what keeps its walk from going on. A database
# takes such an index where a question says these very words.
UNDER_WAY = "status IN ('in_approval', 'approved')"
_UNDER_WAY, _AT_FAULT = text(UNDER_WAY), text("fault IS NOT NULL")
Index(
    "ix_cases_under_way",
    cases.c.opened_at,
    cases.c.no,
    sqlite_where=_UNDER_WAY,
    postgresql_where=_UNDER_WAY,
)
Index("ix_cases_fault", cases.c.no, sqlite_where=_AT_FAULT, postgresql_where=_AT_FAULT)

plan_steps = Table(
    "plan_steps",
    metadata,
    of_case(primary_key=True),
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
    sqlite_with_rowid=False,
)

steps = Table(
    "steps",
    metadata,
    of_case(primary_key=True),
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
    Column("decided_by", String(80), index=True),
    Column("remarks", String(64)),
    Column("answer", String(64)),
    Column("paper_number", String(80)),
    Column("paper_date", Date),
    Column("paper_file", String(64)),
    Column("day", Date),
    Column("to_seat", String(120)),
    Column("refused_members", JSON, nullable=False, server_default="[]"),
    Column("told_apart", JSON, nullable=False, server_default="[]"),
    Column("paused_at", Moment),
    Column("reassigned", JSON, nullable=False, server_default="[]"),
    Column("on_behalf_of", String(80), index=True),
    Column("capacity", String(20)),
    Column("evidence", JSON(none_as_null=True)),
    Column("recorded_by", String(80)),
    Column("disputed", JSON, nullable=False, server_default="[]"),
    sqlite_with_rowid=False,
)
IS_OPEN = "state = 'open'"
_IS_OPEN = text(IS_OPEN)
Index(
    "ix_steps_open",
    steps.c.stage,
    steps.c.case_no,
    sqlite_where=_IS_OPEN,
    postgresql_where=_IS_OPEN,
)

votes = Table(
    "votes",
    metadata,
    of_case(primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), primary_key=True, index=True),
    Column("choice", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("remarks", String(64)),
    Column("answer", String(64)),
    Column("recorded_by", String(80)),
)

commitments = Table(
    "commitments",
    metadata,
    of_case(primary_key=True),
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
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("what", String(64), nullable=False),
    Column("gate", String(20), nullable=False),
)

remarks = Table(
    "remarks",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("field", String(80), nullable=False),
    Column("what", String(64), nullable=False),
)

amendments = Table(
    "amendments",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer),
    Column("begins", Date),
    Column("ends", Date),
    Column("dossier_digest", String(64), nullable=False),
    Column("changed", JSON, nullable=False),
    Column("reason", String(64)),
    Column("route", String(80), nullable=False),
    Column("steps", JSON, nullable=False),
    Column("begins_at", Moment),
    Column("filed_for", String(80), nullable=False),
    Column("typed_by", String(80), nullable=False),
    Column("state", String(20), nullable=False),
)

questions = Table(
    "questions",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, nullable=False),
    Column("person", String(80), nullable=False),
    Column("what", String(64), nullable=False),
)

calls = Table(
    "calls",
    metadata,
    of_case(primary_key=True),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), primary_key=True),
    Column("why", String(20), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("event", String(64)),
    Column("uid", String(200), nullable=False, server_default=""),
    Column("organizer", String(254), nullable=False, server_default=""),
    Column("answer", String(20)),
    Column("answered", Integer),
    Column("answer_stamp", Moment),
    Column("note", String(64)),
)
