"""Event logs name nobody, hold every event once, and are read back whole."""

import sqlite3
from xml.etree import ElementTree

import pytest
from hypothesis import given

from models.figures.process.logs import XES_NAMESPACE, as_ocel, as_xes, events_of
from models.store.figures.ocel import as_ocel_sqlite
from tests.figures.test_process import TRACES, WAY, make_trace

IN = {"x": XES_NAMESPACE}


def numbered(traces):
    return [type(t)(f"DR-2020-{n:04d}", t.unit, t.events) for n, t in enumerate(traces, start=1)]


@given(TRACES)
def test_an_ocel_log_has_every_event_once_and_names_what_it_is_about(traces):
    traces = numbered(traces)
    log = as_ocel(traces)
    objects = {each["id"] for each in log["objects"]}

    assert len(log["events"]) == sum(len(t.events) for t in traces)
    assert {e["id"] for e in log["events"]} == {e.id for e in events_of(traces)}
    assert {r["objectId"] for e in log["events"] for r in e["relationships"]} <= objects
    assert {e["type"] for e in log["events"]} == {t["name"] for t in log["eventTypes"]}


@given(TRACES)
def test_a_xes_log_has_a_trace_a_case_and_its_events_in_order(traces):
    log = ElementTree.fromstring(as_xes(numbered(traces)))
    called = "x:string[@key='concept:name']"
    named = [
        [name.get("value") for e in t.findall("x:event", IN) for name in e.findall(called, IN)]
        for t in log.findall("x:trace", IN)
    ]

    assert named == [[event.activity for event in trace.events] for trace in traces]


def test_an_ocel_database_says_the_same_as_the_json(tmp_path):
    traces = numbered([make_trace(*WAY), make_trace(*WAY[:2])])
    path = tmp_path / "log.sqlite"
    path.write_bytes(as_ocel_sqlite(traces))
    with sqlite3.connect(path) as db:
        events = dict(db.execute("SELECT ocel_id, ocel_type FROM event"))
        tables = dict(db.execute("SELECT ocel_type, ocel_type_map FROM event_map_type"))
        timed = {
            i for t in tables.values() for (i,) in db.execute(f"SELECT ocel_id FROM event_{t}")
        }
        related = db.execute("SELECT count(*) FROM event_object").fetchone()[0]
    db.close()
    told = as_ocel(traces)["events"]

    assert events == {event["id"]: event["type"] for event in told}
    assert timed == set(events)
    assert related == sum(len(event["relationships"]) for event in told)


@pytest.mark.parametrize("log", ["jsonocel", "sqlite", "xes"])
def test_a_log_of_a_real_case_names_no_person(site, office, log):
    office.submits()
    office.goes_on_to_the_end()
    year = office.case.begins.year
    browser = site.browser().is_of("bui.van.thi.du").opens(f"/statistics/process.{log}?year={year}")

    content = browser.shows.content
    assert browser.status == 200
    assert office.case_no.encode() in content
    assert b"nguyen.thi.mau" not in content
    assert "Nguyễn".encode() not in content
