"""What a case's Prefect run has been told: its id, and up to which entry of the journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select, update

from models.case import CaseStatus
from models.store.engine import insert_once, machine_time
from models.store.tables import cases, histories

# Longer than any segment takes, so that a claim left by a dead worker ends by itself.
CLAIM = timedelta(seconds=90)


@dataclass(frozen=True)
class History:
    run_id: str | None = None
    told_seq: int = 0
    told_stage: str | None = None


@dataclass(frozen=True)
class Level:
    """An open case whose run has been told everything."""

    case_no: str
    run_id: str


_BEHIND = (
    select(cases.c.no)
    .join(histories, histories.c.case_no == cases.c.no, isouter=True)
    .where((histories.c.told_seq.is_(None)) | (histories.c.told_seq < cases.c.seq))
    .order_by(cases.c.opened_at.desc(), cases.c.no.desc())
)


def level(conn: Connection) -> tuple[Level, ...]:
    """Return the open cases whose run knows all, the newest first: these runs must be at rest."""
    over = (CaseStatus.REJECTED, CaseStatus.ARCHIVED)
    rows = conn.execute(
        select(cases.c.no, histories.c.run_id)
        .join(histories, histories.c.case_no == cases.c.no)
        .where(cases.c.status.not_in(over), histories.c.told_seq == cases.c.seq)
        .where(histories.c.run_id.is_not(None))
        .order_by(cases.c.opened_at.desc(), cases.c.no.desc())
    )
    return tuple(Level(row.no, row.run_id) for row in rows)


def of(conn: Connection, case_no: str) -> History:
    """Return what the run of a case knows; of a case without a run, nothing."""
    row = conn.execute(select(histories).where(histories.c.case_no == case_no)).one_or_none()
    return History(row.run_id, row.told_seq, row.told_stage) if row else History()


def behind(conn: Connection) -> tuple[str, ...]:
    """Return the cases whose journal has gone on since their run was told, newest case first."""
    return tuple(conn.execute(_BEHIND).scalars())


def left_over(conn: Connection) -> tuple[str, ...]:
    """Return those cases behind that nobody is waking at this moment, newest case first."""
    return tuple(conn.execute(_BEHIND.where(_unclaimed(machine_time(conn)))).scalars())


def claim(conn: Connection, case_no: str) -> bool:
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
    return (histories.c.claimed_until.is_(None)) | (histories.c.claimed_until <= at)


def release(conn: Connection, case_no: str) -> None:
    """Give the waking of a case back."""
    conn.execute(update(histories).where(histories.c.case_no == case_no).values(claimed_until=None))


def keep_run(conn: Connection, case_no: str, run_id: str) -> None:
    """Remember the run of a case; a new run has been told nothing yet."""
    conn.execute(
        update(histories)
        .where(histories.c.case_no == case_no)
        .values(run_id=run_id, told_seq=0, told_stage=None)
    )


def told(conn: Connection, case_no: str, seq: int, stage: str) -> bool:
    """Note what the run has told; False when the journal has gone on in the meantime."""
    newest: int = conn.execute(select(cases.c.seq).where(cases.c.no == case_no)).scalar_one()
    if newest != seq:
        return False
    told_now = {"told_seq": seq, "told_stage": stage}
    if not insert_once(conn, histories, case_no=case_no, **told_now):
        this = histories.c.case_no == case_no
        conn.execute(update(histories).where(this).values(**told_now))
    return True


def forget(conn: Connection, case_no: str) -> None:
    """Let a run be told everything again."""
    conn.execute(update(histories).where(histories.c.case_no == case_no).values(told_seq=0))
