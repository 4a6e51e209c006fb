"""A real calendar server takes the events, replaces them by their updates and finds them by time."""

from datetime import datetime, timedelta

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus

from config.province_time import PROVINCE_TIME
from tests.factories.caldav import calendar_server
from tests.factories.calendars import CANCELLED, CHANGED, INVITED, TALKS, WITHDRAWN, make_part

NAME = "dv-2020-0001.item-3"
HALF_PAST_EIGHT = datetime(2020, 8, 24, 8, 30, tzinfo=PROVINCE_TIME)
HALF_PAST_TEN = datetime(2020, 8, 24, 10, 30, tzinfo=PROVINCE_TIME)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with calendar_server(tmp_path_factory.mktemp("radicale")) as calendar:
        yield calendar


@pytest.fixture
def calendar(server):
    """Give the calendar with the invitation in it."""
    server.put(NAME, make_part(INVITED))
    yield server
    server.delete(NAME)


def at(calendar, moment):
    """Return the events that stand in the half-hour from a moment on."""
    found = calendar.between(moment, moment + HALF_AN_HOUR)
    return [event for each in found for event in IcsCalendarStream.calendar_from_ics(each).events]


def test_an_invitation_is_found_at_its_time_with_its_words(calendar):
    [event] = at(calendar, HALF_PAST_EIGHT)

    assert (event.uid, event.sequence) == (INVITED["uid"], 0)
    assert event.summary == TALKS["vi"]
    assert event.location == INVITED["place"]["vi"]
    assert event.attendees[0].common_name == "Trần Thị Ví Dụ"
    assert event.dtstart == HALF_PAST_EIGHT


def test_an_event_is_not_found_at_another_time(calendar):
    assert at(calendar, HALF_PAST_TEN) == []


def test_an_update_takes_the_place_of_the_invitation(calendar):
    calendar.put(NAME, make_part(CHANGED))

    [event] = at(calendar, HALF_PAST_TEN)
    assert (event.uid, event.sequence) == (INVITED["uid"], 2)
    assert event.summary == TALKS["vi"]
    assert at(calendar, HALF_PAST_EIGHT) == []


def test_a_cancelled_event_is_kept_as_cancelled(calendar):
    calendar.put(NAME, make_part(CANCELLED))

    [event] = at(calendar, HALF_PAST_TEN)
    assert (event.sequence, event.status) == (3, EventStatus.CANCELLED)


def test_the_words_of_a_withdrawal_are_no_cancelled_event(calendar):
    calendar.put(NAME, make_part(WITHDRAWN))

    [event] = at(calendar, HALF_PAST_TEN)
    assert (event.sequence, event.status) == (3, None)
