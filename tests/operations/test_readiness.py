"""Whether Doan can be relied on, and if not for what: the rule, and what a probe is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from config.disk import LEAST_BYTES, PLENTY_BYTES, Disk, disk_of
from config.words import words
from flows.sweeps.readiness import (
    BEHIND_AFTER,
    LATE_AFTER,
    HowItStands,
    Unready,
    reasons,
)
from flows.sweeps.sweep import sweep
from models.store.amiss import pulse
from models.store.amiss.clock_seen import TOLD_FOR, Jump
from models.store.amiss.pulse import Pulse
from models.store.mail.trouble import MailTrouble, note_told, note_trouble
from models.store.outbox import MessageState
from models.store.tables import outbox, seats_held
from notifications.sending.watch import LASTING
from tests.factories.damage import damages
from web.ground.noted.readiness import LOOKED_AT_EVERY_SECONDS, Readiness

AT = datetime(2020, 7, 6, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WELL = HowItStands(
    machine_at=AT, at=AT, up_for=timedelta(days=1), pulse=Pulse(AT, ()), disk=Disk(10**12, 10**11)
)
BEGUN = replace(WELL, up_for=SECOND)


def trouble(since, told_at=None):
    return MailTrouble(since, since, "connect", 0, "", told_at)


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (WELL, ()),
        (replace(WELL, pulse=Pulse(AT, ("moments",))), (Unready.SWEEPS_FAIL,)),
        (replace(WELL, pulse=Pulse(AT - LATE_AFTER + SECOND, ())), ()),
        (replace(WELL, pulse=Pulse(AT - LATE_AFTER, ())), (Unready.SWEEPS_LATE,)),
        (replace(WELL, pulse=Pulse(None, ())), (Unready.SWEEPS_LATE,)),
        # One of a day to come was a wrong clock's: it says nothing of today.
        (replace(WELL, pulse=Pulse(AT + timedelta(days=1000), ())), (Unready.SWEEPS_LATE,)),
        # What was switched off has time to catch up.
        (replace(BEGUN, pulse=Pulse(AT - timedelta(days=2), ())), ()),
        (replace(WELL, disk=Disk(10**12, LEAST_BYTES - 1)), (Unready.DISK_NEARLY_FULL,)),
        (replace(WELL, disk=Disk(10**12, PLENTY_BYTES)), ()),
        (replace(WELL, disk=Disk(10**11, 10**9)), (Unready.DISK_NEARLY_FULL,)),
        (replace(WELL, disk=Disk(10**12, 10**11, read_only=True)), (Unready.DISK_READ_ONLY,)),
        (replace(WELL, disk=None), ()),
        (
            replace(WELL, jump=Jump(AT - SECOND, YEARS := timedelta(days=999))),
            (Unready.CLOCK_JUMPED,),
        ),
        (replace(WELL, jump=Jump(AT - TOLD_FOR, YEARS)), ()),
        (replace(WELL, jump=Jump(AT + YEARS, YEARS)), ()),
        (replace(WELL, trouble=trouble(AT - LASTING)), (Unready.LETTERS_FAIL,)),
        (replace(WELL, trouble=trouble(AT - SECOND)), ()),
        (replace(WELL, trouble=trouble(AT - SECOND, AT)), (Unready.LETTERS_FAIL,)),
        (replace(WELL, checkpoint_unreached=True), (Unready.CHECKPOINTS_REACH_NOBODY,)),
        (replace(WELL, history_waits_since=AT - BEHIND_AFTER), (Unready.HISTORY_BEHIND,)),
        (replace(WELL, history_waits_since=AT - BEHIND_AFTER + SECOND), ()),
        (replace(BEGUN, history_waits_since=AT - BEHIND_AFTER), ()),
        (replace(WELL, history_waits_since=AT + YEARS), ()),
    ],
)
def test_what_a_doan_is_unready_for(standing, told):
    assert tuple(reasons(standing)) == told


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("reason", Unready)
def test_each_reason_has_its_sentence(reason, language):
    assert f"unready.{reason}" in words(language).catalogue


def test_a_folder_says_how_its_disk_stands(tmp_path):
    disk = disk_of(tmp_path)

    assert 0 < disk.free_bytes <= disk.total_bytes
    assert not disk.read_only


def test_a_probe_is_told_that_all_is_well(browser):
    told = browser.opens("/readyz").shows

    assert (told.status_code, told.json()["ready"], told.json()["unready"]) == (200, True, [])


def test_a_probe_is_told_in_code_and_words_which_part_fails(office, browser):
    with office.desk.store.writing() as conn:
        for _ in range(pulse.FAILS_AFTER):
            pulse.beat(conn, {"moments": "LookupError"})

    told = browser.opens("/readyz").shows

    assert (told.status_code, told.json()["ready"]) == (503, False)
    assert [each["code"] for each in told.json()["unready"]] == ["sweeps_fail"]
    assert set(told.json()["unready"][0]) == {"code", "vi", "en"}


def test_one_failure_alone_is_none_of_the_sweeps(office, browser):
    with office.desk.store.writing() as conn:
        pulse.beat(conn, {"moments": "LookupError"})

    assert browser.opens("/readyz").shows.status_code == 200


def test_letters_that_the_server_refuses_doan_itself_make_it_unready(office, browser):
    with office.desk.store.writing() as conn:
        note_trouble(conn, stage="from", code=550, said="5.7.60 not yours")
        note_told(conn)

    told = browser.opens("/readyz").shows.json()

    assert [each["code"] for each in told["unready"]] == ["letters_fail"]


def test_a_checkpoint_that_reaches_no_auditor_makes_it_unready(office, browser):
    office.submits()
    sweep(office.desk)
    with office.desk.store.writing() as conn:
        this = outbox.c.notice == "checkpoint"
        conn.execute(outbox.update().where(this).values(state=MessageState.FAILED))

    told = browser.opens("/readyz").shows.json()

    assert [each["code"] for each in told["unready"]] == ["checkpoints_reach_nobody"]


def test_without_an_auditor_no_checkpoint_reaches_anybody(office, browser):
    office.submits()
    sweep(office.desk)
    with office.desk.store.writing() as conn:
        auditor = office.desk.regulation().auditor
        conn.execute(seats_held.delete().where(seats_held.c.seat == auditor))

    told = browser.opens("/readyz").shows.json()

    assert [each["code"] for each in told["unready"]] == ["checkpoints_reach_nobody"]


def test_one_thing_set_aside_is_counted_and_makes_nobody_unready(office, browser):
    office.submits()
    damages(office.desk.store, "UPDATE steps SET stage = 'nowhere'")
    sweep(office.desk)

    told = browser.opens("/readyz").shows

    assert (told.status_code, told.json()["set_aside"] > 0) == (200, True)


def test_what_a_probe_is_told_names_nobody(office, browser):
    office.submits()
    damages(office.desk.store, "UPDATE steps SET stage = 'nowhere'")
    sweep(office.desk)

    told = browser.opens("/readyz").shows.text

    assert office.case_no not in told
    assert "@" not in told


def test_however_often_probes_come_doan_is_looked_at_every_two_seconds():
    at = [0.0]
    looked = []
    readiness = Readiness(clock=lambda: at[0])

    def look(up_for):
        looked.append(up_for)
        return {"ready": True}

    for seconds in (0.0, 1.0, LOOKED_AT_EVERY_SECONDS, LOOKED_AT_EVERY_SECONDS + 1):
        at[0] = seconds
        readiness.told(look)

    assert looked == [timedelta(), timedelta(seconds=LOOKED_AT_EVERY_SECONDS)]
