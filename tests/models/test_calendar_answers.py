"""What calendars answer is read; what is no answer to an invitation is none, however it is written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ids import CaseNo
from models.programme.answers import CalendarAnswer, item_of_uid, read_answers
from models.programme.calendar import PartStat, uid
from tests.factories.calendars import make_reply

UID = uid(CaseNo("DV-2020-0001"), 3, "9f86d081")


def test_a_refusal_is_read_with_the_words_beside_it():
    assert read_answers(make_reply(UID, comment="Tôi đi công tác,\nxin cử người khác.")) == (
        CalendarAnswer(
            uid=UID,
            attendee="tran.thi.vi.du@example.org",
            answer=PartStat.DECLINED,
            sequence=1,
            stamp=datetime(2020, 8, 18, 2, 30, tzinfo=UTC),
            comment="Tôi đi công tác,\nxin cử người khác.",
        ),
    )


@pytest.mark.parametrize("answer", PartStat)
def test_whoever_comes_may_come_or_does_not_is_told_apart(answer):
    [read] = read_answers(make_reply(UID, answer=answer.upper()))

    assert read.answer is answer


def test_a_mailbox_is_read_in_whatever_letters_a_program_writes_it():
    [read] = read_answers(make_reply(UID, attendee="MAILTO:Tran.Thi.Vi.Du@Example.ORG"))

    assert read.attendee == "tran.thi.vi.du@example.org"


def test_an_answer_without_a_sequence_is_to_the_first_invitation():
    [read] = read_answers(make_reply(UID).replace(b"SEQUENCE:1\r\n", b""))

    assert read.sequence == 0


def test_bytes_that_are_no_text_lose_letters_and_not_the_answer():
    [read] = read_answers(make_reply(UID, comment="x").replace(b"COMMENT:x", b"COMMENT:\xff\xfe"))

    assert read.answer is PartStat.DECLINED


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"BEGIN:VCALENDAR",
        b"\x00" * 100,
        make_reply(UID).replace(b"METHOD:REPLY", b"METHOD:REQUEST"),
        make_reply(UID).replace(b"METHOD:REPLY", b"METHOD:COUNTER"),
        make_reply(UID, answer="NEEDS-ACTION"),
        make_reply(UID, answer="DELEGATED"),
        make_reply(UID).replace(b"SEQUENCE:1", b"SEQUENCE:-1"),
        make_reply(UID).replace(b"SEQUENCE:1", b"SEQUENCE:" + b"9" * 40),
        make_reply(UID).replace(b"SEQUENCE:1", b"SEQUENCE:one"),
        make_reply(UID).replace(b"DTSTAMP:20200818T023000Z\r\n", b""),
        make_reply(UID).replace(b"UID:", b"X-UID:"),
        make_reply(UID).replace(b"ATTENDEE", b"X-ATTENDEE"),
        make_reply(UID, comment="x" * 300_000),
    ],
)
def test_what_is_no_answer_is_none(written):
    assert read_answers(written) == ()


@given(st.binary(max_size=400), st.integers(0, 200))
def test_no_bytes_at_all_break_the_reading(junk, place):
    whole = make_reply(UID)

    read_answers(junk)
    read_answers(whole[:place] + junk + whole[place:])


@pytest.mark.parametrize(
    "name",
    ["dv-2020-0001.item-3.9f86d081@doan", "DV-2020-0001.item-3@hau-giang.example"],
    ids=["of today", "by the sender's domain"],
)
def test_an_event_names_its_case_and_its_item(name):
    assert item_of_uid(name) == ("DV-2020-0001", 3)


@pytest.mark.parametrize("name", ["", "abc@outlook.com", "dv-2020-0001", "dv-2020-0001.item-@doan"])
def test_an_event_of_somebody_else_is_none_of_ours(name):
    assert item_of_uid(name) is None
