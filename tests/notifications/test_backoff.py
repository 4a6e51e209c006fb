"""How long a message that nobody takes is tried."""

from datetime import timedelta
from itertools import count, takewhile

import pytest

from notifications.sending.backoff import LONGEST_DELAY, PATIENCE, delay_after


def delays():
    return list(takewhile(lambda delay: delay is not None, (delay_after(n) for n in count(1))))


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (50, 60)])
def test_the_wait_doubles_from_a_minute_to_an_hour(tries, minutes):
    assert delay_after(tries) == timedelta(minutes=minutes)


def test_a_message_is_given_up_after_a_fortnight_of_waiting():
    waited = sum(delays(), timedelta())

    assert PATIENCE <= waited < PATIENCE + LONGEST_DELAY


def test_what_was_given_up_stays_so():
    tries = len(delays())

    assert [delay_after(tries + n) for n in (1, 2, 1000)] == [None, None, None]
