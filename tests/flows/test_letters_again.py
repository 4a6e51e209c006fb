"""Failed letters are sent again, by who may; what was told of them in the post's journal holds."""

import asyncio

import pytest

from flows.acts.house.letters import send_failed_again
from flows.case.answers import Identified
from flows.sweeps.troubles import note_undelivered
from models.entries import MessagesSentAgain
from models.errors import DecisionRefused
from models.ids import PersonId, SeatKey
from models.store import directory, journal, outbox
from models.store.database.clock import now, today
from models.store.house.post import POST, tell_of_post
from models.store.mail.failed import cases_with_failed, failed_letters, letter_counts
from notifications.sending.delivery import Deliverer
from tests.factories.audit import verify
from tests.factories.deliverer import Told
from tests.factories.postbox import Postbox

OFFICER, ADMINISTRATOR = PersonId("bui.van.thi.du"), PersonId("mai.van.mau")


@pytest.fixture
def failed(office):
    """A case, all of whose letters were refused for good, as the post's journal tells."""
    office.submits()
    desk, told = office.desk, Told()
    with Postbox(*["554 5.6.0 not to be read"] * 99) as postbox:
        deliver(desk, postbox, told)
    with desk.store.writing() as conn:
        tell_of_post(desk.house(conn))
    return office


def deliver(desk, postbox, told):
    settings = desk.settings.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "smtp_tls": "none"}
    )
    deliverer = Deliverer(
        desk.store, settings, on_failed=told.of_failure, on_unrenderable=told.of_template
    )
    return asyncio.run(deliverer.deliver_waiting())


def counts(desk, case_no=None):
    with desk.store.reading() as conn:
        found = letter_counts(conn, case_no)
    return found.waiting, found.failed


def verified(desk):
    with desk.store.reading() as conn:
        return verify(conn).difference


def sends_again(office, person, case_no=None):
    return send_failed_again(office.desk, Identified(person, "passkey"), case_no)


def test_a_case_with_failed_letters_is_named_with_how_many(failed):
    with failed.desk.store.reading() as conn:
        ((case_no, count),) = cases_with_failed(conn)
        letters = failed_letters(conn, failed.case_no)

    assert (case_no, count) == (failed.case_no, len(letters))


@pytest.mark.parametrize("person", [OFFICER, ADMINISTRATOR])
def test_the_office_and_the_administrator_send_those_of_a_case_again(failed, person):
    _, count = counts(failed.desk, failed.case_no)

    assert (sends_again(failed, person, failed.case_no), count > 0) == (count, True)
    assert counts(failed.desk, failed.case_no) == (count, 0)


def test_only_the_administrator_sends_all_again(failed):
    with pytest.raises(DecisionRefused):
        sends_again(failed, OFFICER)

    assert sends_again(failed, ADMINISTRATOR) > 0


def test_nobody_else_does(failed):
    for case_no in (failed.case_no, None):
        with pytest.raises(DecisionRefused):
            sends_again(failed, PersonId("nguyen.thi.mau"), case_no)


def test_they_arrive_once_with_the_mailbox_their_person_has_now(failed):
    with failed.desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE persons SET mailbox = 'new.' || mailbox")
    count = sends_again(failed, ADMINISTRATOR)
    with Postbox() as postbox:
        sent = deliver(failed.desk, postbox, Told())

    assert (sent, len(postbox.accepted)) == (count, count)
    assert all(letter.to.startswith("new.") for letter in postbox.accepted)


def test_who_asked_for_it_stands_in_the_journal_of_the_post(failed):
    sends_again(failed, OFFICER, failed.case_no)

    with failed.desk.store.reading() as conn:
        last = journal.newest(conn, POST)
    assert isinstance(last.payload, MessagesSentAgain)
    assert (last.actor, last.payload.identity) == (OFFICER, "passkey")


def test_asking_twice_queues_nothing_twice(failed):
    first, second = (sends_again(failed, ADMINISTRATOR) for _ in range(2))

    assert (first > 0, second) == (True, 0)


@pytest.mark.parametrize("then", ["waiting", "sent", "failed again"])
def test_the_auditor_finds_nothing_amiss(failed, then):
    sends_again(failed, ADMINISTRATOR)
    answers = {"sent": (), "failed again": ["554 5.6.0 no"] * 99}
    if then in answers:
        with Postbox(*answers[then]) as postbox:
            deliver(failed.desk, postbox, Told())
    with failed.desk.store.writing() as conn:
        tell_of_post(failed.desk.house(conn))

    assert verified(failed.desk) is None


def test_a_letter_put_back_behind_the_journals_back_is_found(failed):
    with failed.desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE outbox SET state = 'queued' WHERE state = 'failed'")

    assert verified(failed.desk) is not None


# --- letters of no case ---------------------------------------------------------------------------


def test_of_a_failed_letter_of_no_case_the_administrator_is_told_once(office):
    desk = office.desk
    with desk.store.writing() as conn:
        message = outbox.NewMessage(
            None, 0, "authority_given", "nguyen.thi.mau", {}, "<an.authority@example.org>"
        )
        outbox.queue(conn, [message], desk.signers[0], at=now(conn))
        (row,) = outbox.lease(conn, limit=1, seconds=60)
        holders = directory.holders(conn, SeatKey(desk.regulation().administrator), today(conn))

    note_undelivered(desk, row, 550)

    with desk.store.reading() as conn:
        told = [each for each in outbox.waiting(conn) if each.notice == "letter_undelivered"]
    assert sorted(each.recipient for each in told) == sorted(holders)
    for each in told:
        note_undelivered(desk, each, 550)
    with desk.store.reading() as conn:
        after = [each for each in outbox.waiting(conn) if each.notice == "letter_undelivered"]
    assert len(after) == len(told)


def test_it_says_whose_it_was_by_name(office):
    desk = office.desk
    with desk.store.writing() as conn:
        message = outbox.NewMessage(
            None, 0, "new_device", "nguyen.thi.mau", {}, "<a.device@example.org>"
        )
        outbox.queue(conn, [message], desk.signers[0], at=now(conn))
        (row,) = outbox.lease(conn, limit=1, seconds=60)
        name = directory.person(conn, PersonId("nguyen.thi.mau")).name
    note_undelivered(desk, row, 550)
    with desk.store.writing() as conn:
        outbox.mark_failed(conn, row.id, "550")

    with Postbox() as postbox:
        deliver(desk, postbox, Told())
    assert any(name in letter.text for letter in postbox.accepted)
