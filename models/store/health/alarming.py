"""What must not wait, as the database tells it; and which alarms were told and are not over yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from models.store import leaves
from models.store.amiss import clock_seen, pulse
from models.store.amiss.clock_seen import Jump
from models.store.amiss.pulse import Pulse
from models.store.database import leases
from models.store.database.clock import both_times
from models.store.outbox import WAITING, MessageState
from models.store.tables import leases as noted
from models.store.tables import outbox
from models.store.verify.guards import guards_difference

# A letter may wait so long for a mail server, of which there is an alarm of its own.
_ON_ITS_WAY = timedelta(hours=2)
_TOLD = "alarm:"


@dataclass(frozen=True)
class Vitals:
    """How the sweeps and the clock stand, the newest checkpoint, whether it reached anybody, a guard
    that is gone.

    `now` is the time people go by; pulse and jump are the machine's, with `machine_now` beside them.
    """

    now: datetime
    machine_now: datetime
    pulse: Pulse
    jump: Jump | None
    checkpoint: leaves.Last
    checkpoint_reached: bool
    guard_gone: str


def vitals(conn: Connection, checkpoint_notice: str) -> Vitals:
    """Return what alarms go by; `checkpoint_notice` is what letters with checkpoints are called."""
    machine, people = both_times(conn)
    newest = leaves.last_checkpoint(conn)
    difference = guards_difference(conn)
    return Vitals(
        now=people,
        machine_now=machine,
        pulse=pulse.felt(conn),
        jump=clock_seen.last_jump(conn),
        checkpoint=newest,
        checkpoint_reached=_reached(conn, newest, checkpoint_notice, people),
        guard_gone=difference.place if difference else "",
    )


def _reached(conn: Connection, newest: leaves.Last, notice: str, at: datetime) -> bool:
    """Tell whether a checkpoint was sent to somebody, or may be still."""
    if newest.at is None:
        return True
    of_none = outbox.c.case_no.is_(None) & (outbox.c.notice == notice)
    letters = select(outbox.c.state).where(of_none, outbox.c.seq == newest.size)
    states = set(conn.execute(letters).scalars())
    may_be = bool(states & set(WAITING)) and at - newest.at < _ON_ITS_WAY
    return MessageState.SENT in states or may_be


def note_told(conn: Connection, alarm: str) -> bool:
    """Note that an alarm is told; False where somebody has noted so, and it is not over yet."""
    return leases.note_once(conn, f"{_TOLD}{alarm}")


def note_over(conn: Connection, alarm: str) -> bool:
    """Note that an alarm is over, so that it is told when it comes again; False where none was told."""
    return leases.forget(conn, f"{_TOLD}{alarm}")


def told_of(conn: Connection, alarms: Collection[str]) -> frozenset[str]:
    """Return those of some alarms that were told and are not over yet."""
    names = {f"{_TOLD}{alarm}": alarm for alarm in alarms}
    found = conn.execute(select(noted.c.name).where(noted.c.name.in_(names)))
    return frozenset(names[name] for name in found.scalars())
