"""Debian's PostgreSQL goes back to a moment, and Doan stays silent on what came of it."""

import pytest
from sqlalchemy import text

from cli.running.silence import recognised
from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.desk import Desk
from models.errors import CaseUnknown
from models.store import cases
from models.store.copies import quarantine
from models.store.database.engine import Store
from tests.factories.audit import verify
from tests.factories.debian import base_backup, postgresql, postgresql_back
from tests.factories.office import Office
from tests.factories.prefect import wait_until
from tests.factories.prepared import MONDAY_MORNING

pytestmark = pytest.mark.system


@pytest.fixture
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postgresql", numbered=True)
    # Above pytest's own folder, which the server's user may not enter.
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    folder.chmod(0o777)
    return folder


@pytest.fixture
def archive(folder):
    archive = folder / "archive"
    archive.mkdir()
    archive.chmod(0o777)
    return archive


def lives_and_is_lost(address, folder, tmp_path):
    """People work before and after the base backup, and then amiss.

    Returns how far the first case came, the numbers of all, and the last good moment.
    """
    store = prepare(_settings(tmp_path, address), demo_from=MONDAY_MORNING)
    desk = Desk(store, _settings(tmp_path, address))
    before = Office(desk)
    before.submits()
    base_backup(address, folder / "base")
    since = Office(desk)
    since.submits()
    before.goes_on()
    with store.reading() as conn:
        good = conn.execute(text("SELECT clock_timestamp()")).scalar_one()
    lost = Office(desk)
    lost.submits()
    with store.writing() as conn:
        last = conn.execute(text("SELECT pg_walfile_name(pg_switch_wal())")).scalar_one()

    def is_archived():
        with store.reading() as conn:
            asked = "SELECT last_archived_wal FROM pg_stat_archiver"
            return (conn.execute(text(asked)).scalar_one() or "") >= last

    wait_until(is_archived)
    decided = before.case.version, len(before.case.open_steps)
    store.close()
    return decided, (before.case_no, since.case_no, lost.case_no), good


def _settings(folder, address):
    return Settings(folder=folder, database_url=f"postgresql+psycopg://{address}")


def test_what_was_acknowledged_before_the_moment_is_back_and_the_copy_is_silent(
    folder, archive, tmp_path
):
    archived = {"archive_mode": "on", "archive_command": f"cp %p {archive}/%f"}
    with postgresql(folder / "server", "doan", **archived) as (address,):
        decided, numbers, good = lives_and_is_lost(address, folder, tmp_path)
    before, since, lost = numbers
    back = {
        "archive_mode": "off",
        "restore_command": f"cp {archive}/%f %p",
        "recovery_target_time": good.isoformat(),
        "recovery_target_action": "promote",
    }

    with postgresql_back(folder / "base", "doan", **back) as address:
        store = Store(_settings(tmp_path, address).store_url)
        _wait_until_it_writes(store)
        with recognised(store).reading() as conn:
            found = quarantine.quarantine(conn)
            case = cases.read_case(conn, before)
            assert cases.read_case(conn, since).no == since
            with pytest.raises(CaseUnknown):
                cases.read_case(conn, lost)
            assert verify(conn).difference is None
        store.close()

    assert found
    assert found.why == "copied"
    assert (case.version, len(case.open_steps)) == decided


def _wait_until_it_writes(store):
    def writes():
        with store.reading() as conn:
            return not conn.execute(text("SELECT pg_is_in_recovery()")).scalar_one()

    wait_until(writes)
