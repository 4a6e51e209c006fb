"""Whether Doan can be relied on, and if not for what: one answer for the probe and for `doan status`.

One thing that is set aside makes nobody unready: all others go on. What is told here keeps work from
being done, or from being seen, for everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from config.disk import Disk, disk_of
from config.province_time import day_of
from flows.acts.desk import Desk
from flows.sweeps.sweep import PERIOD
from models.errors import RegulationInvalid
from models.ids import SeatKey
from models.store import directory, histories, leaves
from models.store.amiss import clock_seen, pulse
from models.store.amiss.clock_seen import Jump
from models.store.amiss.pulse import Pulse
from models.store.database.clock import both_times
from models.store.histories import Lag
from models.store.mail.trouble import MailTrouble, mail_trouble_now
from notifications.sending.watch import LASTING
from notifications.telling.checkpoint_letters import reaches_nobody

# A sweep that came to no end for so long: whoever should sweep does not, or cannot.
LATE_AFTER = 15 * PERIOD
# A history that is behind for longer is not only slow.
BEHIND_AFTER = timedelta(minutes=10)


class Unready(StrEnum):
    """What Doan is unready for; its sentence is `unready.<code>`."""

    SWEEPS_FAIL = "sweeps_fail"
    SWEEPS_LATE = "sweeps_late"
    DISK_NEARLY_FULL = "disk_nearly_full"
    DISK_READ_ONLY = "disk_read_only"
    CLOCK_JUMPED = "clock_jumped"
    LETTERS_FAIL = "letters_fail"
    CHECKPOINTS_REACH_NOBODY = "checkpoints_reach_nobody"
    HISTORY_BEHIND = "history_behind"


@dataclass(frozen=True)
class HowItStands:
    """How a Doan stands, as far as readiness goes by it. Moments are UTC.

    `machine_at` is the machine's clock, `at` the one people go by. `up_for`: how long whoever asks has
    been running, so that what was switched off has time to catch up.
    """

    machine_at: datetime
    at: datetime
    up_for: timedelta
    pulse: Pulse
    jump: Jump | None = None
    trouble: MailTrouble | None = None
    history_waits_since: datetime | None = None
    checkpoint_unreached: bool = False
    disk: Disk | None = None


def unready_for(
    desk: Desk, conn: Connection, up_for: timedelta, lag: Lag | None = None
) -> tuple[Unready, ...]:
    """Return what Doan is unready for, in as many queries whatever there is; nothing: it is ready.

    `lag` is how far the history is behind, where that was asked before.
    """
    machine_at, at = both_times(conn)
    standing = HowItStands(
        machine_at=machine_at,
        at=at,
        up_for=up_for,
        pulse=pulse.felt(conn),
        jump=clock_seen.last_jump(conn),
        trouble=mail_trouble_now(conn),
        history_waits_since=(lag or histories.lag(conn)).since,
        checkpoint_unreached=_is_unreached(desk, conn, at),
        disk=_disk(desk),
    )
    return tuple(reasons(standing))


def _is_unreached(desk: Desk, conn: Connection, at: datetime) -> bool:
    last = leaves.last_checkpoint(conn)
    if not last.size:
        return False
    try:
        seat = SeatKey(desk.regulation().auditor)
    except RegulationInvalid:
        # Then no sweep comes to its end, which says more.
        return False
    auditors = directory.holders(conn, seat, day_of(at))
    return reaches_nobody(conn, desk.settings, auditors, entries=last.size)


def _disk(desk: Desk) -> Disk | None:
    """Return the disk of the folder; None where nobody can say."""
    try:
        return disk_of(desk.settings.folder, least_free_mb=desk.settings.disk_least_free_mb)
    except OSError:
        return None


# --- the rule --------------------------------------------------------------------------------------


def reasons(standing: HowItStands) -> Iterator[Unready]:
    """Yield what a Doan that stands so is unready for."""
    if standing.pulse.failing:
        yield Unready.SWEEPS_FAIL
    if _is_late(standing):
        yield Unready.SWEEPS_LATE
    if standing.disk and standing.disk.nearly_full:
        yield Unready.DISK_NEARLY_FULL
    if standing.disk and standing.disk.read_only:
        yield Unready.DISK_READ_ONLY
    if standing.jump and standing.jump.is_news(standing.machine_at):
        yield Unready.CLOCK_JUMPED
    if standing.trouble and _has_lasted(standing.trouble, standing.at):
        yield Unready.LETTERS_FAIL
    if standing.checkpoint_unreached:
        yield Unready.CHECKPOINTS_REACH_NOBODY
    if _is_behind(standing):
        yield Unready.HISTORY_BEHIND


def _is_late(standing: HowItStands) -> bool:
    """Tell whether no sweep came to its end for too long; one of a day to come was a wrong clock's."""
    last = standing.pulse.at
    is_recent = last is not None and abs(standing.machine_at - last) < LATE_AFTER
    return standing.up_for >= LATE_AFTER and not is_recent


def _has_lasted(trouble: MailTrouble, at: datetime) -> bool:
    """Tell whether letters fail for what whoever runs Doan has to mend: it lasts, or is told already."""
    return trouble.told_at is not None or at - trouble.since >= LASTING


def _is_behind(standing: HowItStands) -> bool:
    since = standing.history_waits_since
    waits = standing.machine_at - since if since else timedelta()
    return min(waits, standing.up_for) >= BEHIND_AFTER
