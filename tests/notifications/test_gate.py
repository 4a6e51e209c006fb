"""The gate before the mail server: shut for what is not a letter's fault, and knocked at by one."""

from datetime import timedelta

import pytest

from notifications.sending.backoff import delay_in_doubt
from notifications.sending.gate import AT_ONCE, MailGate
from tests.factories.deliverer import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def gate(clock):
    return MailGate(clock=clock)


def test_a_fault_of_ours_shuts_it_for_five_seconds_doubling_to_a_minute(gate, clock):
    rests = []
    for _ in range(6):
        gate.shut(1)
        rests.append(gate.seconds_to_knock)
        clock.at += gate.seconds_to_knock

    assert rests == [5, 10, 20, 40, 60, 60]


def test_nobody_knocks_before_it_is_time(gate, clock):
    gate.shut(1)
    clock.at = 4.9
    early = gate.may_knock
    clock.at = 5

    assert (gate.is_open, early, gate.may_knock) == (False, False, True)


def test_four_letters_that_meet_one_fault_count_once(gate):
    for letter in range(4):
        gate.shut(letter)

    assert gate.seconds_to_knock == 5


def test_one_letter_taken_opens_it_and_wakes_those_refused(gate, clock):
    gate.shut(1)
    clock.at = 5
    gate.shut(2)
    clock.at = 15
    woken = gate.take(3)

    assert (gate.is_open, set(woken), gate.refused) == (True, {1, 2}, frozenset())


def test_after_it_was_open_the_wait_is_short_again(gate, clock):
    for _ in range(5):
        gate.shut(1)
        clock.at += gate.seconds_to_knock
    gate.take(2)
    gate.shut(1)

    assert gate.seconds_to_knock == 5


def test_three_letters_in_a_row_put_off_shut_it(gate):
    assert [gate.put_off(letter) for letter in (1, 2, 3)] == [False, False, True]


def test_one_letter_put_off_time_and_again_does_not(gate):
    assert not any(gate.put_off(1) for _ in range(9))


def test_letters_taken_in_between_keep_it_open(gate):
    shut = []
    for letter in range(9):
        shut.append(gate.put_off(letter))
        gate.take(100 + letter)

    assert not any(shut)


def test_a_letter_in_doubt_shuts_it_until_others_were_taken(gate):
    first = gate.doubt(1)
    shut_at_first = not gate.is_open
    gate.take(2)
    second = gate.doubt(1)

    assert (first, shut_at_first, second, gate.is_open) == (0, True, 1, True)


def test_while_no_other_is_taken_a_letter_is_never_suspect(gate, clock):
    times = []
    for _ in range(100):
        times.append(gate.doubt(1))
        clock.at += gate.seconds_to_knock

    assert set(times) == {0}


def test_a_letter_in_doubt_ends_after_an_hour_of_others_taken():
    delays = [delay_in_doubt(times) for times in range(1, 8)]

    assert delays[-1] is None
    assert sum((delay for delay in delays if delay), timedelta()) == timedelta(minutes=63)


def test_a_letter_taken_after_all_is_in_doubt_no_more(gate):
    gate.doubt(1)
    gate.take(2)
    gate.take(1)

    assert gate.doubt(1) == 0


def test_as_many_connections_as_the_server_bears_are_kept_and_slowly_more(gate, clock):
    gate.bear(2)
    gate.take(1)
    at_first = gate.at_once
    clock.at = 600
    gate.take(2)
    later = gate.at_once
    gate.take(3)

    assert (at_first, later, gate.at_once) == (2, 3, 3)


def test_one_connection_is_always_tried(gate):
    gate.bear(0)

    assert gate.at_once == 1


def test_what_was_learnt_while_the_server_went_away_is_forgotten(gate):
    gate.bear(1)
    gate.shut(1)

    assert gate.at_once == AT_ONCE


def test_whoever_begins_asks_with_one_letter(gate):
    gate.ask_first()

    assert (gate.is_open, gate.may_knock) == (False, True)
