"""A letter that does not arrive goes to its reader's other mailbox, where the directory has one."""

import hashlib

import pytest

from flows.sweeps.returns import take_in
from flows.sweeps.troubles import note_undelivered
from models.directory import DirectoryFile, PersonRow
from models.entries import MessageFailed
from models.errors import DirectoryInvalid
from models.ids import PersonId
from models.store import directory, outbox
from models.store.privacy.erasing import erase_person
from notifications.returned.reading import read_letter
from notifications.writing.freezing import Freezer
from tests.factories.audit import verify
from tests.factories.returned import report

OTHER = "nha.rieng@example.org"


def enters(office, person, **changed):
    """The directory's file says something else of a person."""
    with office.desk.store.writing() as conn:
        known = directory.person(conn, PersonId(person))
        said = {"name": known.name, "language": known.language, "mailbox": known.mailbox}
        row = PersonRow(**{**said, **changed})
        file = DirectoryFile(units={}, persons={person: row}, seats=())
        directory.load_directory(office.desk.house(conn), file)


def letter_of(office, notice, which=0):
    with office.desk.store.reading() as conn:
        rows = [m for m in outbox.messages_of(conn, office.case_no) if m.notice == notice]
    return rows[which]


def count_of(office, notice):
    with office.desk.store.reading() as conn:
        rows = outbox.messages_of(conn, office.case_no)
    return sum(row.notice == notice for row in rows)


@pytest.fixture
def asked(office):
    office.submits()
    row = letter_of(office, "to_sign")
    enters(office, row.recipient, other_mailbox=OTHER)
    return row


def verified(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


def goes_to(office, row):
    freezer = Freezer(office.desk.store, office.desk.settings, lambda *_: None)
    frozen = freezer.frozen(row)
    return frozen.address if frozen else None


def test_a_letter_that_was_refused_goes_there(office, asked):
    note_undelivered(office.desk, asked, 550)

    again = letter_of(office, "to_sign", 1)
    assert goes_to(office, again) == OTHER
    assert (again.recipient, again.asks) == (asked.recipient, True)


def test_a_letter_that_came_back_goes_there(office, asked):
    with office.desk.store.writing() as conn:
        outbox.mark_sent(conn, asked.id)
    content = report(about=asked.message_id)
    take_in(office.desk, read_letter(content), hashlib.sha256(content).hexdigest())

    assert goes_to(office, letter_of(office, "to_sign", 1)) == OTHER


def test_the_office_is_told_so_and_nobody_else_is_asked_yet(office, asked):
    note_undelivered(office.desk, asked, 550)

    (failed,) = [p for p in office.journal() if isinstance(p, MessageFailed)]
    assert (failed.elsewhere, failed.stand_ins) == (True, ())
    assert letter_of(office, "message_failed").facts["failed"]["elsewhere"] is True


def test_what_does_not_arrive_there_either_goes_nowhere_else(office, asked):
    note_undelivered(office.desk, asked, 550)
    note_undelivered(office.desk, letter_of(office, "to_sign", 1), 550)

    assert count_of(office, "to_sign") == 2


def test_without_another_mailbox_nothing_is_sent_twice(office):
    office.submits()
    note_undelivered(office.desk, letter_of(office, "to_sign"), 550)

    assert count_of(office, "to_sign") == 1


def test_the_auditor_finds_another_mailbox_as_the_house_tells_of_it(office, asked):
    assert verified(office) is None
    with office.desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE persons SET other_mailbox = 'a@b.example' WHERE id = 'x'")
        conn.exec_driver_sql(
            f"UPDATE persons SET other_mailbox = 'a@b.example' WHERE id = '{asked.recipient}'"
        )

    assert verified(office) is not None


def test_a_later_file_may_give_another_one_or_none(office, asked):
    enters(office, asked.recipient, other_mailbox=None)

    assert verified(office) is None
    with office.desk.store.reading() as conn:
        assert directory.person(conn, asked.recipient).other_mailbox is None


def test_it_is_nobodys_mailbox(office, asked):
    with office.desk.store.reading() as conn:
        somebody = directory.person(conn, PersonId("bui.van.thi.du"))

    with pytest.raises(DirectoryInvalid):
        enters(office, asked.recipient, other_mailbox=somebody.mailbox)


def test_nobody_is_found_by_it(office, asked):
    with office.desk.store.reading() as conn:
        assert directory.person_with(conn, OTHER) is None


def test_it_is_erased_with_its_person(office, asked):
    with office.desk.store.writing() as conn:
        erase_person(conn, PersonId(asked.recipient))

    with office.desk.store.reading() as conn:
        assert directory.person(conn, asked.recipient).other_mailbox is None
