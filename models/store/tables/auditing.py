"""What auditors read beside the journal: the states of Prefect's runs as they came."""

from sqlalchemy import Boolean, Column, String, Table

from models.store.tables.base import Moment, metadata, of_case

# A state of a case's run, by Prefect's own id. What Doan did not ask for somebody set by hand there, or
# a process of Prefect's that died; of those of earlier days nobody knows.
run_states = Table(
    "run_states",
    metadata,
    Column("id", String(36), primary_key=True),
    of_case(index=True),
    Column("run", String(36), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("type", String(20), nullable=False),
    Column("name", String(60), nullable=False),
    Column("message", String(300), nullable=False),
    Column("asked", Boolean),
    Column("kept_at", Moment, nullable=False),
)
