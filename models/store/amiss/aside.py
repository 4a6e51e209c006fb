"""Things set aside: one that breaks is named once, tried again at growing distance, and stops no other.

All goes by the clock people go by. A next try that lies further ahead than any can be set was set while
the clock stood wrong: nothing waits for it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from models.ids import CaseNo
from models.store.database.clock import now
from models.store.database.engine import insert_once
from models.store.tables import set_aside

_FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=6)
# What nobody has come across again for so long is gone, or was mended in another way.
_FORGOTTEN_AFTER = timedelta(days=1)
# What broke once may heal by itself: of that the log and the lists say.
TOLD_AFTER = 2
_LONGEST_NAME, _LONGEST_REASON = 200, 80


class Chore(StrEnum):
    """What Doan does with a thing. Stored: the names never change."""

    MOMENT = "moment"
    HAND_OVER = "hand_over"
    AUTHORITY = "authority"
    MOVED_DAYS = "moved_days"
    STUCK = "stuck"
    WALK = "walk"
    RETENTION = "retention"
    DIGEST = "digest"
    LETTER = "letter"
    RUN = "run"
    MAILBOX = "mailbox"
    # What is read of many cases at once, and of this one cannot be.
    ROWS = "rows"
    # A person, a seat or an authority: see `directory_rows`.
    DIRECTORY = "directory"
    # One that takes nothing for long; its calls are retried by themselves: see `flows.sweeps.webhooks`.
    WEBHOOK = "webhook"


class Way(StrEnum):
    """By which way somebody is told of a thing, once: each has its column."""

    LETTER = "told_by_letter"
    ALARM = "told_by_alarm"


@dataclass(frozen=True)
class Aside:
    """One thing set aside: which, of which case, why, since when, how often it was tried (moments UTC).

    `reason` is the code of an error or the kind of one nobody foresaw.
    """

    part: Chore
    name: str
    case_no: CaseNo | None
    reason: str
    since: datetime
    last_at: datetime
    next_try_at: datetime
    times: int

    def rests(self, at: datetime) -> bool:
        """Tell whether it is not to be tried yet."""
        return at < self.next_try_at <= at + LONGEST_REST

    @property
    def is_news(self) -> bool:
        """Tell whether it broke for the first time."""
        return self.times == 1


def everything(conn: Connection, *, most: int | None = None) -> tuple[Aside, ...]:
    """Return what is set aside, the oldest first; no more than `most`."""
    found = select(*_COLUMNS).order_by(set_aside.c.since, set_aside.c.part, set_aside.c.name)
    return tuple(_aside(row._asdict()) for row in conn.execute(found.limit(most)))


def how_many(conn: Connection) -> int:
    """Return how many things are set aside."""
    return conn.execute(select(func.count()).select_from(set_aside)).scalar_one()


def of_part(conn: Connection, part: Chore) -> dict[str, Aside]:
    """Return what is set aside of a part, by name."""
    rows = conn.execute(select(*_COLUMNS).where(set_aside.c.part == part))
    return {row.name: _aside(row._asdict()) for row in rows}


def put_aside(
    conn: Connection, part: Chore, name: str, reason: str, *, case_no: CaseNo | None = None
) -> Aside:
    """Set a thing aside that has just broken, or note that it has broken again."""
    at, named = now(conn), name[:_LONGEST_NAME]
    this = (set_aside.c.part == part) & (set_aside.c.name == named)
    told = {"case_no": case_no, "reason": reason[:_LONGEST_REASON], "last_at": at}
    insert_once(conn, set_aside, part=part, name=named, **told, **_first_at(at))
    times = conn.execute(select(set_aside.c.times).where(this)).scalar_one() + 1
    again = {**told, "times": times, "next_try_at": at + rest_after(times)}
    conn.execute(update(set_aside).where(this).values(**again))
    return _aside(conn.execute(select(*_COLUMNS).where(this)).one()._asdict())


def note_broken(
    conn: Connection, part: Chore, name: str, reason: str, *, since: datetime, times: int
) -> None:
    """Note that a thing is broken since a moment, as whoever tries it knows: so often, and to be told.

    It rests here for as long as any does; nothing of it is tried by that.
    """
    at, named = now(conn), name[:_LONGEST_NAME]
    this = (set_aside.c.part == part) & (set_aside.c.name == named)
    told = {"reason": reason[:_LONGEST_REASON], "last_at": at, "since": since}
    insert_once(conn, set_aside, part=part, name=named, **{**_first_at(at), **told})
    rests = {"times": max(times, TOLD_AFTER), "next_try_at": at + LONGEST_REST}
    conn.execute(update(set_aside).where(this).values(**told, **rests))


def _first_at(at: datetime) -> dict[str, object]:
    return {"since": at, "next_try_at": at, "times": 0, Way.LETTER: False, Way.ALARM: False}


def are_untold(conn: Connection, way: Way) -> bool:
    """Tell whether there is a thing that somebody is to be told of in a way."""
    return conn.execute(select(set_aside.c.part).where(_to_tell(way)).limit(1)).first() is not None


def take_to_tell(conn: Connection, way: Way) -> tuple[Aside, ...]:
    """Return the things to be told of in a way, and note that they are: nobody else tells of them."""
    taken = update(set_aside).where(_to_tell(way)).values({way: True}).returning(*_COLUMNS)
    found = (_aside(row._asdict()) for row in conn.execute(taken).all())
    return tuple(sorted(found, key=lambda each: (each.since, each.part, each.name)))


def note_untold(conn: Connection, way: Way, things: Iterable[Aside]) -> None:
    """Note that nobody has heard of some things after all."""
    for each in things:
        this = (set_aside.c.part == each.part) & (set_aside.c.name == each.name)
        conn.execute(update(set_aside).where(this).values({way: False}))


def are_told(conn: Connection, way: Way) -> bool:
    """Tell whether there is a thing that somebody was told of in a way and that does not work yet."""
    return (
        conn.execute(select(set_aside.c.part).where(set_aside.c[way]).limit(1)).first() is not None
    )


def forget(conn: Connection, part: Chore, names: Collection[str]) -> None:
    """Note that things set aside work again."""
    these = set_aside.c.name.in_([name[:_LONGEST_NAME] for name in names])
    conn.execute(delete(set_aside).where(set_aside.c.part == part, these))


def forget_old(conn: Connection) -> None:
    """Forget what nobody has come across for a day after it was to be tried, or was set for no time."""
    at = now(conn)
    due = set_aside.c.next_try_at
    gone = or_(due < at - _FORGOTTEN_AFTER, due > at + LONGEST_REST)
    conn.execute(delete(set_aside).where(gone))


# --- the rule --------------------------------------------------------------------------------------


def rest_after(times: int) -> timedelta:
    """Return how long a thing rests that broke so often: not at all, a minute, doubling to six hours."""
    if times < 2:
        return timedelta()
    return min(_FIRST_REST * (1 << min(times - 2, 10)), LONGEST_REST)


def _to_tell(way: Way) -> ColumnElement[bool]:
    return (set_aside.c.times >= TOLD_AFTER) & ~set_aside.c[way]


_COLUMNS = tuple(set_aside.c[field.name] for field in fields(Aside))


def _aside(values: Mapping[str, object]) -> Aside:
    said = dict(values)
    return Aside(**{**said, "part": Chore(str(said["part"]))})  # type: ignore[arg-type]
