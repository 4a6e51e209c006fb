"""Canaries: where a passport number, a name and words get to in a whole life, and that they leave.

Every byte of an installation's folder is looked at: the database with its log of writes, its copies,
Prefect's database, what the processes wrote, caught mail. What a person's mailbox holds is out of
Doan's reach once it is sent; so the catcher's folder stands for it, and is looked at before only.
"""

import base64
import json
import sqlite3
from email import message_from_bytes
from email.policy import default

import pytest

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from flows.privacy.erasing import BY_RETENTION, erase_case
from models.store import directory, histories
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.audit import verify
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.factories.prefect import Prefect, free_port, wait_until
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.privacy import NAME, NUMBER, OPINION, WORDS, letters_are_sent, submitted

SAID = (NAME, WORDS, OPINION)


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    """A whole life with Prefect beside: submitted, decided, told, followed by a run, over."""
    folder = tmp_path_factory.mktemp("doan")
    ports = ("prefect_port", "worker_port", "poke_port", "worker_health_port", "catcher_port")
    settings = Settings(folder=folder).model_copy(update={name: free_port() for name in ports})
    store = Store(settings.store_url)
    migrate(store, the_signer())
    with store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
    office = Office(Desk(store, settings, tell_running(store, settings)))
    prefect = Prefect(settings)
    with prefect.serving(), prefect.working(store):
        submitted(office)
        office.goes_on_to_the_end()
        letters_are_sent(office)
        wait_until(lambda: is_level(office), "the history")
        yield office
    store.close()


def is_level(office):
    with office.desk.store.reading() as conn:
        return office.case_no not in histories.behind(conn)


def forms_of(said):
    """Return the bytes as which words may lie in a file: plain, escaped in JSON, in Base64."""
    plain = said.encode()
    yield plain
    yield json.dumps(said)[1:-1].encode()
    for shift in range(3):
        # What stands before and after decides the signs at both ends alone.
        yield base64.b64encode(b"\0" * shift + plain)[4:-4]


def files_with(office, *said, but=()):
    """Return the files of the installation in which any of some words lies."""
    sought = [form for each in said for form in forms_of(each)]
    found = set()
    for path in office.desk.settings.folder.rglob("*"):
        if not path.is_file() or path.relative_to(office.desk.settings.folder).parts[0] in but:
            continue
        content = path.read_bytes()
        if path.suffix == ".eml":
            content += b"".join(parts_of(content))
        # A line of Base64 goes on in the next.
        joined = content.replace(b"\r\n", b"").replace(b"\n", b"")
        if any(form in content or form in joined for form in sought):
            found.add(path.name)
    return found


def parts_of(mail):
    for part in message_from_bytes(mail, policy=default).walk():
        if not part.is_multipart():
            yield part.get_payload(decode=True)


def backed_up(office, name):
    """Copy the database as a running Doan's is backed up."""
    folder = office.desk.settings.folder
    source, copy = (sqlite3.connect(folder / each) for each in ("doan.sqlite", name))
    with copy:
        source.backup(copy)
    for each in (source, copy):
        each.close()


def test_no_byte_of_the_installation_ever_held_the_passport_number(life):
    backed_up(life, "before.backup")

    assert files_with(life, NUMBER) == set()


def test_what_was_written_lies_in_the_database_and_in_letters_alone(life):
    outside = files_with(life, *SAID, but=("mail",)) - {"doan.sqlite", "doan.sqlite-wal"}

    assert outside <= {"before.backup"}
    assert all(files_with(life, said) for said in SAID)


def test_once_it_is_erased_no_byte_says_it_any_more(life):
    (life.desk.settings.folder / "before.backup").unlink(missing_ok=True)

    erase_case(life.desk, life.case_no, BY_RETENTION)
    wait_until(lambda: is_level(life), "the history")
    backed_up(life, "after.backup")

    assert files_with(life, NUMBER, *SAID, but=("mail",)) == set()
    with life.desk.store.reading() as conn:
        assert verify(conn).difference is None
