"""Webhooks: other systems are told what happens, in its order, and each event once."""

import asyncio

import pytest

from config.regulation.codes import Act
from flows.acts.house.webhooks import remove_webhook, try_webhook
from flows.privacy.erasing import Because, Eraser, erase_case
from flows.privacy.holding import hold, release
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.growth import prune
from flows.sweeps.webhooks import queue_calls
from models.errors import InQuarantine, WebhookUnknown
from models.store.calls import webhook_calls
from models.store.copies import quarantine
from notifications.webhooks.calling import WebhookCaller
from notifications.webhooks.told import TOLD
from tests.factories import privacy
from tests.factories.damage import damages, no_json
from tests.factories.office import Office, make_answer
from tests.factories.receiver import (
    ACCOUNT,
    calling,
    calls,
    difference,
    ended,
    queues,
    receiver,
    registered,
    sender,
    time_goes_by,
    waiting,
)


@pytest.fixture
def office(desk):
    return Office(desk)


def told_of(office):
    """What of the case in hand is told to whoever is told all."""
    with office.desk.store.reading() as conn:
        return [each for each in office.entries(conn) if each.kind in TOLD]


# --- what is told ----------------------------------------------------------------------------------


def test_the_life_of_a_case_is_told_in_its_order_and_each_event_once(office):
    desk = calling(office.desk)
    with receiver() as made:
        registered(desk, made)
        office.submits()
        queues(desk)
        calls(desk)
        office.goes_on_to_the_end()
        queues(desk)
        calls(desk)

        expected = [(each.kind, each.seq) for each in told_of(office)]
        assert [
            (said["type"], said["data"]["seq"]) for said in (c.said for c in made.came)
        ] == expected
        assert (expected[0][0], expected[-1][0]) == ("case_submitted", "case_archived")
        assert len(set(made.ids)) == len(expected)
        assert difference(desk) is None


def test_a_call_says_which_case_what_happened_and_when_and_nothing_else(office):
    desk = calling(office.desk)
    with receiver() as made:
        registered(desk, made, "case_submitted")
        office.submits()
        queues(desk)
        calls(desk)

        (first,) = told_of(office)[:1]
        at = f"{first.at:%Y-%m-%dT%H:%M:%S}Z"
        data = {"case": office.case_no, "kind": "outbound", "seq": first.seq}
        assert [c.said for c in made.came] == [
            {"type": "case_submitted", "timestamp": at, "data": data}
        ]


def test_one_webhook_that_nobody_can_read_keeps_no_other_from_being_told(office):
    desk = calling(office.desk)
    with receiver() as made, receiver() as other:
        (number, _), _ = registered(desk, made), registered(desk, other)
        cut, this = no_json(desk.store), "UPDATE webhooks SET kinds = :cut WHERE number = :number"
        damages(desk.store, this, cut=cut, number=number)
        office.submits()
        queues(desk)
        calls(desk)

        assert (made.came, other.came[0].said["type"]) == ([], "case_submitted")


def test_nothing_that_people_are_or_wrote_is_told_also_of_a_case_that_was_held_and_erased(office):
    desk, told_by = calling(office.desk), "console:somebody"
    with receiver() as made:
        registered(desk, made)
        privacy.submitted(office)
        office.goes_on_to_the_end()
        privacy.letters_are_sent(office)
        hold(desk, office.case_no, "Thanh tra Kín Đáo.", ACCOUNT)
        release(desk, office.case_no, "Đã xong.", ACCOUNT)
        people = {person for step in office.case.steps for person in step.holders}
        erase_case(desk, office.case_no, Eraser(Because.REQUEST, told_by, told_by))
        queues(desk)
        calls(desk)

        sent = b"".join(c.body for c in made.came).decode()
        words = (privacy.NAME, privacy.NUMBER, privacy.WORDS, privacy.OPINION, "Kín Đáo", *people)
        assert [word for word in words if word in sent] == []
        assert {key for c in made.came for key in c.said["data"]} == {"case", "kind", "seq"}
        assert made.types[-1] == "content_erased"


def test_whoever_asked_for_some_kinds_is_told_of_these_alone(office):
    desk = calling(office.desk)
    with receiver() as made:
        registered(desk, made, "case_approved", "case_archived")
        office.submits()
        office.goes_on_to_the_end()
        queues(desk)
        calls(desk)

        assert made.types == ["case_approved", "case_archived"]


def test_what_happened_before_it_was_registered_is_not_told(office):
    desk = calling(office.desk)
    office.submits()
    queues(desk)
    with receiver() as made:
        registered(desk, made)
        queues(desk)
        calls(desk)

        assert made.came == []


def test_a_step_that_is_returned_and_submitted_again_is_told_of_as_such(office):
    desk = calling(office.desk)
    office.submits()
    with receiver() as made:
        queues(desk)
        registered(desk, made, "step_decided")
        step = office.goes_on_until_asked(Act.APPRAISE)
        office.takes(step, make_answer("return", remarks="Nêu rõ mục đích."))
        queues(desk)
        calls(desk)

        assert set(made.types) == {"step_decided"}
        assert "Nêu rõ" not in str([c.said for c in made.came])


# --- over crashes, and by several ------------------------------------------------------------------


class _Crash(Exception):
    """The process dies here."""


def queues_and_dies(desk):
    with desk.writing() as conn:
        assert webhook_calls.queue_new(conn, TOLD) > 0
        raise _Crash


def test_what_was_queued_when_the_process_died_is_queued_anew_and_once(office):
    desk = calling(office.desk)
    with receiver() as made:
        registered(desk, made)
        office.submits()
        number_and_sign(desk)
        with pytest.raises(_Crash):
            queues_and_dies(desk)
        for _ in range(3):
            queues(desk)
        queue_calls(desk)
        calls(desk)

        assert made.types == [each.kind for each in told_of(office)]
        assert len(set(made.ids)) == len(made.ids)


def test_what_was_taken_when_the_process_died_is_told_again_under_the_same_id(desk):
    desk = calling(desk)
    with receiver() as made:
        try_webhook(desk, registered(desk, made)[0])
        with desk.store.writing() as conn:
            (hand,) = webhook_calls.take(conn, 0.0)
        dies = sender(desk)
        asyncio.run(dies._called(WebhookCaller(desk.settings), hand))
        calls(desk)

        assert made.ids == [hand.call.message] * 2
        assert [(row.state, row.tries) for row in waiting(desk)] == [("taken", 1)]


def test_what_one_has_in_hand_no_other_calls(desk):
    desk = calling(desk)
    with receiver() as made:
        try_webhook(desk, registered(desk, made)[0])
        with desk.store.writing() as conn:
            webhook_calls.take(conn, 60.0)
        calls(desk)

        assert made.came == []


def test_a_copy_calls_nobody(desk):
    desk = calling(desk)
    with receiver() as made:
        number, _ = registered(desk, made)
        try_webhook(desk, number)
        with desk.store.writing() as conn:
            quarantine.begin(conn, "copied")
        desk.store.is_released = False
        calls(desk)

        assert made.came == []
        with pytest.raises(InQuarantine):
            try_webhook(desk, number)


# --- removed, and forgotten ------------------------------------------------------------------------


def test_what_waits_for_one_that_is_removed_is_withdrawn(office):
    desk = calling(office.desk)
    with receiver() as made:
        number, _ = registered(desk, made)
        office.submits()
        queues(desk)
        remove_webhook(desk, ACCOUNT, number)
        calls(desk)

        assert (made.came, waiting(desk), ended(desk)) == ([], [], [((number,), "removed")])
        assert registered(desk, made)[0] == number + 1
        assert difference(desk) is None
    with pytest.raises(WebhookUnknown):
        remove_webhook(desk, ACCOUNT, number)


def test_what_was_told_is_forgotten_after_some_days_and_what_waits_is_not(desk):
    desk = calling(desk)
    with receiver(200, 500) as made:
        number, _ = registered(desk, made)
        for _ in range(2):
            try_webhook(desk, number)
            calls(desk)
        time_goes_by(desk, days=desk.settings.keep_webhook_calls_days)
        prune(desk)

    assert [row.state for row in waiting(desk)] == ["queued"]
