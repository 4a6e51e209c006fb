"""Webhooks: whatever a receiver answers, or does not, it is told again, and keeps no other."""

import threading

import pytest

from flows.acts.house.webhooks import remove_webhook, try_webhook
from models.errors import WebhookRefused
from tests.factories.office import Office
from tests.factories.postbox import make_certificate
from tests.factories.receiver import (
    ACCOUNT,
    SHORT,
    calling,
    calls,
    difference,
    ended,
    hangs,
    hangs_up,
    has_no_end,
    leads_to,
    queues,
    receiver,
    registered,
    says_garbage,
    stands,
    time_goes_by,
    waiting,
)


@pytest.fixture
def office(desk):
    return Office(desk)


# --- whatever a receiver answers -------------------------------------------------------------------


def test_what_is_refused_is_told_again_under_the_same_id_and_what_comes_after_waits(office):
    desk = calling(office.desk)
    with receiver(500) as made:
        registered(desk, made)
        office.submits()
        queues(desk)
        calls(desk)
        (first,) = made.came
        standing = stands(desk)
        assert (standing.next.tries, standing.last.status) == (1, 500)
        assert standing.health.fails

        calls(desk)
        assert len(made.came) == 1
        time_goes_by(desk, minutes=1)
        calls(desk)

        assert (made.came[1].id, made.came[1].body) == (first.id, first.body)
        assert made.ids[1:] == [row.message for row in waiting(desk)]
        assert (stands(desk).health.queued, stands(desk).health.fails) == (0, False)


FAILURES = {
    "refused": 404,
    "moved": leads_to("http://127.0.0.1:1/"),
    "unreached": None,
    "garbled": says_garbage,
    "late": hangs,
}


@pytest.mark.parametrize("trouble", sorted(FAILURES))
def test_a_receiver_that_takes_nothing_is_called_again_and_it_is_told_why(desk, trouble):
    desk = calling(desk, seconds=SHORT if trouble == "late" else 30)
    with receiver(FAILURES[trouble]) as made:
        number, _ = registered(desk, made)
        try_webhook(desk, number)
        if trouble != "unreached":
            calls(desk)
    if trouble == "unreached":
        calls(desk)

    assert (stands(desk).last.trouble, stands(desk).health.queued) == (trouble, 1)


def test_a_receiver_that_hangs_up_is_called_again(desk):
    desk = calling(desk)
    with receiver(hangs_up) as made:
        number, _ = registered(desk, made)
        try_webhook(desk, number)
        calls(desk)
        assert (len(made.came), stands(desk).next.tries) == (1, 1)
        time_goes_by(desk, minutes=1)
        calls(desk)

        assert (len(set(made.ids)), stands(desk).health.queued) == (1, 0)


def test_an_answer_without_end_is_not_read(desk):
    desk = calling(desk)
    with receiver(has_no_end) as made:
        number, _ = registered(desk, made)
        try_webhook(desk, number)
        calls(desk)

        health = stands(desk).health
        assert (len(made.came), health.queued, health.fails) == (1, 0, False)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_called_where_a_receiver_points(desk, status):
    desk = calling(desk)
    with receiver() as elsewhere, receiver(leads_to(elsewhere.url(), status)) as made:
        number, _ = registered(desk, made)
        try_webhook(desk, number)
        calls(desk)

        last = stands(desk).last
        assert (elsewhere.came, last.trouble, last.status) == ([], "moved", status)


def test_a_receiver_that_says_it_is_gone_is_told_nothing_more(office):
    desk = calling(office.desk)
    with receiver(410) as made:
        number, _ = registered(desk, made)
        office.submits()
        queues(desk)
        calls(desk)
        office.goes_on()
        queues(desk)
        calls(desk)

        assert (len(made.came), waiting(desk), ended(desk)) == (1, [], [((number,), "gone")])
        assert (stands(desk).webhook.ended, stands(desk).health.fails) == ("gone", True)
        with pytest.raises(WebhookRefused, match="ended"):
            try_webhook(desk, number)
        assert difference(desk) is None
        remove_webhook(desk, ACCOUNT, number)
        assert difference(desk) is None


def test_one_that_hangs_keeps_no_other(desk):
    desk, others = calling(desk), threading.Event()

    def waits_for_the_other(handler, _made):
        taken = others.wait(30)
        handler.send_response(200 if taken else 500)
        handler.end_headers()

    def lets_the_other_go(handler, _made):
        handler.send_response(200)
        handler.end_headers()
        others.set()

    with receiver(waits_for_the_other) as slow, receiver(lets_the_other_go) as quick:
        for made in (slow, quick):
            try_webhook(desk, registered(desk, made)[0])
        calls(desk)

    assert [row.state for row in waiting(desk)] == ["taken", "taken"]


def test_what_is_not_taken_for_days_is_given_up_and_the_next_is_told(office):
    desk = calling(office.desk, webhook_patience_hours=1)
    with receiver(500, 500) as made:
        registered(desk, made)
        office.submits()
        queues(desk)
        calls(desk)
        time_goes_by(desk, hours=2)
        calls(desk)

        first, *rest = made.ids[1:]
        assert (first, len(set(rest)) == len(rest) > 0) == (made.ids[0], True)
        assert [row.state for row in waiting(desk)] == ["given_up", *["taken"] * len(rest)]
        assert (stands(desk).given_up, stands(desk).health.fails) == (1, False)


def test_what_lay_here_while_doan_was_off_is_tried_more_than_once(desk):
    desk = calling(desk, webhook_patience_hours=1)
    with receiver(500) as made:
        try_webhook(desk, registered(desk, made)[0])
        time_goes_by(desk, hours=30)
        calls(desk)
        time_goes_by(desk, minutes=1)
        calls(desk)

        assert (len(made.came), stands(desk).given_up) == (2, 0)


# --- by https --------------------------------------------------------------------------------------


def test_a_receiver_has_to_show_that_it_is_the_one_its_address_names(desk, tmp_path, monkeypatch):
    certificate, tls = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    desk = calling(desk)
    with receiver(tls=tls) as made:
        for host in ("127.0.0.1", "localhost"):
            try_webhook(desk, registered(desk, made, host=host)[0])
        calls(desk)

    assert [row.trouble for row in waiting(desk)] == [None, "unreached"]
