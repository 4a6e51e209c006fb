"""A restored or copied Doan sends nothing, signs nothing and lets nothing fire until it is let go."""

import asyncio
import shutil

import pytest
from sqlalchemy import func, select

from cli.running.silence import recognised, released
from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.door.sessions import Device, sign_in
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.sweep import sweep
from models import entries as e
from models.errors import InQuarantine
from models.ids import PersonId
from models.store import leaves
from models.store.copies import quarantine
from models.store.database.clock import make_clock_movable, now
from models.store.database.engine import Store
from models.store.mail.failed import letter_counts
from models.store.moments import next_due
from models.store.tables import journal
from tests.factories.audit import verify
from tests.factories.copies import Place
from tests.factories.deliverer import deliver
from tests.factories.office import OFFICER, Office
from tests.factories.postbox import Postbox
from tests.factories.prefect import free_port
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.site import Site

REASON = "Máy cũ đã hỏng và đã tắt hẳn."


@pytest.fixture
def office(desk):
    office = Office(desk)
    office.submits()
    return office


@pytest.fixture
def silent(office, place, safe, elsewhere):
    """Where a backup was restored, with a case in it; and who works there."""
    number_and_sign(office.desk)
    assert safe.restores(elsewhere, safe.takes(place)).code == 0
    with elsewhere.desk() as desk:
        yield Silent(elsewhere, Office(desk, office.case_no))


class Silent:
    def __init__(self, place, office):
        self.place, self.office, self.desk, self.store = (
            place,
            office,
            office.desk,
            office.desk.store,
        )

    def entries(self):
        with self.store.reading() as conn:
            return conn.execute(select(func.count()).select_from(journal)).scalar_one()

    def let_go(self, reason=REASON):
        return self.place.types("quarantine", "end", reason)

    def to_when_something_is_due(self):
        with self.store.writing() as conn:
            at = next_due(conn)
            assert at
            make_clock_movable(conn, at)


def test_a_restored_doan_sends_no_letter_until_it_is_let_go(silent):
    with Postbox() as postbox:
        sent = deliver(silent.store, postbox.port)
        with silent.store.reading() as conn:
            waiting = letter_counts(conn).waiting
        silent.let_go()
        sent_then = deliver(silent.store, postbox.port)

    assert (sent, waiting > 0, sent_then > 0) == (0, True, True)


def test_a_test_letter_is_a_letter(silent):
    said = silent.place.types(
        "mail",
        "check",
        "--to=a@tinh.example",
        DOAN_CATCH_MAIL="0",
        DOAN_SMTP_HOST="127.0.0.1",
        DOAN_SMTP_PORT=str(free_port()),
        DOAN_SMTP_TLS="none",
    )

    assert said.code == 1
    assert "quarantine" in said.err


def test_no_moment_fires_and_no_checkpoint_is_signed(silent):
    silent.to_when_something_is_due()
    before = silent.entries()

    sweep(silent.desk)
    number_and_sign(silent.desk)

    with silent.store.reading() as conn:
        at = next_due(conn)
        assert at
        assert at <= now(conn)
        assert leaves.last_checkpoint(conn).number == 1
    assert silent.entries() == before


def test_nobody_decides_and_nobody_signs_in(silent):
    """Whatever is journaled is signed: two histories under one key would stand beside each other."""
    before = silent.entries()
    step = silent.office.case.open_steps[0]

    with pytest.raises(InQuarantine):
        silent.office.takes_smoothly(step)
    with pytest.raises(InQuarantine):
        silent.office.submits()
    with pytest.raises(InQuarantine):
        sign_in(silent.desk, PersonId(OFFICER), Device())

    assert silent.entries() == before


def test_its_end_is_journaled_with_the_reason_and_work_goes_on(silent):
    before = silent.entries()

    said = silent.let_go()

    assert (said.code, said.err) == (0, "")
    silent.office.goes_on()
    with silent.store.reading() as conn:
        newest = select(journal.c.body).where(journal.c.kind == e.QuarantineEnded.kind)
        told = e.QuarantineEnded.model_validate_json(conn.execute(newest).scalar_one())
        assert (told.why, told.entries, told.because) == ("restored", before, REASON)
        assert told.identity.startswith("console:")
        assert verify(conn).difference is None


@pytest.mark.parametrize("reason", ["x" * 201, "   "])
def test_without_a_reason_that_fits_it_does_not_end(silent, reason):
    said = silent.let_go(reason)

    assert said.code != 0
    with silent.store.reading() as conn:
        assert quarantine.quarantine(conn) is not None


def test_where_there_is_none_nothing_ends(office, place):
    said = place.types("quarantine", "end", REASON)

    assert (said.code, "there is none" in said.err) == (1, True)


def test_what_works_by_itself_waits_for_the_end_and_then_begins(silent):
    async def begins():
        waiting = asyncio.create_task(released(silent.store))
        await asyncio.sleep(0)
        was_done = waiting.done()
        await asyncio.to_thread(silent.let_go)
        await asyncio.wait_for(waiting, 60)
        return was_done

    assert asyncio.run(begins()) is False


def test_the_pages_say_so_and_take_no_decision(silent):
    site = Site(silent.desk, silent.office)
    try:
        browser = site.browser("en").opens("/")
        said_in_english = browser.text
        said = site.browser().opens("/").text
    finally:
        site.mail_goes_down()

    assert "quarantine" in said_in_english
    assert "cách ly" in said


def test_the_status_says_so_and_ends_with_one(silent):
    said = silent.place.types("status")

    assert said.code == 1
    assert "restored from a backup" in said.err


# --- a copy that nobody restored ----------------------------------------------------------------------


def test_a_database_that_starts_where_it_did_is_no_copy(store):
    recognised(store)

    with recognised(store).reading() as conn:
        assert quarantine.quarantine(conn) is None


@pytest.fixture
def folder(tmp_path):
    """A folder as `doan up` leaves it."""
    folder = tmp_path / "doan"
    prepare(Settings(folder=folder), demo_from=MONDAY_MORNING).close()
    return folder


def quarantined(folder):
    store = prepare(Settings(folder=folder))
    with store.reading() as conn:
        found = quarantine.quarantine(conn)
    store.close()
    return found and found.why


def test_a_copied_folder_is_silent_and_the_first_one_is_not(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")

    assert quarantined(tmp_path / "copy") == "copied"
    assert quarantined(folder) is None


@pytest.mark.parametrize(
    "words",
    [
        ("mail", "check", "--to=a@tinh.example"),
        ("person", "sign-out", OFFICER),
        ("key", "lost"),
        ("audit", "bundle", "DR-2020-0001", "--to", "x.zip", "--for", "Thanh tra."),
    ],
    ids=" ".join,
)
def test_a_copy_that_nobody_has_started_sends_and_signs_nothing_at_the_console(
    folder, tmp_path, words
):
    """It is recognised by whoever comes to it first."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    mail = {
        "DOAN_CATCH_MAIL": "0",
        "DOAN_SMTP_HOST": "127.0.0.1",
        "DOAN_SMTP_PORT": str(free_port()),
        "DOAN_SMTP_TLS": "none",
    }

    said = Place(copy).types(*words, **mail)

    assert (said.code, "quarantine" in said.err) == (1, True), said.err
    assert Place(folder).types("status").err.count("quarantine") == 0


def test_a_folder_that_is_moved_or_called_otherwise_works_on(folder, tmp_path):
    """So does a container that is made anew around its volume."""
    moved = folder.rename(tmp_path / "other name")

    assert quarantined(moved) is None


def test_a_copy_that_was_let_go_is_the_one_from_then_on(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    assert quarantined(copy) == "copied"

    said = Place(copy).types("quarantine", "end", REASON)

    assert said.code == 0
    assert quarantined(copy) is None


def test_nothing_is_journaled_when_a_copy_starts(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)

    def entries(of):
        store = Store(Settings(folder=of).store_url)
        with store.reading() as conn:
            found = conn.execute(select(func.count()).select_from(journal)).scalar_one()
        store.close()
        return found

    before = entries(copy)
    quarantined(copy)

    assert entries(copy) == before


def test_a_database_of_postgresql_made_from_another_is_a_copy(on_postgresql):
    store = on_postgresql.copy(with_directory=False)
    recognised(store)
    store.close()

    copied = Store(on_postgresql.copied_from(store))
    with recognised(copied).reading() as conn:
        found = quarantine.quarantine(conn)
    copied.close()

    assert found
    assert found.why == "copied"
