"""An event is written to the letter, and two readers that know nothing of Doan understand it."""

from datetime import UTC, datetime, time
from email.headerregistry import Address

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from config.province_time import PROVINCE_TIME
from config.regulation.parts import Text
from models.programme.calendar import EventName, Told, Why
from notifications.writing.calendars import calendar_facts
from tests.factories.calendars import (
    CANCELLED,
    CHANGED,
    GOLDEN,
    INVITED,
    TALKS,
    WITHDRAWN,
    make_part,
)
from tests.factories.items import make_item

EVENTS = {
    "invited": INVITED,
    "changed": CHANGED,
    "withdrawn": WITHDRAWN,
    "cancelled": CANCELLED,
}
HALF_PAST_TEN = datetime(2020, 8, 24, 10, 30, tzinfo=PROVINCE_TIME)
NOON = datetime(2020, 8, 24, 12, 0, tzinfo=PROVINCE_TIME)


def golden(name):
    return (GOLDEN / f"{name}.ics").read_bytes()


def read_by_vobject(name):
    return vobject.readOne(golden(name).decode())


def read_by_ical(name):
    return IcsCalendarStream.calendar_from_ics(golden(name).decode())


@pytest.fixture(params=EVENTS)
def name(request):
    return request.param


def test_an_event_is_written_to_the_letter(name):
    assert make_part(EVENTS[name]).encode() == golden(name)


def test_lines_end_as_mail_wants_and_are_short(name):
    lines = golden(name).split(b"\r\n")

    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)


METHODS = {
    "invited": "REQUEST",
    "changed": "REQUEST",
    "withdrawn": "CANCEL",
    "cancelled": "CANCEL",
}
SEQUENCES = {"invited": 0, "changed": 2, "withdrawn": 3, "cancelled": 3}
# Who is withdrawn alone is told no status: the event itself goes on.
STATUSES = {
    "invited": "CONFIRMED",
    "changed": "CONFIRMED",
    "withdrawn": None,
    "cancelled": "CANCELLED",
}


def test_vobject_reads_what_was_meant(name):
    calendar = read_by_vobject(name)

    event = calendar.vevent
    assert calendar.method.value == METHODS[name]
    assert event.uid.value == "dv-2020-0001.item-3@hau-giang.example"
    assert event.sequence.value == str(SEQUENCES[name])
    assert event.summary.value == TALKS["vi"]
    assert event.location.value == "Phòng khánh tiết, tầng 2"
    assert "DV-2020-0001" in event.description.value
    assert (event.status.value if "status" in event.contents else None) == STATUSES[name]


def test_ical_reads_what_was_meant(name):
    calendar = read_by_ical(name)

    [event] = calendar.events
    assert calendar.method == METHODS[name]
    assert event.uid == "dv-2020-0001.item-3@hau-giang.example"
    assert event.sequence == SEQUENCES[name]
    assert event.summary == TALKS["vi"]
    assert event.location == "Phòng khánh tiết, tầng 2"
    assert "DV-2020-0001" in event.description
    assert event.status == STATUSES[name]


def test_vobject_reads_the_time_of_the_province():
    event = read_by_vobject("changed").vevent

    assert (event.dtstart.value, event.dtend.value) == (HALF_PAST_TEN, NOON)
    assert event.dtstamp.value == datetime(2020, 8, 18, 2, 30, tzinfo=UTC)


def test_ical_reads_the_time_of_the_province():
    calendar = read_by_ical("changed")

    [event] = calendar.events
    assert (event.dtstart, event.dtend) == (HALF_PAST_TEN, NOON)
    assert [zone.tz_id for zone in calendar.timezones] == ["Asia/Ho_Chi_Minh"]


def test_vobject_reads_who_invites_whom():
    event = read_by_vobject("invited").vevent

    assert event.organizer.value == "mailto:doan@hau-giang.example"
    assert event.organizer.params["CN"] == ["Đoàn tỉnh"]
    assert event.attendee.value == "mailto:tran.thi.vi.du@example.org"
    assert event.attendee.params["CN"] == ["Trần Thị Ví Dụ"]
    assert event.attendee.params["RSVP"] == ["TRUE"]
    assert event.attendee.params["PARTSTAT"] == ["NEEDS-ACTION"]


def test_ical_reads_who_invites_whom():
    [event] = read_by_ical("invited").events

    [attendee] = event.attendees
    assert event.organizer.uri == "mailto:doan@hau-giang.example"
    assert (attendee.uri, attendee.common_name) == (
        "mailto:tran.thi.vi.du@example.org",
        "Trần Thị Ví Dụ",
    )
    assert (attendee.rsvp, attendee.status) == (True, "NEEDS-ACTION")


def test_whose_invitation_ends_is_asked_for_no_answer():
    [event] = read_by_ical("withdrawn").events

    [attendee] = event.attendees
    assert (attendee.rsvp, attendee.status) == (None, None)
    assert event.description == "Hồ sơ DV-2020-0001."


@pytest.mark.parametrize(("language", "said"), [("vi", "vi"), ("en", "en"), ("fr", "vi")])
def test_an_event_is_said_in_the_readers_language(language, said):
    event = vobject.readOne(make_part(INVITED, language=language)).vevent

    assert event.summary.value == TALKS[said]


def test_the_description_says_that_no_answers_are_taken():
    event = vobject.readOne(make_part(INVITED, language="en")).vevent

    assert "Doan takes no answers from calendars" in event.description.value


def test_where_answers_are_read_the_description_asks_for_one():
    event = vobject.readOne(make_part(INVITED | {"answers": True}, language="en")).vevent

    assert "Please answer in your calendar" in event.description.value
    assert "takes no answers" not in event.description.value


def test_the_description_says_who_receives_the_guests():
    event = vobject.readOne(make_part(INVITED | {"received_by": "Lê Thị Ví Dụ"})).vevent

    assert "Tiếp đoàn: Lê Thị Ví Dụ." in event.description.value


def test_an_event_stays_under_the_organiser_it_stands_under_whoever_sends():
    sender = Address("Đoàn", addr_spec="doan@can-tho.example")

    part = make_part(CANCELLED | {"organizer": "doan@hau-giang.example"}, sender=sender)

    organizer = vobject.readOne(part).vevent.organizer
    assert organizer.value == "mailto:doan@hau-giang.example"
    assert organizer.params["SENT-BY"] == ["mailto:doan@can-tho.example"]


def test_an_event_without_length_has_no_end():
    part = make_part(INVITED | {"ends": INVITED["begins"]})

    assert "DTEND" not in part
    assert vobject.readOne(part).vevent.dtstart.value.time() == time(8, 30)


def test_an_event_without_a_place_has_no_location():
    assert "LOCATION" not in make_part(INVITED | {"place": {"vi": "", "en": ""}})


def test_a_method_that_is_not_the_reasons_is_an_error():
    with pytest.raises(ValueError, match="cancelled is said by CANCEL"):
        make_part(CANCELLED | {"method": "REQUEST"})


@pytest.mark.parametrize("lacking", INVITED)
def test_a_fact_that_lacks_is_an_error_and_no_gap(lacking):
    without = {name: fact for name, fact in INVITED.items() if name != lacking}

    with pytest.raises(ValueError, match=lacking):
        make_part(without)
    with pytest.raises(ValueError, match=lacking):
        make_part({**without, lacking: None})


def test_what_is_frozen_of_an_item_suffices():
    facts = calendar_facts(
        make_item(begins=time(10, 30), ends=time(12)),
        Told(Why.CHANGED, 2),
        EventName("dv-2020-0001.item-3@hau-giang.example", "doan@hau-giang.example"),
        what=Text(**TALKS),
        place=Text(**CHANGED["place"]),
        stamp=datetime(2020, 8, 18, 9, 30, tzinfo=PROVINCE_TIME),
    ).stored()

    beside = {"organizer": "doan@hau-giang.example", "answers": False, "received_by": None}
    assert facts == CHANGED | beside


# --- what people wrote is text, and nothing else -------------------------------------------------

written = st.text(max_size=120)


@given(what=written, place=written, name=written, office=written)
def test_no_text_at_all_makes_a_property_of_its_own(what, place, name, office):
    said = {"what": {"vi": f"a{what}"}, "place": {"vi": f"b{place}"}}
    organizer = Address(" ".join(f"d{office}".split()), addr_spec="doan@hau-giang.example")

    calendar = vobject.readOne(make_part(INVITED | said, name=f"c{name}", sender=organizer))

    plain = read_by_vobject("invited")
    assert set(calendar.vevent.contents) == set(plain.vevent.contents)
    assert len(list(calendar.vevent.lines())) == len(list(plain.vevent.lines()))
    assert set(calendar.vevent.attendee.params) == set(plain.vevent.attendee.params)


@pytest.mark.parametrize(
    "trick",
    [
        "Thăm; BEGIN:VALARM, \\n \\\\ x",
        'Nguyễn "Ví Dụ";RSVP=FALSE:mailto:thief@example.org',
        "^n^'^^",
        "😀" * 40,
    ],
)
def test_what_people_wrote_reads_as_they_wrote_it(trick):
    [event] = IcsCalendarStream.calendar_from_ics(
        make_part(INVITED | {"what": {"vi": trick}}, name=trick)
    ).events

    assert event.summary == trick
    assert event.attendees[0].uri == "mailto:tran.thi.vi.du@example.org"


def test_a_line_end_in_a_text_makes_no_line():
    part = make_part(INVITED | {"what": {"vi": "Thăm\r\nATTENDEE:mailto:thief@example.org"}})

    assert "\r\nATTENDEE:" not in part
