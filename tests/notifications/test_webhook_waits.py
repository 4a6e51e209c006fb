"""A receiver that is away, or asked too much of, says when to call it again: that is kept to."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.acts.house.webhooks import try_webhook
from models.store.database.clock import machine_time
from notifications.sending.backoff import FIRST_DELAY, LONGEST_ASKED, delay_of_call
from notifications.webhooks.waits import retry_after, wait_asked
from tests.factories.receiver import (
    asks_to_wait,
    calling,
    calls,
    receiver,
    registered,
    stands,
    time_goes_by,
)

AT = datetime(2020, 7, 6, 1, tzinfo=UTC)


# --- what is written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta()),
        ("Mon, 06 Jul 2020 03:00:00 GMT", timedelta(hours=2)),
        # The older forms, which are to be understood still.
        ("Monday, 06-Jul-20 03:00:00 GMT", timedelta(hours=2)),
        ("Mon Jul  6 03:00:00 2020", timedelta(hours=2)),
        # It has passed: no wait is asked for.
        ("Mon, 06 Jul 2020 00:00:00 GMT", timedelta()),
    ],
)
def test_seconds_and_dates_say_how_long_to_wait(said, wait):
    assert wait_asked(said, AT) == wait


@pytest.mark.parametrize(
    "said",
    [None, "", "soon", "-5", "1.5", "+60", "6e1", "١٢٠", "120, 60", "9" * 5000, "Mon, 99 Jul"],
)
def test_what_is_neither_asks_for_nothing(said):
    assert wait_asked(said, AT) is None


@pytest.mark.parametrize("status", [200, 301, 400, 410, 500, 502, 504])
def test_with_any_other_answer_it_says_nothing_of_when_to_call_again(status):
    assert retry_after(status, "120") is None


@given(said=st.text() | st.integers().map(str) | st.datetimes().map(str))
def test_whatever_is_written_the_next_call_is_within_bounds(said):
    delay = delay_of_call(1, wait_asked(said, AT))

    assert FIRST_DELAY <= delay <= LONGEST_ASKED


@given(seconds=st.integers(60, 86400), tries=st.integers(1, 99))
def test_nobody_is_called_before_the_time_they_asked_for(seconds, tries):
    asked = timedelta(seconds=seconds)
    dated = format_datetime(AT + asked, usegmt=True)

    assert delay_of_call(tries, wait_asked(str(seconds), AT)) == asked
    assert delay_of_call(tries, wait_asked(dated, AT)) == asked


# --- a receiver that says so -----------------------------------------------------------------------


def rests(desk):
    """How long the only webhook rests after its last call."""
    standing = stands(desk)
    return standing.next.next_try_at - standing.last.at


def tried(desk, made):
    try_webhook(desk, registered(desk, made)[0])
    calls(desk)


@pytest.mark.parametrize("status", [429, 503])
def test_it_is_called_at_the_time_it_asked_for_and_not_before(desk, status):
    desk = calling(desk)
    with receiver(asks_to_wait("7200", status)) as made:
        tried(desk, made)
        time_goes_by(desk, minutes=119)
        calls(desk)
        before = len(made.came)
        time_goes_by(desk, minutes=2)
        calls(desk)

    assert (before, len(made.came), stands(desk).health.fails) == (1, 2, False)


def test_a_date_of_its_own_clock_is_as_good(desk):
    desk = calling(desk)
    with desk.store.reading() as conn:
        until = machine_time(conn) + timedelta(hours=3)
    with receiver(asks_to_wait(format_datetime(until, usegmt=True))) as made:
        tried(desk, made)

    assert timedelta(hours=2, minutes=50) < rests(desk) <= timedelta(hours=3)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("1", FIRST_DELAY),
        ("999999999999", LONGEST_ASKED),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_ASKED),
        ("Mon, 06 Jul 2009 03:00:00 GMT", FIRST_DELAY),
        ("whenever", FIRST_DELAY),
    ],
)
def test_it_rests_for_a_minute_at_least_and_a_day_at_most(desk, said, rest):
    desk = calling(desk)
    with receiver(asks_to_wait(said)) as made:
        tried(desk, made)

    assert abs(rests(desk) - rest) < timedelta(seconds=5)


def test_an_answer_that_is_no_503_asks_for_nothing_by_it(desk):
    desk = calling(desk)
    with receiver(asks_to_wait("7200", 500)) as made:
        tried(desk, made)

    assert rests(desk) < timedelta(minutes=2)


def test_after_a_malformed_wait_it_is_tried_as_after_any_other_failure(desk):
    desk = calling(desk)
    with receiver(500, asks_to_wait("never"), asks_to_wait("never")) as made:
        tried(desk, made)
        time_goes_by(desk, minutes=1)
        calls(desk)

        assert abs(rests(desk) - delay_of_call(2)) < timedelta(seconds=5)
