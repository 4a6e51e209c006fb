"""What a case's Prefect run has been told: its id, and up to which entry of the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from models.case import OVER
from models.ids import CaseNo
from models.store.database.clock import machine_time
from models.store.database.engine import insert_once, insert_or_change
from models.store.database.leases import is_free
from models.store.tables import cases, histories, journal

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
_BEHIND = (
    select(cases.c.no)
    .join(journal, _NEWEST)
    .join(histories, histories.c.case_no == cases.c.no, isouter=True)
    .where((histories.c.told_seq.is_(None)) | (histories.c.told_seq < cases.c.seq))
    .order_by(*_BY_ACTIVITY)
)


def level(conn: Connection) -> tuple[LevelHistory, ...]:
    """Return the cases whose run knows all, newest activity first: these runs must be at rest.

    A case that is over is among them for some days only: its run has long been completed.
    """
    is_over = cases.c.status.in_(OVER)
    recent = journal.c.recorded_at > machine_time(conn) - _LOOKED_AFTER
    rows = conn.execute(
        select(cases.c.no, histories.c.run_id, is_over.label("is_over"))
        .join(journal, _NEWEST)
        .join(histories, histories.c.case_no == cases.c.no)
        .where(~is_over | recent, histories.c.told_seq == cases.c.seq)
        .where(histories.c.run_id.is_not(None))
        .order_by(*_BY_ACTIVITY)
    )
    return tuple(LevelHistory(row.no, row.run_id, bool(row.is_over)) for row in rows)


def of(conn: Connection, case_no: CaseNo) -> History:
    """Return what the run of a case knows; of a case without a run, nothing."""
    row = conn.execute(select(histories).where(histories.c.case_no == case_no)).one_or_none()
    return History(row.run_id, row.told_seq, row.told_stage) if row else History()


def behind(conn: Connection) -> tuple[CaseNo, ...]:
    """Return the cases whose journal has gone on since their run was told, newest activity first."""
    return tuple(conn.execute(_BEHIND).scalars())


def is_behind(conn: Connection, case_no: CaseNo) -> bool:
    """Tell whether a case's journal has gone on since its run was told; no case has not."""
    return conn.execute(_BEHIND.where(cases.c.no == case_no)).first() is not None


def left_over(conn: Connection) -> tuple[CaseNo, ...]:
    """Return those cases behind that nobody is waking at this moment, newest activity first."""
    return tuple(conn.execute(_BEHIND.where(_unclaimed(machine_time(conn)))).scalars())


@dataclass(frozen=True)
class Lag:
    """How many cases are ahead of their run, and since when the oldest untold entry waits."""

    cases: int
    since: datetime | None


def lag(conn: Connection) -> Lag:
    """Return how far the Prefect runs lag behind the journals."""
    told = func.coalesce(histories.c.told_seq, 0)
    untold = (
        select(func.count(func.distinct(journal.c.case_no)), func.min(journal.c.recorded_at))
        # Of house and post there is no run: they are no cases.
        .join(cases, cases.c.no == journal.c.case_no)
        .join(histories, histories.c.case_no == journal.c.case_no, isouter=True)
        .where(journal.c.seq > told)
    )
    return Lag(*conn.execute(untold).one())


def claim(conn: Connection, case_no: CaseNo) -> bool:
    """Claim the waking of a case; False while another waker has it."""
    at = machine_time(conn)
    this = histories.c.case_no == case_no
    claimed = conn.execute(
        update(histories).where(this, _unclaimed(at)).values(claimed_until=at + CLAIM)
    ).rowcount
    if claimed:
        return True
    return insert_once(conn, histories, case_no=case_no, told_seq=0, claimed_until=at + CLAIM)


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
    row = {"case_no": case_no, "run_id": run_id, "told_seq": 0, "told_stage": None}
    insert_or_change(conn, histories, [row], ("run_id", "told_seq", "told_stage"))


def told(conn: Connection, case_no: CaseNo, seq: int, stage: str) -> bool:
    """Note what the run has told; False when the journal has gone on in the meantime."""
    newest: int = conn.execute(select(cases.c.seq).where(cases.c.no == case_no)).scalar_one()
    if newest != seq:
        return False
    told_now = {"told_seq": seq, "told_stage": stage}
    if not insert_once(conn, histories, case_no=case_no, **told_now):
        this = histories.c.case_no == case_no
        conn.execute(update(histories).where(this).values(**told_now))
    return True


def forget(conn: Connection, case_no: CaseNo) -> None:
    """Let a run be told everything again."""
    conn.execute(update(histories).where(histories.c.case_no == case_no).values(told_seq=0))
