"""The auditor's check of what is still to be done: moments, bookings, runs and leases.

Each is rebuilt from what the entries tell as exactly as they tell it; where they do not, a bound stands
in, with its reason.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from models.store.verify.booked import bookings_difference
from models.store.verify.ground import Ground
from models.store.verify.kept import Kept
from models.store.verify.reading import WHOLE, Difference, parsed, read_moment, rows_of_all
from models.store.verify.rebuilt import Rebuilt
from models.store.verify.rules.acts import OVER
from models.store.verify.rules.clock import AHEAD, SET_RIGHT
from models.store.verify.rules.opening import later
from models.store.verify.rules.told import day_of

Step = dict[str, Any]
KINDS = ("remind", "deadline", "day")


def doing_difference(
    ground: Ground, kept: Kept, rebuilt: Rebuilt, rows: Sequence[Row[Any]]
) -> Difference | None:
    """Compare what is to be done about a case with its journal; return the first that differs."""
    case = rebuilt["cases"][()]
    moments = _Moments(ground, kept.case_no, rebuilt, rows)
    return (
        moments.difference()
        or bookings_difference(ground, kept, rebuilt)
        or _history_difference(ground, kept.case_no, case)
    )


def _last_told(rows: Sequence[Row[Any]]) -> datetime:
    """Return when the last entry happened."""
    return read_moment(rows[-1].at)


def _reminded_last(rows: Sequence[Row[Any]]) -> frozenset[int]:
    """Return the steps of which nobody is reminded any more, since they last became overdue."""
    last: set[int] = set()
    for row in rows:
        if row.kind == "step_reminded" and (said := parsed(row.body)).get("last"):
            last.add(said["step"])
        elif row.kind == "step_overdue":
            last.discard(parsed(row.body)["step"])
    return frozenset(last)


class _Moments:
    """The due moments of a case beside its steps."""

    def __init__(
        self, ground: Ground, case_no: str, rebuilt: Rebuilt, entries: Sequence[Row[Any]]
    ) -> None:
        self.ground, self.case_no, self.last = ground, case_no, _last_told(entries)
        self.reminded_last = _reminded_last(entries)
        self.case = rebuilt["cases"][()]
        self.steps: dict[int, Step] = {key[0]: step for key, step in rebuilt["steps"].items()}
        self.rows = {(row.step, row.kind): row for row in ground.of_case("due_moments", case_no)}

    def difference(self) -> Difference | None:
        for row in self.rows.values():
            if found := self._row_difference(row):
                return found
        if self.case["status"] in OVER:
            return None
        for number, step in self.steps.items():
            runs = step["state"] == "open" and step["due_at"] and step["paused_at"] is None
            if runs and (found := self._armed_difference(number, step)):
                return found
        return self._day_difference()

    def _row_difference(self, row: Row[Any]) -> Difference | None:
        """A moment is of a step that there is, fires when it is due, and waits only for an open step."""
        place = f"due_moments {row.step} {row.kind}"
        is_day = row.kind == "day"
        if row.kind not in KINDS or is_day is not (row.step == 0):
            return self._differs(place, "a row", f"none of such a kind: {KINDS}")
        step = self.steps.get(row.step)
        if step is None and not is_day:
            return self._differs(place, "a row", "none: no entry opened such a step")
        due_at = read_moment(row.due_at)
        if row.fired_at is not None:
            return self._fired_difference(place, due_at, read_moment(row.fired_at), row, step)
        # A step that was opened and closed at one moment was never seen open: its moments fire idly.
        waits = is_day or step is None or step["state"] == "open" or _closed_at_once(step)
        if not waits:
            return self._differs(place, "waiting", f"none: the step is {step and step['state']}")
        if step is not None and step["paused_at"]:
            return self._differs(place, "waiting", "none: the step's clock stands still")
        return None

    def _fired_difference(
        self, place: str, due_at: datetime, fired_at: datetime, row: Row[Any], step: Step | None
    ) -> Difference | None:
        where = f"{place}, column fired_at"
        if fired_at < due_at - SET_RIGHT:
            return self._differs(where, fired_at.isoformat(), f"not before {due_at}")
        # Who fires a moment has the time people go by, which in a demo's folder is any.
        now = self.ground.newest if self.ground.clock_was_moved else self.ground.now
        if fired_at > now + AHEAD:
            return self._differs(where, fired_at.isoformat(), f"not after {now}")
        is_open = step is not None and step["state"] == "open" and not step["paused_at"]
        if is_open and step and row.kind == "deadline" and not step["overdue"]:
            return self._differs(where, fired_at.isoformat(), "none: no entry says it is overdue")
        return None

    def _armed_difference(self, number: int, step: Step) -> Difference | None:
        """An open step with a time limit has its deadline, and always a moment to come."""
        place = f"due_moments {number} deadline"
        deadline, reminder = self.rows.get((number, "deadline")), self.rows.get((number, "remind"))
        if deadline is None:
            return self._differs(place, "no row", f"one due {step['due_at']}")
        due_at = read_moment(step["due_at"])
        if read_moment(deadline.due_at) != due_at:
            found = str(deadline.due_at)
            return self._differs(f"{place}, column due_at", found, step["due_at"])
        waits = reminder is not None and reminder.fired_at is None
        if deadline.fired_at is not None and not waits and number not in self.reminded_last:
            return self._differs(f"due_moments {number} remind", "none to come", "one: overdue")
        # One that was set while the step was overdue may wait though its deadline was moved since.
        latest = max(due_at, self._next_reminder())
        if reminder and waits and read_moment(reminder.due_at) > latest:
            place = f"due_moments {number} remind, column due_at"
            return self._differs(place, str(reminder.due_at), f"not after {latest}")
        return None

    def _next_reminder(self) -> datetime:
        """Return until when whoever is overdue is reminded again at the latest, by the regulation.

        Counted from the last entry, for any of them may have been a reminder.
        """
        rulebook = self.ground.rulebook(self.case["regulation_digest"])
        if rulebook is None:
            return datetime.max.replace(tzinfo=UTC)
        return later(self.last, dict(rulebook.reminds_before))

    def _day_difference(self) -> Difference | None:
        """A case that asks nobody waits for a day, which is none after its last, or for a repair."""
        if self.case["fault"] or any(step["state"] == "open" for step in self.steps.values()):
            return None
        day = self.rows.get((0, "day"))
        if day is None or day.fired_at is not None:
            return self._differs("due_moments 0 day", "none to come", "one: nobody is asked")
        ends = date.fromisoformat(self.case["ends"])
        if day_of(read_moment(day.due_at)) > ends:
            place = "due_moments 0 day, column due_at"
            return self._differs(place, str(day.due_at), f"not after {ends}")
        return None

    def _differs(self, place: str, found: str, expected: str) -> Difference:
        return Difference(self.case_no, place, found, expected)


def _closed_at_once(step: Step) -> bool:
    """Tell whether a step may have been closed the moment it was opened; a void one tells no time."""
    return bool(step["state"] == "void" or step["decided_at"] == step["opened_at"])


# --- the runs of cases, and what somebody has in hand ------------------------------------------------


def _history_difference(ground: Ground, case_no: str, case: Step) -> Difference | None:
    """No run was told more than there is; none is claimed for longer than a worker does.

    A case whose run no worker has seen yet has no row.
    """
    if not 0 <= (told := ground.told_seq(case_no)) <= case["seq"]:
        expected = f"0 to {case['seq']}"
        return Difference(case_no, "cases, column told_seq", str(told), expected)
    for row in ground.of_case("histories", case_no):
        if row.claimed_until is not None and read_moment(row.claimed_until) > ground.now + AHEAD:
            until, now = str(row.claimed_until), str(ground.now)
            return Difference(case_no, "histories, column claimed_until", until, f"about {now}")
    return None


# Retention is looked at once a day, by whoever has the lease of it.
_LONGEST_LEASE = timedelta(days=1) + AHEAD


def leases_difference(conn: Connection, ground: Ground) -> Difference | None:
    """Find a lease that lasts for longer than anybody takes one: seconds, and a day for wrong clocks."""
    for row in rows_of_all(conn, "leases"):
        if read_moment(row.until) > ground.now + _LONGEST_LEASE:
            place = f"leases {row.name}, column until"
            return Difference(WHOLE, place, str(row.until), f"about {ground.now}")
    return None
