"""What happened in cases, as event logs that other programs read: OCEL 2.0 in JSON, and XES. Pure.

Neither names a person: events say which body did what in which case, and when. Sources: OCEL 2.0
specification (ocel-standard.org); IEEE 1849-2016 (XES).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from models.figures.process.discovery import Occurred, Trace

CASE, BODY = "case", "body"
UNIT_OF, DONE_BY, ABOUT = "unit", "done_by", "about"
XES_NAMESPACE = "http://www.xes-standard.org/"
_EXTENSIONS = {
    "concept": ("Concept", "http://www.xes-standard.org/concept.xesext"),
    "time": ("Time", "http://www.xes-standard.org/time.xesext"),
    "org": ("Organizational", "http://www.xes-standard.org/org.xesext"),
}


@dataclass(frozen=True)
class LoggedEvent:
    """An event of a log, with the things it is about: each by its id and as what."""

    id: str
    type: str
    time: datetime
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class LoggedObject:
    """A case or a body, with its relations; `since` is when it is first heard of."""

    id: str
    type: str
    since: datetime
    related: tuple[tuple[str, str], ...] = ()


def events_of(traces: Iterable[Trace]) -> Iterator[LoggedEvent]:
    """Yield the events of some cases."""
    for trace in traces:
        for event in trace.events:
            yield LoggedEvent(
                _id(trace, event), event.activity, event.at, tuple(_about(trace, event))
            )


def objects_of(traces: Iterable[Trace]) -> tuple[LoggedObject, ...]:
    """Return the cases and the bodies that events of some cases are about, in the order of their ids."""
    found: dict[str, LoggedObject] = {}
    for trace in traces:
        for event in trace.events:
            for body in filter(None, (event.body, str(trace.unit))):
                known = found.get(body_id(body))
                if known is None or event.at < known.since:
                    found[body_id(body)] = LoggedObject(body_id(body), BODY, event.at)
        if trace.events:
            unit = ((body_id(trace.unit), UNIT_OF),)
            found[trace.case_no] = LoggedObject(trace.case_no, CASE, trace.events[0].at, unit)
    return tuple(found[key] for key in sorted(found))


def as_ocel(traces: Iterable[Trace]) -> dict[str, Any]:
    """Return the log as OCEL 2.0 has it in JSON."""
    traces = tuple(traces)
    events = sorted(events_of(traces), key=lambda e: (e.time, e.id))
    return {
        "objectTypes": [{"name": name, "attributes": []} for name in (BODY, CASE)],
        "eventTypes": [{"name": n, "attributes": []} for n in sorted({e.type for e in events})],
        "objects": [
            {"id": o.id, "type": o.type, "attributes": [], "relationships": _related(o.related)}
            for o in objects_of(traces)
        ],
        "events": [
            {
                "id": event.id,
                "type": event.type,
                "time": stamp(event.time),
                "attributes": [],
                "relationships": _related(event.about),
            }
            for event in events
        ],
    }


def as_xes(traces: Iterable[Trace]) -> bytes:
    """Return the log as XES: a trace a case, an event each time something happened."""
    log = ElementTree.Element("log", {"xes.version": "1849.2016", "xmlns": XES_NAMESPACE})
    for prefix, (name, uri) in _EXTENSIONS.items():
        ElementTree.SubElement(log, "extension", {"name": name, "prefix": prefix, "uri": uri})
    _globals(log, "trace", {"concept:name": ("string", "")})
    known = {"concept:name": ("string", ""), "time:timestamp": ("date", "1970-01-01T00:00:00Z")}
    _globals(log, "event", known)
    ElementTree.SubElement(log, "classifier", {"name": "activity", "keys": "concept:name"})
    for trace in traces:
        node = ElementTree.SubElement(log, "trace")
        _say(node, "string", "concept:name", trace.case_no)
        _say(node, "string", "unit", trace.unit)
        for event in trace.events:
            said = ElementTree.SubElement(node, "event")
            _say(said, "string", "concept:name", event.activity)
            _say(said, "date", "time:timestamp", stamp(event.at))
            if event.body:
                _say(said, "string", "org:group", event.body)
    written: bytes = ElementTree.tostring(log, encoding="utf-8", xml_declaration=True)
    return written


def stamp(moment: datetime) -> str:
    """Return a moment as event logs have it: ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def body_id(body: str) -> str:
    """Return by what a body is known in a log: no case is called so."""
    return f"{BODY}:{body}"


def _id(trace: Trace, event: Occurred) -> str:
    return f"{trace.case_no}#{event.seq}"


def _about(trace: Trace, event: Occurred) -> Iterator[tuple[str, str]]:
    yield trace.case_no, ABOUT
    if event.body:
        yield body_id(event.body), DONE_BY


def _related(found: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": to, "qualifier": qualifier} for to, qualifier in found]


def _globals(log: ElementTree.Element, scope: str, known: Mapping[str, tuple[str, str]]) -> None:
    node = ElementTree.SubElement(log, "global", {"scope": scope})
    for key, (form, value) in known.items():
        _say(node, form, key, value)


def _say(node: ElementTree.Element, form: str, key: str, value: str) -> None:
    ElementTree.SubElement(node, form, {"key": key, "value": value})
