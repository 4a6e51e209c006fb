"""An event log as a database of its own: OCEL 2.0 in SQLite, as its specification has the tables."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from models.figures.process.discovery import Trace
from models.figures.process.logs import BODY, CASE, events_of, objects_of, stamp

_SCHEMA = """
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL);
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL);
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event_object (
    ocel_event_id TEXT NOT NULL REFERENCES event(ocel_id),
    ocel_object_id TEXT NOT NULL REFERENCES object(ocel_id),
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
    ocel_source_id TEXT NOT NULL REFERENCES object(ocel_id),
    ocel_target_id TEXT NOT NULL REFERENCES object(ocel_id),
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
"""
_NO_LETTER = re.compile(r"[^A-Za-z0-9]+")


def as_ocel_sqlite(traces: Iterable[Trace]) -> bytes:
    """Return the bytes of the database of a log."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        with closing(sqlite3.connect(path)) as db:
            _write(db, tuple(traces))
            db.commit()
        return path.read_bytes()


def _write(db: sqlite3.Connection, traces: tuple[Trace, ...]) -> None:
    db.executescript(_SCHEMA)
    events, objects = list(events_of(traces)), objects_of(traces)
    types = {name: called(name) for name in sorted({e.type for e in events})}
    kinds = {name: called(name) for name in (BODY, CASE)}
    db.executemany("INSERT INTO event_map_type VALUES (?, ?)", types.items())
    db.executemany("INSERT INTO object_map_type VALUES (?, ?)", kinds.items())
    db.executemany("INSERT INTO object VALUES (?, ?)", [(o.id, o.type) for o in objects])
    db.executemany("INSERT INTO event VALUES (?, ?)", [(e.id, e.type) for e in events])
    # The tables are called by what the types are, whose names are our own.
    for name, table in types.items():
        db.execute(f"CREATE TABLE event_{table} (ocel_id TEXT PRIMARY KEY, ocel_time TIMESTAMP)")
        rows = [(e.id, stamp(e.time)) for e in events if e.type == name]
        db.executemany(f"INSERT INTO event_{table} VALUES (?, ?)", rows)  # noqa: S608 - see above.
    for name, table in kinds.items():
        columns = "(ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT)"
        db.execute(f"CREATE TABLE object_{table} {columns}")
        told = [(o.id, stamp(o.since), None) for o in objects if o.type == name]
        db.executemany(f"INSERT INTO object_{table} VALUES (?, ?, ?)", told)  # noqa: S608 - see above.
    of_events = [(e.id, to, how) for e in events for to, how in dict.fromkeys(e.about)]
    db.executemany("INSERT INTO event_object VALUES (?, ?, ?)", of_events)
    of_objects = [(o.id, to, how) for o in objects for to, how in o.related]
    db.executemany("INSERT INTO object_object VALUES (?, ?, ?)", of_objects)


def called(name: str) -> str:
    """Return what the table of a type is called: its words with capitals, without anything else."""
    return "".join(part.capitalize() for part in _NO_LETTER.split(name))
