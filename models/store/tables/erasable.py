"""What people are and wrote. It can be erased; the journal holds digests, salted for each case."""

from sqlalchemy import Column, Integer, LargeBinary, String, Table, Text

from models.store.tables.base import metadata, of_case

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
    Column("content", Text, nullable=False),
)

# Each programme that was changed after the approval; the one before stands in the dossier.
programmes = Table(
    "programmes",
    metadata,
    of_case(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)

travellers = Table(
    "travellers",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", String(80), index=True),
    Column("name", String(200), nullable=False),
    Column("name_key", Text, nullable=False, index=True),
)

passports = Table(
    "passports",
    metadata,
    of_case(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ciphertext", LargeBinary, nullable=False),
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
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
