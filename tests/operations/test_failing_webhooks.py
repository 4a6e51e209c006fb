"""A webhook that takes nothing for long is told of: once, by its number, and never by where it leads."""

import asyncio
from datetime import timedelta

import pytest

from config.settings import Settings
from flows.acts.house.webhooks import remove_webhook, try_webhook
from flows.sweeps.alarms import HealthWatch
from flows.sweeps.sweep import sweep
from models.store import outbox
from notifications.telling.of_no_case import SET_ASIDE
from tests.factories.monitoring import asked, metrics_of
from tests.factories.office import Office
from tests.factories.receiver import (
    ACCOUNT,
    calling,
    calls,
    difference,
    queues,
    receiver,
    registered,
    stands,
    time_goes_by,
)
from tests.factories.webhook import telling, titles, webhook

ADMINISTRATOR, OFFICER = "mai.van.mau", "nguyen.thi.mau"
TITLE = "Something broke and is set aside"
LONG = Settings.model_fields["webhook_told_after_hours"].default


@pytest.fixture
def hook():
    with webhook() as (port, came):
        yield f"json://127.0.0.1:{port}/", came


def is_tried(desk, made):
    """A webhook is registered, and called once with what tells of nothing."""
    number, _ = registered(desk, made)
    try_webhook(desk, number)
    calls(desk)
    return number


def hours_go_by(desk, hours=LONG):
    time_goes_by(desk, hours=hours)
    calls(desk)
    sweep(desk)


def looks(desk):
    """Whoever watches looks, and looks again."""
    watch = HealthWatch(desk, patience=timedelta(minutes=10))
    for _ in range(2):
        asyncio.run(watch.look())


def of_webhooks(came):
    return [each["message"] for each in came if "webhook" in each["message"]]


def of_things(came):
    """The alarms about what is set aside, and that it is over, in their order."""
    return [title for title in titles(came) if TITLE in title]


def letters(desk):
    with desk.store.reading() as conn:
        return [row for row in outbox.waiting(conn) if row.notice == SET_ASIDE]


# --- since when ------------------------------------------------------------------------------------


def test_it_fails_from_its_first_call_in_vain_until_one_is_taken(desk):
    desk = calling(desk)
    with receiver(500, 500) as made:
        is_tried(desk, made)
        first = stands(desk).health.failing_since
        time_goes_by(desk, minutes=2)
        calls(desk)
        health = stands(desk).health
        time_goes_by(desk, hours=1)
        calls(desk)

    assert (health.failing_since, health.failing_times) == (first, 2)
    assert (stands(desk).health.failing_since, stands(desk).health.failing_times) == (None, 0)
    assert (stands(desk).last.status, stands(desk).last.trouble) == (200, None)
    assert difference(desk) is None


def test_what_was_given_up_ends_no_failure(desk):
    desk = calling(desk, webhook_patience_hours=1)
    with receiver(500, 500) as made:
        is_tried(desk, made)
        since = stands(desk).health.failing_since
        time_goes_by(desk, hours=2)
        calls(desk)

    assert (stands(desk).given_up, stands(desk).health.failing_since) == (1, since)


# --- who is told -----------------------------------------------------------------------------------


def test_an_alarm_and_a_letter_tell_of_it_once_and_that_it_works_again(desk, hook):
    desk = telling(calling(desk), hook[0])
    with receiver(*[500] * 2) as made:
        is_tried(desk, made)
        hours_go_by(desk)
        looks(desk)
        sweep(desk)
        looks(desk)
        told = of_things(hook[1])
        time_goes_by(desk, hours=2)
        calls(desk)
        sweep(desk)
        looks(desk)

    assert (told, of_things(hook[1])) == ([TITLE], [TITLE, f"Over: {TITLE}"])
    assert [row.recipient for row in letters(desk)] == [ADMINISTRATOR]


def test_each_that_fails_is_told_of_by_itself(desk, hook):
    desk = telling(calling(desk), hook[0])
    with receiver(*[500] * 9) as one, receiver(*[500] * 9) as other:
        is_tried(desk, one)
        hours_go_by(desk)
        looks(desk)
        is_tried(desk, other)
        hours_go_by(desk)
        looks(desk)

    first, second = of_webhooks(hook[1])
    assert ("webhook 1:" in first, "webhook 2:" in first) == (True, False)
    assert ("webhook 1:" in second, "webhook 2:" in second) == (False, True)


def test_what_has_failed_for_less_is_told_to_nobody(desk, hook):
    desk = telling(calling(desk), hook[0])
    with receiver(*[500] * 9) as made:
        is_tried(desk, made)
        hours_go_by(desk, LONG - 1)
        looks(desk)

    assert (of_webhooks(hook[1]), letters(desk)) == ([], [])


def test_a_receiver_that_is_gone_is_told_of_at_once_until_it_is_removed(desk, hook):
    desk = telling(calling(desk), hook[0])
    with receiver(410) as made:
        number = is_tried(desk, made)
        sweep(desk)
        looks(desk)
        remove_webhook(desk, ACCOUNT, number)
        sweep(desk)
        looks(desk)

    assert len(of_webhooks(hook[1])) == 1
    assert "no more" in of_webhooks(hook[1])[0]
    assert of_things(hook[1]) == [TITLE, f"Over: {TITLE}"]


def test_no_alarm_says_where_it_leads(desk, hook):
    desk = telling(calling(desk), hook[0])
    with receiver(*[500] * 9) as made:
        is_tried(desk, made)
        hours_go_by(desk)
        looks(desk)

        said = str(hook[1])
        assert (made.url() in said, f":{made.port}" in said, "Một cửa" in said) == (
            False,
            False,
            False,
        )


def test_the_desk_of_the_administrator_says_so_and_nobody_elses(site, office):
    desk = calling(site.desk)
    with receiver(*[500] * 9) as made:
        is_tried(desk, made)
        hours_go_by(desk)

        shown = {who: site.browser().is_of(who).opens("/") for who in (ADMINISTRATOR, OFFICER)}

    assert "webhook số 1" in shown[ADMINISTRATOR].text
    assert "webhook số 1" not in shown[OFFICER].text
    assert "/webhooks" in shown[ADMINISTRATOR].links


# --- probes ----------------------------------------------------------------------------------------


def test_a_probe_is_told_which_fails_for_long_and_doan_is_ready_all_the_same(site, browser):
    desk = calling(site.desk)
    with receiver(*[500] * 9) as made:
        is_tried(desk, made)
        time_goes_by(desk, hours=LONG)
        answer = browser.opens("/readyz").shows

    (told,) = answer.json()["webhooks_failing"]
    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert (told["number"], told["code"], set(told)) == (
        1,
        "webhook_fails",
        {"number", "code", "since", "vi", "en"},
    )
    assert f":{made.port}" not in answer.text


def test_a_probe_is_told_of_none_that_fails_for_less(site, browser):
    desk = calling(site.desk)
    with receiver(500) as made:
        is_tried(desk, made)

        assert browser.opens("/readyz").shows.json()["webhooks_failing"] == []


# --- metrics ---------------------------------------------------------------------------------------


def test_metrics_tell_what_is_queued_for_each_and_for_how_long_it_fails(desk):
    desk = calling(desk)
    with receiver(*[500] * 9) as fails, receiver() as works:
        for made in (fails, works):
            is_tried(desk, made)
        Office(desk).submits()
        queues(desk)
        calls(desk)
        time_goes_by(desk, hours=2)

        told, said = metrics_of(desk), asked(desk).text
        assert told["doan_webhook_fails"] == {("1",): 1.0, ("2",): 0.0}
        assert told["doan_webhook_calls_queued"][("1",)] > 1
        assert told["doan_webhook_calls_queued"][("2",)] == 0
        assert told["doan_webhook_oldest_call_age_seconds"][("1",)] >= 7200
        assert told["doan_webhook_failing_seconds"][("1",)] >= 7200
        assert told["doan_webhook_failing_seconds"][("2",)] == 0
        assert (f":{fails.port}" in said, "Một cửa" in said) == (False, False)


def test_without_webhooks_there_is_nothing_to_tell_of_them(desk):
    assert metrics_of(desk)["doan_webhook_fails"] == {}
