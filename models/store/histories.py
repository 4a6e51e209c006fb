"""What a case's Prefect run has been told: its id, and up to which entry of the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, text, update

from models.case import OVER
from models.ids import CaseNo
from models.store.database.clock import machine_time
from models.store.database.engine import insert_once, insert_or_change
from models.store.database.leases import is_free
from models.store.tables import UNDER_WAY, cases, histories, journal

# Longer than any segment takes, so that a claim left by a dead worker ends by itself.
CLAIM = timedelta(seconds=90)
_LOOKED_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class History:
    run_id: str | None = None
    told_seq: int = 0
    told_stage: str | None = None


@dataclass(frozen=True)
class LevelHistory:
    """A case whose run has been told everything."""

    case_no: CaseNo
    run_id: str
    is_over: bool


# The newest entry of a case says when something last happened in it.
_NEWEST = (journal.c.case_no == cases.c.no) & (journal.c.seq == cases.c.seq)
_BY_ACTIVITY = (journal.c.recorded_at.desc(), cases.c.no.desc())
# The very words of an index that is as small as what there is to tell.
_UNTOLD = cases.c.told_seq < cases.c.seq
_BEHIND = select(cases.c.no).join(journal, _NEWEST).where(_UNTOLD).order_by(*_BY_ACTIVITY)
_LEFT_OVER = _BEHIND.join(histories, histories.c.case_no == cases.c.no, isouter=True)
_LAG = (
    select(func.count(), func.min(journal.c.recorded_at))
    .select_from(cases)
    .join(journal, (journal.c.case_no == cases.c.no) & (journal.c.seq == cases.c.told_seq + 1))
    .where(_UNTOLD)
)
_LEVEL = (
    select(cases.c.no, histories.c.run_id, journal.c.recorded_at)
    .join(journal, _NEWEST)
    .join(histories, histories.c.case_no == cases.c.no)
    .where(cases.c.told_seq == cases.c.seq, histories.c.run_id.is_not(None))
)


def level(conn: Connection) -> tuple[LevelHistory, ...]:
    """Return the cases whose run knows all, newest activity first: these runs must be at rest.

    A case that is over is among them for some days only: its run has long been completed.
    """
    recent = histories.c.told_at > machine_time(conn) - _LOOKED_AFTER
    over = _LEVEL.where(cases.c.status.in_(OVER), recent)
    found = [
        *((row, False) for row in conn.execute(_LEVEL.where(text(UNDER_WAY)))),
        *((row, True) for row in conn.execute(over)),
    ]
    newest_first = sorted(found, key=lambda each: (each[0].recorded_at, each[0].no), reverse=True)
    return tuple(LevelHistory(row.no, row.run_id, is_over) for row, is_over in newest_first)


def of(conn: Connection, case_no: CaseNo) -> History:
    """Return what the run of a case knows; of a case without a run, nothing."""
    told = select(histories.c.run_id, cases.c.told_seq, histories.c.told_stage)
    told = told.join_from(cases, histories, histories.c.case_no == cases.c.no, isouter=True)
    row = conn.execute(told.where(cases.c.no == case_no)).one_or_none()
    return History(*row) if row else History()


def behind(conn: Connection) -> tuple[CaseNo, ...]:
    """Return the cases whose journal has gone on since their run was told, newest activity first."""
    return tuple(conn.execute(_BEHIND).scalars())


def is_behind(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether a case's journal has gone on since its run was told; no case has not."""
    return conn.execute(_BEHIND.where(cases.c.no == case_no)).first() is not None


def left_over(conn: Connection) -> tuple[CaseNo, ...]:
    """Return those cases behind that nobody is waking at this moment, newest activity first."""
    return tuple(conn.execute(_LEFT_OVER.where(_unclaimed(machine_time(conn)))).scalars())


@dataclass(frozen=True)
class Lag:
    """How many cases are ahead of their run, and since when the oldest untold entry waits."""

    cases: int
    since: datetime | None


def lag(conn: Connection) -> Lag:
    """Return how far the Prefect runs lag behind the journals."""
    return Lag(*conn.execute(_LAG).one())


def claim(conn: Connection, case_no: CaseNo) -> bool:
    """Claim the waking of a case; False while another waker has it."""
    at = machine_time(conn)
    this = histories.c.case_no == case_no
    claimed = conn.execute(
        update(histories).where(this, _unclaimed(at)).values(claimed_until=at + CLAIM)
    ).rowcount
    if claimed:
        return True
    return insert_once(conn, histories, case_no=case_no, claimed_until=at + CLAIM)


def _unclaimed(at: datetime) -> ColumnElement[bool]:
    """Match cases nobody is waking."""
    return is_free(histories.c.claimed_until, at, at + CLAIM)


def release(conn: Connection, case_no: CaseNo, *, held: timedelta = timedelta()) -> None:
    """Give the waking of a case back, at once or when it was held for a while longer."""
    until = machine_time(conn) + held if held else None
    this = histories.c.case_no == case_no
    conn.execute(update(histories).where(this).values(claimed_until=until))


def keep_run(conn: Connection, case_no: CaseNo, run_id: str) -> None:
    """Remember the run of a case; a new run has been told nothing yet."""
    forget(conn, case_no)
    row = {"case_no": case_no, "run_id": run_id, "told_stage": None}
    insert_or_change(conn, histories, [row], ("run_id", "told_stage"))


def told(conn: Connection, case_no: CaseNo, seq: int, stage: str) -> bool:
    """Note what the run has told; False when the journal has gone on in the meantime."""
    newest = (cases.c.no == case_no) & (cases.c.seq == seq)
    if not conn.execute(update(cases).where(newest).values(told_seq=seq)).rowcount:
        return False
    row = {"case_no": case_no, "told_stage": stage, "told_at": machine_time(conn)}
    insert_or_change(conn, histories, [row], ("told_stage", "told_at"))
    return True


def forget(conn: Connection, case_no: CaseNo) -> None:
    """Let a run be told everything again."""
    conn.execute(update(cases).where(cases.c.no == case_no).values(told_seq=0))
