"""What must not wait is told by a way that is no mail: once, and again when it is over."""

import asyncio
import shutil
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from cli.setting_up import prepare
from config.disk import Disk
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps import alarms
from flows.sweeps.alarms import Alarm, HealthWatch
from flows.sweeps.sweep import sweep_if_due
from models.store import tables
from models.store.amiss import pulse
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from models.store.database.guards import lay_guards
from tests.factories.console import typed
from tests.factories.privacy import NAME, letters_are_sent, submitted
from tests.factories.webhook import telling, titles, webhook


@pytest.fixture
def hook():
    with webhook() as (port, came):
        yield f"json://127.0.0.1:{port}/", came


@pytest.fixture
def watched(desk, hook):
    """A Doan that was swept, whose alarms go to the hook; and the watch over it."""
    urls, _ = hook
    return telling(swept(desk), urls)


def swept(desk):
    with desk.store.writing() as conn:
        conn.execute(tables.leases.delete())
    sweep_if_due(desk)
    return desk


def looks(desk, *, times=1, patience=timedelta()):
    """Whoever watches looks so many times; it was not started just now."""
    watch = HealthWatch(desk, patience=patience)
    for _ in range(times):
        asyncio.run(watch.look())
    return watch


def test_where_all_is_well_nobody_is_told_anything(watched, hook):
    looks(watched, times=2)

    assert hook[1] == []


def test_a_full_disk_is_told_once_however_often_it_is_looked_at(watched, hook):
    full = telling(watched, hook[0], disk_least_free_mb=10**9)

    looks(full, times=3)

    assert titles(hook[1]) == ["Doan's disk is nearly full"]


def test_a_folder_that_cannot_be_written_to_is_told(watched, hook, tmp_path, monkeypatch):
    # Whoever runs the tests as root may write everywhere.
    monkeypatch.setattr(alarms, "disk_of", lambda *_, **__: Disk(10**12, 10**11, read_only=True))

    looks(watched, times=2)

    assert titles(hook[1]) == ["Doan's folder cannot be written to"]


def test_an_alarm_is_told_once_by_all_who_watch(watched, hook):
    full = telling(watched, hook[0], disk_least_free_mb=10**9)

    looks(full)
    looks(full)

    assert len(hook[1]) == 1


def test_that_it_is_over_is_told_once_and_when_it_comes_again_it_is_told_again(watched, hook):
    full = telling(watched, hook[0], disk_least_free_mb=10**9)
    looks(full)
    looks(watched, times=2)

    looks(full)

    title = "Doan's disk is nearly full"
    assert titles(hook[1]) == [title, f"Over: {title}", title]


def test_an_alarm_that_nobody_heard_is_told_when_somebody_hears(watched, hook):
    with webhook() as (port, _):
        away = f"json://127.0.0.1:{port}/"
    looks(telling(watched, away, disk_least_free_mb=10**9))

    looks(telling(watched, hook[0], disk_least_free_mb=10**9))

    assert len(hook[1]) == 1


def test_it_speaks_both_languages_and_names_nobody(office, hook):
    submitted(office)
    letters_are_sent(office)
    full = telling(swept(office.desk), hook[0], disk_least_free_mb=10**9)

    looks(full)

    said = hook[1][0]["title"] + hook[1][0]["message"]
    assert ("Ổ đĩa" in said, "disk" in said, NAME in said) == (True, True, False)


def test_without_an_address_the_log_is_told_once(watched, caplog):
    nobody = telling(watched, "", disk_least_free_mb=10**9)

    looks(nobody, times=2)

    assert caplog.messages.count("disk_full stands") == 1


# --- sweeps --------------------------------------------------------------------------------------


def hours_without_a_sweep(desk, hours=timedelta(hours=2)):
    with desk.store.writing() as conn:
        at = pulse.felt(conn).at
        conn.execute(update(tables.pulse).values(at=at - hours))


def test_that_nobody_sweeps_is_told(watched, hook):
    hours_without_a_sweep(watched)

    looks(watched)

    assert titles(hook[1]) == ["Doan does not look at what is due"]


def test_that_nobody_ever_swept_is_told(watched, hook):
    with watched.store.writing() as conn:
        conn.execute(tables.pulse.delete())

    looks(watched)

    assert titles(hook[1]) == ["Doan does not look at what is due"]


def test_a_sweep_of_a_day_to_come_is_none_of_today(watched, hook):
    hours_without_a_sweep(watched, -timedelta(days=1000))

    looks(watched)

    assert titles(hook[1]) == ["Doan does not look at what is due"]


def test_a_part_that_fails_again_and_again_is_told_and_that_it_works(watched, hook):
    with watched.store.writing() as conn:
        for _ in range(pulse.FAILS_AFTER):
            pulse.beat(conn, {"moments": "LookupError"})
    looks(watched, times=2)
    with watched.store.writing() as conn:
        pulse.beat(conn, {})
    looks(watched)

    title = "A part of what Doan does by itself fails"
    assert titles(hook[1]) == [title, f"Over: {title}"]
    assert "moments" in hook[1][0]["message"]


def test_whoever_has_just_started_waits_until_it_can_have_swept(watched, hook):
    hours_without_a_sweep(watched)

    looks(watched, patience=timedelta(minutes=10))

    assert hook[1] == []


# --- the journal ---------------------------------------------------------------------------------


def test_a_guard_that_is_gone_is_told_and_that_it_is_back(watched, hook):
    gone = "journal_no_delete" if watched.store.is_sqlite else "journal_no_change ON journal"
    with watched.store.writing() as conn:
        conn.execute(text(f"DROP TRIGGER {gone}"))
    looks(watched)
    with watched.store.writing() as conn:
        lay_guards(conn)
    looks(watched)

    title = "What guards the journal was changed"
    assert titles(hook[1]) == [title, f"Over: {title}"]


def test_a_checkpoint_whose_letters_failed_is_told(watched, hook):
    with watched.store.writing() as conn:
        conn.execute(update(tables.outbox).values(state="failed"))

    looks(watched)

    assert titles(hook[1]) == ["A checkpoint reaches nobody"]


def test_a_checkpoint_whose_letters_wait_for_hours_is_told(watched, hook):
    with watched.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(hours=3))

    looks(watched)

    assert titles(hook[1]) == ["A checkpoint reaches nobody"]


def test_a_checkpoint_that_lies_in_no_folder_is_told(watched, hook):
    for kept in watched.settings.checkpoints_kept.glob("*.txt"):
        kept.unlink()
    settings = {"checkpoint_folder": watched.settings.checkpoints_kept}
    with watched.store.writing() as conn:
        conn.execute(update(tables.outbox).values(state="sent"))
        move_clock(conn, now(conn) + timedelta(hours=1))

    looks(telling(watched, hook[0], **settings))

    assert titles(hook[1]) == ["A checkpoint cannot be kept"]


# --- the database --------------------------------------------------------------------------------


def test_a_database_that_stays_away_is_told_and_that_it_is_back(tmp_path, hook):
    file = tmp_path / "doan" / "doan.sqlite"
    prepare(Settings(folder=file.parent)).close()
    desk = telling(Desk(Store(f"sqlite:///{file}"), Settings(folder=file.parent)), hook[0])
    swept(desk)
    watch = HealthWatch(desk, patience=timedelta(minutes=10))
    desk.store.close()
    file.parent.rename(tmp_path / "away")
    (tmp_path / "doan").mkdir()
    asyncio.run(watch.look())
    asyncio.run(watch.look())
    # SQLite makes an empty file where there is none.
    shutil.rmtree(tmp_path / "doan")
    (tmp_path / "away").rename(file.parent)
    # Connections to the file that stood there instead are none to this one.
    desk.store.close()

    asyncio.run(watch.look())

    title = "Doan cannot read its database"
    assert titles(hook[1]) == [title, f"Over: {title}"]
    desk.store.close()


# --- verification --------------------------------------------------------------------------------


def test_a_verification_that_finds_a_difference_is_told_once_and_its_end_too(tmp_path, hook):
    settings = Settings(folder=tmp_path / "doan")
    store = prepare(settings)
    asked = {"DOAN_FOLDER": str(settings.folder), "DOAN_ALARM_URLS": hook[0]}

    def renamed(name):
        with store.writing() as conn:
            conn.execute(
                text("UPDATE units SET name_en = :name WHERE id = 'long_my'"), {"name": name}
            )

    with store.reading() as conn:
        before = conn.execute(text("SELECT name_en FROM units WHERE id = 'long_my'")).scalar()
    renamed("Somebody Else")
    codes = [typed("audit", "verify", **asked).code for _ in range(2)]
    renamed(before)
    codes.append(typed("audit", "verify", **asked).code)
    store.close()

    title = "Verification has found a difference"
    assert (codes, titles(hook[1])) == ([1, 1, 0], [title, f"Over: {title}"])
    assert "Somebody Else" not in str(hook[1])


@pytest.mark.parametrize("alarm", Alarm)
def test_no_alarm_has_a_name_that_its_row_cannot_hold(alarm):
    assert len(f"alarm:{alarm}") <= 60
