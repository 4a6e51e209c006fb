"""How Doan stands, in figures: each by one query over what is open, whatever lies behind it.

They count and name codes alone: no case, no person and nothing that somebody wrote is among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, distinct, func, literal_column, select

from models.case import OVER, CaseStatus, StepState
from models.store.amiss import pulse
from models.store.database.clock import both_times
from models.store.health.sizes import database_bytes
from models.store.mail.trouble import MailWay, mail_trouble_now
from models.store.outbox import UNDELIVERED, WAITING, MessageState
from models.store.sign_in.security_log import SecurityEvent
from models.store.tables import (
    NOT_ARRIVED,
    cases,
    checkpoints,
    histories,
    journal,
    outbox,
    security_log,
    steps,
)

# A case that waits for a day, and asks nobody meanwhile.
NO_STAGE = ""
OPEN = tuple(status for status in CaseStatus if status not in OVER)
IN_OUTBOX = (*WAITING, MessageState.GATHERED, *UNDELIVERED)
REFUSALS = (
    SecurityEvent.LINK_INVALID,
    SecurityEvent.NOT_SIGNED_IN,
    SecurityEvent.OTHER_PERSON,
    SecurityEvent.FORM_FORGED,
    SecurityEvent.WRONG_CODE,
    SecurityEvent.FILE_REFUSED,
    SecurityEvent.MAILBOX_UNKNOWN,
    SecurityEvent.CODE_WITHHELD,
    SecurityEvent.MANY_WRONG_CODES,
    SecurityEvent.PASSKEY_REFUSED,
    SecurityEvent.PASSKEY_COPIED,
    SecurityEvent.ACCESS_REFUSED,
    SecurityEvent.ACCESS_BEYOND_SCOPE,
    SecurityEvent.PROVIDER_UNKNOWN,
    SecurityEvent.PROVIDER_REFUSED,
    SecurityEvent.WITHOUT_SEAT,
)
_REFUSED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Figures:
    """How Doan stands at one moment. Ages and lags are seconds, sizes bytes.

    `open_cases` by kind and stage (`NO_STAGE`: no step of theirs is open), `letters` and
    `oldest_letter` by state, `refusals` within a day by what was refused. None: there is none.
    """

    open_cases: Mapping[tuple[str, str], int] = field(default_factory=dict)
    at_fault: int = 0
    overdue_steps: int = 0
    letters: Mapping[str, int] = field(default_factory=dict)
    oldest_letter: Mapping[str, float] = field(default_factory=dict)
    mail_trouble: float | None = None
    mailbox_trouble: float | None = None
    lag_cases: int = 0
    lag: float = 0.0
    refusals: Mapping[str, int] = field(default_factory=dict)
    checkpoint_age: float | None = None
    sweep_age: float | None = None
    database_bytes: int = 0


def figures_now(conn: Connection) -> Figures:
    """Return how Doan stands now."""
    machine, people = both_times(conn)
    open_cases, overdue, at_fault = _open_cases(conn)
    letters, oldest = _letters(conn, people)
    lag_cases, lag = _lag(conn, machine)
    return Figures(
        open_cases=open_cases,
        at_fault=at_fault,
        overdue_steps=overdue,
        letters=letters,
        oldest_letter=oldest,
        mail_trouble=_troubled(conn, MailWay.OUT, people),
        mailbox_trouble=_troubled(conn, MailWay.IN, people),
        lag_cases=lag_cases,
        lag=lag,
        refusals=_refusals(conn, machine),
        checkpoint_age=_age(newest_checkpoint(conn), people),
        sweep_age=_age(pulse.felt(conn).at, machine),
        database_bytes=database_bytes(conn),
    )


def newest_checkpoint(conn: Connection) -> datetime | None:
    """Return when the newest checkpoint was signed; None where there is none."""
    newest = select(checkpoints.c.at).order_by(checkpoints.c.size.desc()).limit(1)
    moment: datetime | None = conn.execute(newest).scalar()
    return moment


def _open_cases(conn: Connection) -> tuple[dict[tuple[str, str], int], int, int]:
    """Count open cases by kind and stage, their overdue steps, and those that are at fault."""
    asks = and_(steps.c.case_no == cases.c.no, steps.c.state == StepState.OPEN)
    rows = conn.execute(
        select(
            cases.c.kind,
            steps.c.stage,
            func.count(distinct(cases.c.no)),
            func.count().filter(steps.c.overdue),
        )
        .join(steps, asks, isouter=True)
        .where(cases.c.status.in_(OPEN))
        .group_by(cases.c.kind, steps.c.stage)
    ).all()
    faults = select(func.count()).where(cases.c.status.in_(OPEN), cases.c.fault.is_not(None))
    found = {(kind, stage or NO_STAGE): count for kind, stage, count, _ in rows}
    return found, sum(row[3] for row in rows), conn.execute(faults).scalar_one()


def _letters(conn: Connection, at: datetime) -> tuple[dict[str, int], dict[str, float]]:
    rows = conn.execute(
        select(outbox.c.state, func.count(), func.min(outbox.c.queued_at))
        .where(literal_column(f"outbox.{NOT_ARRIVED}"))
        .group_by(outbox.c.state)
    ).all()
    counted = {state: count for state, count, _ in rows}
    return counted, {state: _seconds(at - since) for state, _, since in rows}


def _lag(conn: Connection, at: datetime) -> tuple[int, float]:
    """Return how many cases are ahead of their run, and for how long the oldest entry is untold."""
    told = func.coalesce(histories.c.told_seq, 0)
    first_untold = and_(journal.c.case_no == cases.c.no, journal.c.seq == told + 1)
    count, since = conn.execute(
        select(func.count(), func.min(journal.c.recorded_at))
        .select_from(cases)
        .join(histories, histories.c.case_no == cases.c.no, isouter=True)
        .join(journal, first_untold)
        .where(told < cases.c.seq)
    ).one()
    return count, _seconds(at - since) if since else 0.0


def _refusals(conn: Connection, at: datetime) -> dict[str, int]:
    counted = (
        select(security_log.c.what, func.sum(security_log.c.times))
        .where(security_log.c.hour > at - _REFUSED_WITHIN, security_log.c.what.in_(REFUSALS))
        .group_by(security_log.c.what)
    )
    return {what: int(times) for what, times in conn.execute(counted)}


def _troubled(conn: Connection, way: MailWay, at: datetime) -> float | None:
    trouble = mail_trouble_now(conn, way)
    return _age(trouble.since, at) if trouble else None


def _age(moment: datetime | None, at: datetime) -> float | None:
    return _seconds(at - moment) if moment else None


def _seconds(span: timedelta) -> float:
    """A clock that was set back makes nothing younger than new."""
    return max(0.0, span.total_seconds())
