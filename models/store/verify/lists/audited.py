"""The auditor's check of the auditor's own list: a line for each decision and attempt, and no other.

Told anew from the entries of each case and their places, apart from what writes the lines.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import Connection, Row

from models.store.verify.brief import said_in
from models.store.verify.ground import Ground
from models.store.verify.reading import Difference, read_moment, rows_of

_HERE = timezone(timedelta(hours=7))
_SATURDAY, _OPENS, _CLOSES = 5, 7, 17
_WHAT = {
    "step_decided": "decided",
    "vote_cast": "voted",
    "opinion_late": "late_opinion",
    "step_silent": "silent",
    "decision_refused": "refused",
    "decision_taken_back": "taken_back",
    "recording_disputed": "disputed",
    "dispute_noted": "disputed",
    "step_reassigned": "reassigned",
    "route_drawn": "rerouted",
}
_MOVES_DUE = ("step_due_moved", "clock_restarted")
_AGREES = ("approve", "approve_with_conditions", "approve_some", "approved_outside", "vote_for")
_NOTHING_KNOWN = {
    **dict.fromkeys(("stage", "act", "seat", "body"), ""),
    **{"late": False, "overrides": False, "took": None},
}
_FLAGS = ("late", "after_hours", "overrides")
Line = dict[str, Any]


def audited_difference(
    conn: Connection, ground: Ground, case_no: str, rows: Sequence[Row[Any]]
) -> Difference | None:
    """Hold the lines of a case against its entries; one that has no place yet has no line."""
    places = {row.seq: row.leaf for row in rows_of(conn, "leaves", case_no)}
    placed = [row for row in rows if row.seq in places]
    told = {places[seq]: {"seq": seq, **line} for seq, line in _lines(ground, placed)}
    found = {row.leaf: row for row in rows_of(conn, "audit_lines", case_no)}
    for leaf in sorted(told.keys() | found.keys()):
        place = f"audit_lines {leaf}"
        if leaf not in told:
            return Difference(case_no, place, "a line", "none: no entry calls for it")
        if leaf not in found:
            return Difference(case_no, place, "no line", "one, as the journal tells")
        for column, expected in told[leaf].items():
            if _plain(column, getattr(found[leaf], column)) != expected:
                said = str(getattr(found[leaf], column))
                return Difference(case_no, f"{place}, column {column}", said, str(expected))
    return None


def _plain(column: str, value: Any) -> Any:
    if column == "at":
        return read_moment(value)
    return bool(value) if column in _FLAGS else value


def _lines(ground: Ground, rows: Sequence[Row[Any]]) -> Iterator[tuple[int, Line]]:
    asked: dict[int, Line] = {}
    ballots: dict[int, dict[str, tuple[int, Line]]] = {}
    objections: set[int] = set()
    digest, routes = "", 0
    for row in rows:
        said, at = said_in(row), read_moment(row.at)
        step = said.get("step") or 0
        if row.kind == "case_submitted":
            digest = said["regulation_digest"]
        elif row.kind == "step_opened":
            asked[step] = {**said, "since": at, "until": _moment(said["due_at"])}
        elif row.kind in _MOVES_DUE and step in asked:
            asked[step]["until"] = _moment(said["due_at"])
        elif row.kind == "question_asked" and step in asked:
            asked[step]["until"] = None
        if row.kind in ("vote_taken_back", "recording_disputed"):
            ballots.get(step, {}).pop(said["person"], None)
        routes += row.kind == "route_drawn"
        if row.kind not in _WHAT or (row.kind == "route_drawn" and routes == 1):
            continue
        if said.get("choice") == "object":
            objections.add(step)
        line = _line(row.kind, said, at, asked.get(step), objections)
        if row.kind == "vote_cast":
            if step in asked and not _keeps_votes(ground, digest, asked[step]["seat"]):
                ballots.setdefault(step, {})[said["person"]] = (row.seq, line)
            continue
        if row.kind == "step_decided":
            yield from ballots.pop(step, {}).values()
        yield row.seq, line


def _line(kind: str, said: Line, at: datetime, asked: Line | None, objections: set[int]) -> Line:
    here = at.astimezone(_HERE)
    closed = here.weekday() >= _SATURDAY or not _OPENS <= here.hour < _CLOSES
    person = said.get("person")
    line = {
        "what": _WHAT[kind],
        "at": at,
        "step": said.get("step") or 0,
        "person": person,
        "on_behalf_of": said.get("on_behalf_of"),
        "recorded_by": said.get("recorded_by") or said.get("clerk"),
        "choice": said.get("choice") or _other_choice(kind, said),
        "after_hours": person is not None and closed,
    }
    if asked is None:
        return {**_NOTHING_KNOWN, **line}
    until = asked["until"]
    agrees = said.get("answer") is not None and said.get("choice") in _AGREES
    return {
        **line,
        **{name: asked[name] for name in ("stage", "act", "seat")},
        "body": asked["seat"].partition("/")[0],
        "late": until is not None and at > until,
        "overrides": agrees and not objections.isdisjoint(asked["shows"]),
        "took": int((at - asked["since"]).total_seconds()),
    }


def _other_choice(kind: str, said: Line) -> Any:
    return {"decision_refused": said.get("reason"), "route_drawn": said.get("route")}.get(kind)


def _keeps_votes(ground: Ground, digest: str, seat: str) -> bool:
    """Tell whether a body keeps its votes to itself; where nobody can say, it does."""
    rulebook = ground.rulebook(digest)
    return rulebook is None or rulebook.has_secret_votes(seat)


def _moment(value: Any) -> datetime | None:
    return None if value is None else read_moment(value)
