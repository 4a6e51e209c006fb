"""What the auditor holds entries against beside their case: regulations, seats, authorities, the clock.

That the seats and authorities are those of the house's journal is asked elsewhere (`house`).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, text

from models.store.verify.reading import (
    Unreadable,
    parsed,
    read_moment,
    rows_by,
    rows_of,
    rows_of_all,
)
from models.store.verify.rules.regulation import Rulebook, rulebook_in

_SESSIONS = "SELECT * FROM journal WHERE case_no = 'house' AND kind = 'session_begun'"

_NEWEST = "SELECT max(at) FROM journal WHERE case_no NOT IN ('house', 'post')"


class Ground:
    """Rows that many cases are held against, each table read once."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._rulebooks: dict[str, Rulebook | None] = {}
        self._seats: dict[str, list[tuple[str, date]]] = {}
        for row in rows_of_all(conn, "seats_held"):
            self._seats.setdefault(row.person, []).append((row.seat, _day(row.since)))
        self._authorities = {row.number: row for row in rows_of_all(conn, "authorities")}
        self._of_cases: dict[str, dict[str, list[Row[Any]]]] = {}
        self._sessions = {
            row.seq: (parsed(row.body)["person"], read_moment(row.recorded_at))
            for row in rows_by(conn, "journal", _SESSIONS)
        }
        self.now = read_moment(conn.execute(text("SELECT CURRENT_TIMESTAMP")).scalar_one())
        moved = rows_of_all(conn, "movable_clock")
        self.clock_was_moved = bool(moved)
        # The time people go by. In a demo's folder it is moved, and may stand before what was done.
        self.peoples_now = self.now + sum((_moved(row) for row in moved), timedelta())
        newest = conn.execute(text(_NEWEST)).scalar() if moved else None
        # One that nobody can read is told of its entry, which is read after this.
        with suppress(Unreadable):
            self.peoples_now = max(self.peoples_now, read_moment(newest or self.peoples_now))

    def rulebook(self, digest: str) -> Rulebook | None:
        """Return a regulation by its digest; None where its text is not there or cannot be read.

        Whether it is the very text is asked elsewhere (`content`).
        """
        if digest not in self._rulebooks:
            found = rows_of(self._conn, "regulations", digest, column="digest")
            content = found[0].content if found else None
            self._rulebooks[digest] = rulebook_in(content) if isinstance(content, str) else None
        return self._rulebooks[digest]

    def seats_of(self, person: str, on: date) -> frozenset[str]:
        """Return the seats somebody has come into by a day, by the directory.

        Who left one is entered later, as of an earlier day: what they did until then stands.
        """
        return frozenset(seat for seat, since in self._seats.get(person, ()) if since <= on)

    def is_of_body(self, person: str, body: str, on: date) -> bool:
        """Tell whether somebody has come into any seat of a body or unit by a day."""
        return any(seat.partition("/")[0] == body for seat in self.seats_of(person, on))

    def lets_act(self, said: Mapping[str, Any], seat: str, on: date) -> bool:
        """Tell whether there is the authority under which an entry's person acts for another."""
        row = self._authorities.get(said["authority"])
        return row is not None and all(
            (
                row.giver == said["on_behalf_of"],
                row.holder == said["person"],
                row.capacity == said["capacity"],
                seat in _seats_in(row.seats),
                bool(row.confirmed),
                _day(row.since) <= on <= _day(row.until),
                row.ended_on is None or _day(row.ended_on) >= on,
            )
        )

    def had_signed_in(self, entry: int, person: str, before: datetime) -> bool:
        """Tell whether the house's entry says that this person's session began before a moment."""
        found = self._sessions.get(entry)
        return found is not None and found[0] == person and found[1] <= before

    def is_authority(self, number: int, giver: str, holder: str) -> bool:
        """Tell whether there is an authority of this number between these two."""
        row = self._authorities.get(number)
        return row is not None and (row.giver, row.holder) == (giver, holder)

    def acts_in(self, person: str, seat: str) -> bool:
        """Tell whether somebody was ever let act in a seat."""
        given = self._authorities.values()
        return any(row.holder == person and seat in _seats_in(row.seats) for row in given)

    def of_case(self, table: str, case_no: str) -> Sequence[Row[Any]]:
        """Return a case's rows of a table of our own that is read as a whole."""
        if table not in self._of_cases:
            self._of_cases[table] = {}
            for row in rows_of_all(self._conn, table):
                self._of_cases[table].setdefault(row.case_no, []).append(row)
        return self._of_cases[table].get(case_no, ())


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Unreadable(value, "a day", "the directory") from None


def _seats_in(value: Any) -> Any:
    return parsed(value) if isinstance(value, str) else value


def _moved(row: Row[Any]) -> timedelta:
    """Return by how much the clock of a demo's folder was moved."""
    if not isinstance(row.offset_seconds, int):
        raise Unreadable(row.offset_seconds, "a number of seconds", "movable_clock")
    return timedelta(seconds=row.offset_seconds)
