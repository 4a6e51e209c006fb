"""A message that cannot be delivered, or not be written as it should, is journaled and told."""

import pytest

from flows.sweeps.troubles import note_undelivered, note_unrendered
from models.store import outbox


@pytest.fixture
def row(office):
    """A message of the case: the one that asks the unit's head to sign."""
    office.submits()
    return message(office, "to_sign")


def message(office, notice):
    with office.desk.store.reading() as conn:
        return next(m for m in outbox.messages_of(conn, office.case_no) if m.notice == notice)


def told(office, notice):
    with office.desk.store.reading() as conn:
        sent = outbox.messages_of(conn, office.case_no)
    return sorted(m.recipient for m in sent if m.notice == notice)


def test_a_permanent_failure_is_journaled(office, row):
    note_undelivered(office.desk, row, 550)

    last = office.journal()[-1].model_dump()
    assert (last["notice"], last["reply_code"]) == ("to_sign", 550)


def test_the_office_and_the_administrator_are_told_of_it(office, row):
    note_undelivered(office.desk, row, 550)

    assert told(office, "message_failed") == ["bui.van.thi.du", "mai.van.mau"]


def test_a_failed_message_about_a_failed_message_goes_no_further(office, row):
    note_undelivered(office.desk, row, 550)
    before = office.case.seq

    note_undelivered(office.desk, message(office, "message_failed"), 550)

    assert office.case.seq == before


def test_a_failure_undoes_nothing_of_the_case(office, row):
    note_undelivered(office.desk, row, 550)

    assert office.case.open_steps[0].holders == (row.recipient,)


def test_a_message_sent_as_the_plain_text_is_told_to_the_administrator(office, row):
    note_unrendered(office.desk, row, ValueError("a broken template"))

    assert told(office, "message_unrendered") == ["mai.van.mau"]
