"""Alarms for what must not wait: each is told once by a way that is no mail, and again when it is over.

Letters that do not leave have an alarm of their own: see `notifications.sending.watch`.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from config.disk import MEGABYTE, Disk, disk_of
from flows.acts.desk import Desk
from flows.sweeps.amiss_told import given_back, jump_said, listed, taken_to_tell
from flows.sweeps.checkpoints import kept_as
from models.store.amiss import aside
from models.store.amiss.aside import Way
from models.store.copies.quarantine import is_quarantined
from models.store.health.alarming import Vitals, note_over, note_told, told_of, vitals
from notifications.sending.alarms import Alarms
from notifications.telling.checkpoint_letters import CHECKPOINT

log = logging.getLogger("doan.alarms")

LOOK_EVERY = timedelta(minutes=1)
# So long nobody sweeps while a deliverer is started anew.
SILENT_AFTER = timedelta(minutes=10)
_KEPT_WITHIN = timedelta(minutes=10)


class Alarm(StrEnum):
    """What must not wait. Stored while it lasts: the names never change."""

    DATABASE_AWAY = "database_away"
    DISK_FULL = "disk_full"
    DISK_READ_ONLY = "disk_read_only"
    SWEEPS_SILENT = "sweeps_silent"
    SWEEPS_FAIL = "sweeps_fail"
    CLOCK_JUMPED = "clock_jumped"
    # Each thing is told by itself: see `flows.sweeps.amiss_told`.
    SET_ASIDE = "set_aside"
    CHECKPOINT_UNREACHED = "checkpoint_unreached"
    CHECKPOINT_UNKEPT = "checkpoint_unkept"
    GUARDS_GONE = "guards_gone"
    # Told by whoever verifies, and over when all is well there again.
    VERIFICATION_FAILED = "verification_failed"


_OF_THE_DISK = frozenset({Alarm.DISK_FULL, Alarm.DISK_READ_ONLY})
_OF_THE_DATABASE = (
    frozenset(Alarm) - _OF_THE_DISK - {Alarm.DATABASE_AWAY, Alarm.VERIFICATION_FAILED}
)
# What each says: facts that name nobody.
Standing = Mapping[Alarm, Mapping[str, object]]


@dataclass(frozen=True)
class StandingNow:
    """What stands at a moment, of all that could be looked at."""

    standing: Standing
    looked_at: frozenset[Alarm]


class HealthWatch:
    """Looks now and then at what must not wait, and tells of it."""

    def __init__(self, desk: Desk, *, patience: timedelta = SILENT_AFTER) -> None:
        self._desk = desk
        self._alarms = Alarms(desk.settings)
        # Whoever has just started was not there to sweep before.
        self._patient_until = time.monotonic() + patience.total_seconds()
        self._told: set[Alarm] = set()
        self._was_away = False

    async def run(self, stop: asyncio.Event) -> None:
        """Look until stopped; what fails is looked at again."""
        stopping = asyncio.ensure_future(stop.wait())
        while not stop.is_set():
            await asyncio.wait((stopping,), timeout=LOOK_EVERY.total_seconds())
            if not stop.is_set():
                try:
                    await self.look()
                except Exception:
                    log.exception("what must not wait could not be looked at")

    async def look(self) -> None:
        """Tell of what stands and was not told, and of what is over; a copy tells nothing."""
        if await asyncio.to_thread(_is_silent, self._desk):
            return
        await self._tell_of_things()
        looked = await asyncio.to_thread(self._look)
        for alarm, facts in looked.standing.items():
            if alarm not in self._told and await tell_once(
                self._desk, alarm, self._alarms, **facts
            ):
                self._told.add(alarm)
        over = looked.looked_at - looked.standing.keys()
        for alarm in await asyncio.to_thread(self._told_before, over):
            self._told.discard(alarm)
            await tell_over(self._desk, alarm, self._alarms)

    async def _tell_of_things(self) -> None:
        """Tell of each thing that was set aside and not told of: of all of them in one alarm."""
        alarm = Alarm.SET_ASIDE
        things = await asyncio.to_thread(taken_to_tell, self._desk, alarm)
        if not things:
            return
        log.error("%s stands", alarm)
        said = {"number": len(things), "things": partial(listed, things)}
        if self._alarms.are_set and not await self._alarms.tell_that(alarm, **said):
            await asyncio.to_thread(given_back, self._desk, alarm, things)

    def _told_before(self, alarms: frozenset[Alarm]) -> list[Alarm]:
        """Return those of some alarms that were told: by this process, or by one before it."""
        try:
            with self._desk.store.reading() as conn:
                noted = told_of(conn, alarms)
        except SQLAlchemyError:
            noted = frozenset()
        return [
            alarm for alarm in Alarm if alarm in alarms and (alarm in noted or alarm in self._told)
        ]

    def _look(self) -> StandingNow:
        standing: dict[Alarm, Mapping[str, object]] = dict(_disk(self._desk))
        looked_at = set(_OF_THE_DISK)
        try:
            with self._desk.store.reading() as conn:
                found, things_told = vitals(conn, CHECKPOINT), aside.are_told(conn, Way.ALARM)
        except SQLAlchemyError:
            # Once may be a restart of the server.
            if self._was_away:
                standing[Alarm.DATABASE_AWAY] = {}
            self._was_away = True
            return StandingNow(standing, frozenset(looked_at))
        self._was_away = False
        standing |= self._of_vitals(found)
        if things_told:
            # It is over when none of them is left.
            self._told.add(Alarm.SET_ASIDE)
            standing[Alarm.SET_ASIDE] = {}
        return StandingNow(
            standing, frozenset(looked_at | _OF_THE_DATABASE | {Alarm.DATABASE_AWAY})
        )

    def _of_vitals(self, found: Vitals) -> dict[Alarm, Mapping[str, object]]:
        standing: dict[Alarm, Mapping[str, object]] = {}
        swept = found.pulse.at
        # One of a day to come was a wrong clock's: it says nothing of today.
        is_silent = swept is None or abs(found.machine_now - swept) > SILENT_AFTER
        if is_silent and time.monotonic() >= self._patient_until:
            standing[Alarm.SWEEPS_SILENT] = {"since": swept}
        if found.pulse.failing:
            standing[Alarm.SWEEPS_FAIL] = {"parts": ", ".join(found.pulse.failing)}
        if found.jump and found.jump.is_news(found.machine_now):
            standing[Alarm.CLOCK_JUMPED] = jump_said(found.jump)
        if not found.checkpoint_reached:
            standing[Alarm.CHECKPOINT_UNREACHED] = {"entries": found.checkpoint.size}
        if self._is_unkept(found):
            standing[Alarm.CHECKPOINT_UNKEPT] = {"folder": self._desk.settings.checkpoints_kept}
        if found.guard_gone:
            standing[Alarm.GUARDS_GONE] = {"place": found.guard_gone}
        return standing

    def _is_unkept(self, found: Vitals) -> bool:
        """Tell whether the folder lacks the newest checkpoint; elsewhere another machine may keep it."""
        signed_at, settings = found.checkpoint.at, self._desk.settings
        is_here = self._desk.store.is_sqlite or settings.checkpoint_folder is not None
        if signed_at is None or not is_here or found.now - signed_at < _KEPT_WITHIN:
            return False
        return not kept_as(settings.checkpoints_kept, found.checkpoint.size).exists()


def _disk(desk: Desk) -> dict[Alarm, Mapping[str, object]]:
    folder, least = desk.settings.folder, desk.settings.disk_least_free_mb
    try:
        disk = disk_of(folder, least_free_mb=least)
    except OSError:
        disk = Disk(0, 0)
    free = disk.free_bytes // MEGABYTE
    standing: dict[Alarm, Mapping[str, object]] = {}
    if disk.nearly_full:
        standing[Alarm.DISK_FULL] = {"free": free, "least": least}
    if disk.read_only:
        standing[Alarm.DISK_READ_ONLY] = {"folder": folder}
    return standing


async def tell_once(
    desk: Desk, alarm: Alarm, alarms: Alarms | None = None, **facts: object
) -> bool:
    """Tell of an alarm unless that was done and it is not over; tell whether somebody knows.

    Where no address is set, the log alone is told.
    """
    alarms = alarms or Alarms(desk.settings)
    if await asyncio.to_thread(_is_silent, desk) or not await asyncio.to_thread(
        _noted, desk, alarm
    ):
        return True
    log.error("%s stands", alarm)
    heard = not alarms.are_set or await alarms.tell_that(alarm, **facts)
    if not heard:
        await asyncio.to_thread(_forgotten, desk, alarm)
    return heard


async def tell_over(desk: Desk, alarm: Alarm, alarms: Alarms | None = None) -> None:
    """Tell that an alarm is over, where it was told."""
    alarms = alarms or Alarms(desk.settings)
    if await asyncio.to_thread(_forgotten, desk, alarm):
        log.warning("%s is over", alarm)
        if alarms.are_set:
            await alarms.tell_over(alarm)


def _is_silent(desk: Desk) -> bool:
    """Tell whether this is a copy, which stays silent; one that cannot be asked is taken for none."""
    try:
        return is_quarantined(desk.store)
    except SQLAlchemyError:
        return False


def _noted(desk: Desk, alarm: Alarm) -> bool:
    """Note that an alarm is told. Where nothing can be written, it is told all the same."""
    try:
        with desk.store.writing() as conn:
            return note_told(conn, alarm)
    except SQLAlchemyError:
        return True


def _forgotten(desk: Desk, alarm: Alarm) -> bool:
    try:
        with desk.store.writing() as conn:
            # What kept anybody from writing was never noted.
            return note_over(conn, alarm) or alarm is Alarm.DATABASE_AWAY
    except SQLAlchemyError:
        return False
