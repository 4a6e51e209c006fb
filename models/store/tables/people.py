"""Who there is, who sits where and acts for whom, and how people show who they are."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    func,
)

from models.store.tables.base import Day, Moment, metadata

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
    # Where letters go that do not arrive there; nobody signs in by it.
    Column("other_mailbox", String(254)),
    # Of the digest under which the house's journal tells of them.
    Column("salt", LargeBinary, nullable=False),
)
# Mail servers make no difference between letters: two such mailboxes would be one.
Index("uq_persons_mailbox_lower", func.lower(persons.c.mailbox), unique=True)

# How somebody wants to be written to of what asks nothing of them; who never said so has no row.
mail_wishes = Table(
    "mail_wishes",
    metadata,
    Column("person", String(80), ForeignKey("persons.id"), primary_key=True),
    Column("tells", String(20), nullable=False),
    Column("receipts", Boolean, nullable=False),
)

# Changes that take two people, of seats too; it is called as in the days of mailboxes alone.
mailbox_changes = Table(
    "mailbox_changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False),
    Column("what", String(20), nullable=False),
    # The new one, and the salt of the digest under which the house's journal tells of it.
    Column("mailbox", String(254)),
    Column("salt", LargeBinary),
    # The seat to be taken from a day on, or to be left after a day.
    Column("seat", String(120)),
    Column("since", Day),
    Column("until", Day),
    Column("proposed_by", String(80), ForeignKey("persons.id"), nullable=False),
    Column("confirmed_by", String(80), ForeignKey("persons.id")),
    Column("counts_from", Day),
    Column("standing", String(20), nullable=False, index=True),
)

# Bodies of the regulation that are no more: which seat passed to which, as pairs, and by which of the
# changes above; none of those that were entered at the console.
bodies_passed = Table(
    "bodies_passed",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", String(80), nullable=False),
    Column("successor", String(80)),
    Column("since", Day, nullable=False),
    Column("seats", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
)

seats_held = Table(
    "seats_held",
    metadata,
    Column("seat", String(120), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), primary_key=True),
    Column("since", Day, primary_key=True),
    Column("until", Day),
)

authorities = Table(
    "authorities",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("giver", String(80), ForeignKey("persons.id"), nullable=False),
    Column("holder", String(80), ForeignKey("persons.id"), nullable=False),
    Column("seats", JSON, nullable=False),
    Column("since", Day, nullable=False),
    Column("until", Day, nullable=False),
    Column("capacity", String(20), nullable=False),
    Column("set_by", String(80), ForeignKey("persons.id"), nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("ended_on", Day),
    # Whether the holder was told of the steps that waited already.
    Column("told", Boolean, nullable=False),
)

sign_in_codes = Table(
    "sign_in_codes",
    metadata,
    # Made from the challenge of the browser that asked, and whose mailbox it named.
    Column("key", String(64), primary_key=True),
    # Nobody's for a mailbox that nobody has.
    Column("person", String(80), ForeignKey("persons.id")),
    # None until the code is made, which is when it is sent.
    Column("digest", String(64)),
    Column("tries_left", Integer, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
    # When it is to be sent, or sent again; None once it has left.
    Column("try_at", Moment),
    Column("troubled", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False, index=True),
    # The entry of the house's journal by which it began: a row without one is no session.
    Column("entry", Integer, nullable=False),
    Column("shown_by", String(20), nullable=False),
    # What people would call the device, as far as its browser tells.
    Column("device", String(80), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    # When a code was entered last, or a passkey used.
    Column("proved_at", Moment, nullable=False),
    # It ends when it is not used until then, and in any case when it expires.
    Column("rests_until", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

known_devices = Table(
    "known_devices",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), primary_key=True),
    # Not any more, where its person has ended all sessions from elsewhere.
    Column("known", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    # The SHA-256 of the credential's own id.
    Column("id", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False, index=True),
    # The entry of the house's journal by which it was added: a row without one signs nobody in.
    Column("entry", Integer, nullable=False),
    Column("credential", LargeBinary, nullable=False),
    # As the authenticator gave it (COSE).
    Column("public_key", LargeBinary, nullable=False),
    # How often the authenticator says it was used; some count nothing and always say 0.
    Column("sign_count", BigInteger, nullable=False),
    Column("device", String(80), nullable=False),
    Column("added_at", Moment, nullable=False),
    # None before it was used.
    Column("used_at", Moment),
)

# By which address a program reads somebody's calendar.
calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    # The SHA-256 of what is secret in the address: whoever reads this row has no calendar by it.
    Column("digest", String(64), primary_key=True),
    Column("person", String(80), ForeignKey("persons.id"), nullable=False, index=True),
    # The entry of the house's journal by which it was made: a row without one leads nowhere.
    Column("entry", Integer, nullable=False),
    Column("made_at", Moment, nullable=False),
)

spent_challenges = Table(
    "spent_challenges",
    metadata,
    # What was answered once is answered; kept until it would have run out by itself.
    Column("digest", String(64), primary_key=True),
    Column("expires_at", Moment, nullable=False, index=True),
)

security_log = Table(
    "security_log",
    metadata,
    Column("what", String(40), primary_key=True),
    Column("person", String(80), primary_key=True),
    Column("case_no", String(40), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("hour", Moment, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Index("ix_security_log_hour", "hour", "what"),
)
