"""What people are and wrote. It can be erased; the journal holds digests, salted for each case."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from models.store.tables.base import LongText, Moment, metadata, of_case

salts = Table(
    "salts",
    metadata,
    Column("case_no", String(40), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)

dossiers = Table(
    "dossiers",
    metadata,
    of_case(primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("content", LongText(), nullable=False),
)

# Each programme that was changed after the approval; the one before stands in the dossier.
programmes = Table(
    "programmes",
    metadata,
    of_case(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("content", LongText(), nullable=False),
)

travellers = Table(
    "travellers",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), index=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, index=True),
)

# What lists say of the dossier in force, and search looks at: see `models.request.words`.
case_words = Table(
    "case_words",
    metadata,
    of_case(primary_key=True),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("countries", Text, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("letter_date", Date, nullable=False),
    Column("letter_key", Text, nullable=False),
    Index("ix_case_words_letter", "letter_date", "letter_key"),
)

# The words of the dossier in force by which a case is found: see `models.request.words`. In the order of
# their letters, whatever the language of the database, so that all that begin alike stand together. On
# SQLite the rows stand in their key's own tree, which holds each word once instead of twice.
search_words = Table(
    "search_words",
    metadata,
    Column("word", Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True),
    of_case(primary_key=True, index=True),
    # Whether it is the dossier's alone, or anybody's who is shown the case.
    Column("of_dossier", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

passports = Table(
    "passports",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary, nullable=False),
)

# The key of each passport, itself encrypted by the installation's. Once its row is gone nobody reads
# that passport any more, here or in a copy that was made without the row.
passport_keys = Table(
    "passport_keys",
    metadata,
    Column("id", String(32), primary_key=True),
    of_case(index=True),
    # Whose passport it is, where the directory knows them.
    Column("person", String(80), index=True),
    Column("wrapped", LargeBinary, nullable=False),
)

# The passports of an amendment on its way, encrypted; in force they take the place of the others.
amended_passports = Table(
    "amended_passports",
    metadata,
    of_case(primary_key=True),
    Column("amendment", Integer, primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    of_case(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    of_case(primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# Who opened what of a case on a day, and how often. No part of the case: written beside, and later. What
# is sealed has a batch; see `models.store.privacy.openings`.
openings = Table(
    "openings",
    metadata,
    of_case(primary_key=True),
    Column("person", String(80), primary_key=True),
    Column("what", String(20), primary_key=True),
    Column("which", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("times", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Index("ix_openings_person", "person", "last_at"),
    Index("ix_openings_batch", "batch"),
    Index("ix_openings_last", "last_at", "case_no"),
)
