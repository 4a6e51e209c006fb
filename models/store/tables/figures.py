"""What a case counts for: kept beside it, so that statistics read no dossier. See `models.figures`.

There are rows of approved cases alone. What statistics ask for together stands in one row, so that no
question joins two of these tables.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, Text

from models.store.tables.base import Moment, metadata, of_case

# Each time that a delegation goes, or guests come.
case_figures = Table(
    "case_figures",
    metadata,
    of_case(primary_key=True),
    Column("visit", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("turns", Integer, nullable=False),
    Column("nature", String(40), nullable=False),
    Column("area", Text, nullable=False),
    Column("rank", Text, nullable=False),
    Column("decider", String(120), nullable=False),
    Column("decided_on", Date),
    Column("in_plan", Boolean, nullable=False),
    # As the unit wrote it: erased with the dossier.
    Column("plan_entry", Text),
    Column("report_due", Moment),
    Column("report_filed", Moment),
    Index("ix_case_figures_days", "kind", "begins"),
)

# Each person on each of these journeys, once for each country. `person` is a number made of who they
# are; of an erased case it is one of that case alone.
case_turns = Table(
    "case_turns",
    metadata,
    of_case(primary_key=True),
    Column("visit", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # 0 stands for the turn itself, whatever the number of its countries.
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("begins", Date, nullable=False),
    Column("nature", String(40), nullable=False),
    Column("area", Text, nullable=False),
    Column("decider", String(120), nullable=False),
    Column("in_plan", Boolean, nullable=False),
    Column("country", String(10), nullable=False),
    Column("rank", Text, nullable=False),
    Column("person", BigInteger, nullable=False),
    Index("ix_case_turns_days", "kind", "begins"),
)

# What each payer is to bear by the estimate in force, and what was spent, in hundredths of a currency.
case_costs = Table(
    "case_costs",
    metadata,
    of_case(primary_key=True),
    Column("payer", String(40), primary_key=True),
    Column("currency", String(10), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("nature", String(40), nullable=False),
    Column("begins", Date, nullable=False),
    Column("hundredths", BigInteger, nullable=False),
    Column("dong", BigInteger),
    Column("spent", BigInteger),
    Index("ix_case_costs_days", "kind", "begins"),
)

# How long each step stood with a body.
case_waits = Table(
    "case_waits",
    metadata,
    of_case(primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("unit", String(80), nullable=False),
    Column("body", String(80), nullable=False),
    Column("stage", String(40), nullable=False),
    Column("of_unit", Boolean, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("ended_on", Date, nullable=False),
    Column("late", Boolean, nullable=False),
    Index("ix_case_waits_days", "kind", "ended_on"),
)
