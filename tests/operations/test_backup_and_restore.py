"""A backup is whole, sealed and verified, and comes back as it was: while people work."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from config.settings import Settings
from flows.sweeps.checkpoints import number_and_sign
from models.store import cases
from models.store.tables import journal as entries
from models.store.tables import outbox
from tests.factories.audit import verify
from tests.factories.office import Office
from tests.factories.request import make_leader, make_member, make_passport, make_request

PASSPORT = "C1234567"


@pytest.fixture
def office(desk):
    return Office(desk)


def all_entries(desk):
    with desk.store.reading() as conn:
        order = entries.c.case_no, entries.c.seq
        return [tuple(row) for row in conn.execute(select(entries).order_by(*order))]


def with_passport():
    passport = make_passport(number=PASSPORT)
    return make_request(members=(make_leader(passport=passport), make_member()))


def test_what_was_backed_up_comes_back_entry_by_entry_and_verifies(office, place, safe, elsewhere):
    office.submits(with_passport())
    number_and_sign(office.desk)
    before = all_entries(office.desk)
    backup = safe.takes(place)

    said = safe.restores(elsewhere, backup)

    assert (said.code, said.err) == (0, "")
    with elsewhere.desk() as restored, restored.store.reading() as conn:
        assert all_entries(restored) == before
        assert verify(conn).difference is None


def test_nothing_of_what_people_wrote_can_be_read_in_a_backup(office, place, safe):
    office.submits(with_passport())
    (place.folder / "secret.key").write_text("a secret that lies in the folder alone, for a test")

    sealed = safe.takes(place).read_bytes()

    told = (PASSPORT, "Nguyễn", "hau-giang.example", "nguyen.thi.mau", "case_no", "a secret that")
    assert [each for each in told if each.encode() in sealed] == []


def test_a_backup_is_its_owners_alone_and_nothing_is_left_beside_it(office, place, safe):
    office.submits()

    backup = safe.takes(place)

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert safe.backups == [backup]
    assert list(place.folder.glob(".backup-*")) == []


def test_the_secrets_that_are_in_force_come_back_with_it(
    office, place, safe, elsewhere, monkeypatch
):
    """A passport is sealed under the secret: one that is a variable is in the backup all the same."""
    office.submits(with_passport())
    backup, in_force = safe.takes(place), Settings().key
    monkeypatch.delenv("DOAN_SECRET")

    said = safe.restores(elsewhere, backup)

    kept = elsewhere.folder / "secret.key"
    assert said.code == 0
    assert kept.read_bytes() == in_force
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert elsewhere.settings.journal_seed == Settings(folder=elsewhere.folder).journal_seed


def test_what_lies_in_the_folder_comes_back_and_logs_and_locks_stay(office, place, safe, elsewhere):
    office.submits()
    number_and_sign(office.desk)
    (place.folder / "log").mkdir()
    for name in ("log/worker.log", "doan.lock"):
        (place.folder / name).write_text("of this machine alone")
    (place.folder / "own.yaml").write_text("of the office")

    safe.restores(elsewhere, safe.takes(place))

    assert (elsewhere.folder / "own.yaml").read_text() == "of the office"
    assert list((elsewhere.folder / "checkpoints").glob("*.txt"))
    assert not (elsewhere.folder / "log").exists()
    assert not (elsewhere.folder / "doan.lock").exists()


def test_a_restored_doan_gives_numbers_that_nobody_has_yet(office, place, safe, elsewhere):
    first = office.submits().no
    safe.restores(elsewhere, safe.takes(place))
    assert elsewhere.types("quarantine", "end", "The first machine burnt down.").code == 0

    with elsewhere.desk() as restored:
        second = Office(restored).submits().no
        with restored.store.reading() as conn:
            ids = conn.execute(select(outbox.c.id).order_by(outbox.c.id)).scalars().all()

    assert second != first
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("threads", [4])
def test_while_people_decide_a_backup_holds_all_that_was_acknowledged_before_it(
    desk, place, safe, elsewhere, threads
):
    """Rehearsed under load: everybody works on while it is made, and it is of one moment."""
    acknowledged, enough, stop = [], threading.Event(), threading.Event()

    def works(_number):
        while not stop.is_set():
            office = Office(desk)
            office.submits()
            acknowledged.append((office.case_no, 0))
            for step in office.case.open_steps:
                office.takes_smoothly(step)
                acknowledged.append((office.case_no, step.number))
            if len(acknowledged) >= 3 * threads:
                enough.set()

    with ThreadPoolExecutor(threads) as people:
        working = [people.submit(works, number) for number in range(threads)]
        assert enough.wait(300)
        before = list(acknowledged)
        backup = safe.takes(place)
        since = len(acknowledged)
        stop.set()
        for each in working:
            each.result()
    said = safe.restores(elsewhere, backup)

    assert (said.code, said.err) == (0, "")
    assert since >= len(before)
    with elsewhere.desk() as restored, restored.store.reading() as conn:
        assert verify(conn).difference is None
        for case_no, number in before:
            step = cases.read_case(conn, case_no).step(number)
            assert not (step and step.is_open)


def test_old_backups_go_when_there_are_more_than_are_kept(office, place, safe):
    office.submits()
    for day in range(1, 5):
        (safe.kept / f"doan-2020070{day}T010000Z.age").write_bytes(b"of an earlier night")

    backup = safe.takes(place, "--keep", 3)

    assert safe.backups == [
        safe.kept / "doan-20200703T010000Z.age",
        safe.kept / "doan-20200704T010000Z.age",
        backup,
    ]
