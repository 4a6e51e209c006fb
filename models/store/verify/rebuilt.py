"""What the auditor makes of a case's entries: its rows, rebuilt by a reading of each kind of its own.

Straight from the journal's rows, apart from what writes and reads them.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row

from models.store.verify.brief import said_in
from models.store.verify.reading import MEANINGLESS, Unreadable, moment

Rebuilt = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
ReadBack = Callable[[Rebuilt, dict[str, Any], str], None]
Reads = Callable[[Row[Any], Any, Rebuilt], None]

KEYS = {
    "cases": (),
    "plan_steps": ("ordinal",),
    "steps": ("number",),
    "votes": ("step", "person"),
    "commitments": ("number",),
    "calls": ("item", "person"),
    "conditions": ("number",),
    "questions": ("number",),
    "remarks": ("number",),
    "amendments": ("number",),
}


def rebuild(
    rows: Sequence[Row[Any]], *, reads: Reads = lambda _row, _said, _rebuilt: None
) -> Rebuilt:
    """Return what a case's entries make of it; `reads` looks at each before it has its effect.

    Raises `Unreadable` for an entry that makes no sense.
    """
    rebuilt: Rebuilt = {table: {} for table in KEYS}
    for row in rows:
        if row.kind not in _READ_BACK and row.kind not in _ONLY_TELL:
            raise Unreadable(row.kind, "a kind of entry", f"entry {row.seq}, column kind")
        try:
            said = said_in(row)
            reads(row, said, rebuilt)
            if row.kind not in _ONLY_TELL:
                _READ_BACK[row.kind](rebuilt, said, moment(row.at))
        except (Unreadable, *MEANINGLESS) as senseless:
            if isinstance(senseless, Unreadable) and senseless.place:
                raise
            # Whoever can seal a chain anew can seal an entry that makes no sense.
            place = f"entry {row.seq}, column body"
            raise Unreadable(row.body, f"what a {row.kind} tells", place) from None
        case = rebuilt["cases"].setdefault((), {})
        case |= {"seq": row.seq, "head": row.hash}
    return rebuilt


def _submitted(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    copied = (
        "unit", "year", "regulation", "regulation_digest", "dossier_digest", "filed_for", "typed_by",
    )  # fmt: skip
    rebuilt["cases"][()] = {
        **{name: said[name] for name in copied},
        **_days(said),
        "kind": said["delegation"],
        "status": "in_approval",
        "version": 1,
        "route": "",
        "fault": None,
        "guest_class": None,
        "programme_revision": 0,
        "moved_days": None,
        "has_more": False,
        "opened_at": at,
        "authors": _authors([], said),
    }


def _revised(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    case = rebuilt["cases"][()]
    names = ("version", "dossier_digest", "filed_for", "typed_by")
    case |= {**{name: said[name] for name in names}, **_days(said)}
    case["authors"] = _authors(case["authors"], said)


def _authors(known: list[str], said: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys([*known, said["filed_for"], said["typed_by"]]))


def _days(said: dict[str, Any]) -> dict[str, Any]:
    """Return the first and last day, which the earliest entries call by other names."""
    if "departs" in said:
        return {"begins": said["departs"], "ends": said["returns"]}
    return {"begins": said["begins"], "ends": said["ends"]}


def _route(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["cases"][()]["route"] = said["route"]
    rebuilt["plan_steps"] = {
        (step["ordinal"],): _without("ordinal", step) for step in said["steps"]
    }


def _opened(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    empty = ("choice", "decided_at", "decided_by", "remarks", "answer")
    papers = ("paper_number", "paper_date", "paper_file", "day", "to_seat")
    rebuilt["steps"][(said["step"],)] = {
        **_without("step", said),
        **dict.fromkeys((*empty, *papers)),
        "opened_at": at,
        "state": "open",
        "overdue": False,
        "refused_members": [],
        "told_apart": [],
        "disputed": [],
        "paused_at": None,
        "reassigned": [],
        **dict.fromkeys(("on_behalf_of", "capacity", "evidence", "recorded_by")),
    }


def _voted(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["votes"][(said["step"], said["person"])] = {
        "choice": said["choice"],
        "at": at,
        "remarks": said["remarks"],
        "answer": said["answer"],
        "recorded_by": said.get("recorded_by"),
    }


def _vote_taken_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    del rebuilt["votes"][(said["step"], said["person"])]


def _disputed(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    step = rebuilt["steps"][(said["step"],)]
    step["disputed"] = list(dict.fromkeys([*step["disputed"], said["clerk"]]))
    if step["state"] == "open":
        del rebuilt["votes"][(said["step"], said["person"])]
    else:
        step["state"] = "void"


# What the earliest entries do not say yet.
_SAID_LATER = ("to_seat", "on_behalf_of", "capacity", "evidence", "recorded_by")


def _decided(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    paper = said["paper"] or {"number": None, "dated": None, "file": None}
    rebuilt["steps"][(said["step"],)] |= {
        **{name: said[name] for name in ("choice", "remarks", "answer", "day")},
        **{name: said.get(name) for name in _SAID_LATER},
        **{name: said.get(name, []) for name in ("refused_members", "told_apart")},
        "state": "decided",
        "decided_at": at,
        "decided_by": said["person"],
        "paper_number": paper["number"],
        "paper_date": paper["dated"],
        "paper_file": paper["file"],
    }


def _late(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    names = ("choice", "remarks", "on_behalf_of", "capacity", "evidence", "recorded_by")
    rebuilt["steps"][(said["step"],)] |= {
        **{name: said[name] for name in names},
        "decided_at": at,
        "decided_by": said["person"],
    }


def _asked(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    _ADD_QUESTION(rebuilt, said, at)
    rebuilt["steps"][(said["step"],)]["paused_at"] = at


def _proposed(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    _ADD_AMENDMENT(rebuilt, said, at)
    # What stands beside a dossier is held against its digests with the content.
    rebuilt["amendments"][(said["number"],)].pop("beside", None)
    rebuilt["amendments"][(said["number"],)]["state"] = "open"
    case = rebuilt["cases"][()]
    case["authors"] = _authors(case["authors"], said)


def _amended(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    amendment = rebuilt["amendments"][(said["number"],)]
    amendment["state"] = "in_force"
    names = ("version", "begins", "ends", "dossier_digest", "filed_for", "typed_by")
    if amendment["version"] is not None:
        rebuilt["cases"][()] |= {name: amendment[name] for name in names}


def _amendment_refused(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["amendments"][(said["number"],)]["state"] = "refused"


def _asked_too(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    step = rebuilt["steps"][(said["step"],)]
    step["holders"] = [*step["holders"], said["person"]]


def _holders_changed(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    step = rebuilt["steps"][(said["step"],)]
    stay = [person for person in step["holders"] if person not in said["left"]]
    step["holders"] = [*stay, *said["came"]]


def _reassigned(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    step = rebuilt["steps"][(said["step"],)]
    for column in ("holders", "reassigned"):
        step[column] = list(dict.fromkeys([*step[column], said["person"]]))


def _called(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    told = {"event": None, "uid": "", "organizer": "", **_without("persons", said)}
    unanswered = dict.fromkeys(("answer", "answered", "answer_stamp", "note"))
    for person in said["persons"]:
        before = rebuilt["calls"].get((said["item"], person), unanswered)
        rebuilt["calls"][(said["item"], person)] = {**before, **_without("item", told)}


def _answered(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["calls"][(said["item"], said["person"])] |= {
        "answer": said["reply"],
        "answered": said["sequence"],
        "answer_stamp": said["stamp"],
        "note": said["remarks"],
    }


def _days_moved(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["cases"][()]["moved_days"] = {name: said[name] for name in ("off", "worked")}


def _silent(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
    rebuilt["steps"][(said["step"],)] |= {"state": "silent", "decided_at": at}


def _sets_step(*told: str, **values: object) -> ReadBack:
    """Set columns of the entry's step: to what the entry says under their names, or to a value."""

    def read_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
        rebuilt["steps"][(said["step"],)] |= {**{name: said[name] for name in told}, **values}

    return read_back


def _adds(table: str, *, has_more: bool = True) -> ReadBack:
    """Add a row under the entry's number; `has_more`: not every case has such rows.

    How it was shown who did it stands in the entry alone.
    """

    def read_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
        row = _without("identity", said)
        rebuilt[table][(said["number"],)] = _without("number", row)
        if has_more:
            rebuilt["cases"][()]["has_more"] = True

    return read_back


_ADD_QUESTION, _ADD_AMENDMENT = _adds("questions"), _adds("amendments")


def _without(key: str, said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != key}


def _sets_case(column: str, value: object = None, *, said_as: str = "") -> ReadBack:
    def read_back(rebuilt: Rebuilt, said: dict[str, Any], at: str) -> None:
        rebuilt["cases"][()][column] = said[said_as] if said_as else value

    return read_back


_READ_BACK = {
    "case_submitted": _submitted,
    "dossier_revised": _revised,
    "route_drawn": _route,
    "step_opened": _opened,
    "vote_cast": _voted,
    "step_decided": _decided,
    "step_silent": _silent,
    "opinion_late": _late,
    "step_overdue": _sets_step(overdue=True),
    "step_voided": _sets_step(state="void"),
    "guests_classified": _sets_case("guest_class", said_as="guest_class"),
    "programme_revised": _sets_case("programme_revision", said_as="revision"),
    "participants_called": _called,
    "invitation_answered": _answered,
    "working_days_moved": _days_moved,
    "commitment_made": _adds("commitments", has_more=False),
    "condition_set": _adds("conditions"),
    "question_asked": _asked,
    "clock_restarted": _sets_step("due_at", paused_at=None),
    "case_approved": _sets_case("status", "approved"),
    "substitute_came": _asked_too,
    "holders_changed": _holders_changed,
    "step_reassigned": _reassigned,
    "case_taken_over": _sets_case("filed_for", said_as="person"),
    "remark_made": _adds("remarks"),
    "amendment_proposed": _proposed,
    "amendment_in_force": _amended,
    "amendment_refused": _amendment_refused,
    "case_cancelled": _sets_case("status", "cancelled"),
    "step_due_moved": _sets_step("due_at", overdue=False),
    "case_reopened": _sets_case("status", "in_approval"),
    "case_withdrawn": _sets_case("status", "withdrawn"),
    "decision_taken_back": _sets_step(state="void"),
    "vote_taken_back": _vote_taken_back,
    "recording_disputed": _disputed,
    "case_rejected": _sets_case("status", "rejected"),
    "case_archived": _sets_case("status", "archived"),
    "walk_failed": _sets_case("fault", said_as="fault"),
    "walk_recovered": _sets_case("fault", None),
}

# These change no row.
_ONLY_TELL = frozenset(
    {
        "content_erased", "evidence_bundled", "legal_hold_set", "legal_hold_lifted", "step_reminded",
        "decision_refused", "dispute_noted", "message_answered", "message_auto_answered",
        "message_failed", "message_unrendered", "open_at_start", "run_cancelled", "run_repaired",
        "secretary_noted", "signers_away", "vote_unreachable",
    }
)  # fmt: skip
