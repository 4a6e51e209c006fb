"""The registers of the office: each row, what it and its lines say, how it is found, what is due.

Rows and dues are what the house's journal makes of them; what people wrote stands in `register_texts`.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from models.store.tables.base import Day, metadata


def _of_row() -> Column[int]:
    """Return the column that names the row of a register something belongs to."""
    named = ForeignKey("register_rows.number")
    return Column("number", Integer, named, primary_key=True, autoincrement=False)


register_rows = Table(
    "register_rows",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("register", String(20), nullable=False),
    Column("stage", String(20), nullable=False),
    Column("since", Day, nullable=False),
    # Which of its texts it says now.
    Column("version", Integer, nullable=False),
    Column("removed", Boolean, nullable=False),
    # Its name in the form in which names are compared: by it lists are ordered.
    Column("name_key", Text, nullable=False),
    Index("ix_register_rows_listed", "register", "removed", "name_key", "number"),
)

# All that a row (line 0) and each of its lines ever said: a line a version.
register_texts = Table(
    "register_texts",
    metadata,
    _of_row(),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    # What the line is; `row` for the row itself.
    Column("what", String(20), nullable=False),
    # Of a line that hangs there no more.
    Column("removed", Boolean, nullable=False),
    # None once it is erased, and so is the salt of its digest.
    Column("content", JSON(none_as_null=True)),
    Column("because", Text, nullable=False),
    Column("salt", LargeBinary),
    # The file of a document; its digest is among what it says.
    Column("file", LargeBinary),
)

register_words = Table(
    "register_words",
    metadata,
    _of_row(),
    Column("word", String(100), primary_key=True),
    Index("ix_register_words_word", "word", "number"),
)

# Which row makes no sense without which other one.
register_rests = Table(
    "register_rests",
    metadata,
    _of_row(),
    Column("on_number", Integer, primary_key=True, autoincrement=False, index=True),
)

register_dues = Table(
    "register_dues",
    metadata,
    _of_row(),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("what", String(20), primary_key=True),
    Column("due_on", Day, primary_key=True),
    # The day on which the office is told of it, and whether it was.
    Column("tell_on", Day, primary_key=True),
    Column("told", Boolean, nullable=False),
    Index("ix_register_dues_telling", "told", "tell_on"),
    Index("ix_register_dues_due_on", "due_on", "number"),
)
