"""The office is told what is due: a certificate 90 and 60 days ahead, a review, an opinion."""

from datetime import date, datetime, timedelta

import pytest

from config.province_time import PROVINCE_TIME
from flows.acts.registers.writing import change_row
from flows.sweeps.registers import tell_of_what_is_due
from models.registers.register import RegisterKey
from models.store.database.clock import move_clock
from models.store.tables import outbox
from tests.factories.audit import verify
from tests.factories.registers import GANGJIN, MEMORANDUM, OFFICE, enters

NGO, OPINION = RegisterKey.NGO, RegisterKey.OPINION
CERTIFICATE = {
    "stage": "in_force",
    "since": "01/01/2020",
    "name": "Tổ chức Thí dụ",
    "certificate": "operation",
    "until": "09/10/2020",
    "reported": "18/12/2019",
}


def on(desk, day, hour=9):
    """It is this day, in the morning; the office is told what is to be told."""
    with desk.store.writing() as conn:
        move_clock(conn, datetime(day.year, day.month, day.day, hour, tzinfo=PROVINCE_TIME))
    tell_of_what_is_due(desk)
    return told(desk)


def told(desk):
    with desk.store.reading() as conn:
        query = outbox.select().where(outbox.c.notice == "registers_due").order_by(outbox.c.id)
        return [
            [(each["what"], each["on"], each["name"]) for each in row.facts["dues"]]
            for row in conn.execute(query)
        ]


def test_a_certificate_is_told_90_and_60_days_before_it_runs_out_and_once_each(desk):
    enters(desk, NGO, **CERTIFICATE)
    line = [("term", "2020-10-09", "Tổ chức Thí dụ")]

    assert on(desk, date(2020, 7, 10)) == []
    assert on(desk, date(2020, 7, 13)) == [line]
    assert on(desk, date(2020, 7, 14)) == [line]
    assert on(desk, date(2020, 8, 10)) == [line, line]
    with desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_one_entered_when_both_days_are_over_is_told_once(desk):
    enters(desk, NGO, **{**CERTIFICATE, "until": "31/07/2020"})

    assert on(desk, date(2020, 7, 7)) == [[("term", "2020-07-31", "Tổ chức Thí dụ")]]
    assert len(on(desk, date(2020, 7, 8))) == 1


def test_one_that_was_extended_is_told_of_its_new_term(desk):
    number = enters(desk, NGO, **{**CERTIFICATE, "until": "31/07/2020"})
    on(desk, date(2020, 7, 7))

    change_row(desk, OFFICE, NGO, number, {**CERTIFICATE, "until": "06/10/2020"}, seen=1)

    assert on(desk, date(2020, 7, 8))[1:] == [[("term", "2020-10-06", "Tổ chức Thí dụ")]]


def test_many_dues_are_one_letter_the_earliest_first(desk):
    enters(desk, **{**GANGJIN, "next_exchange": "01/08/2020"})
    enters(desk, NGO, **{**CERTIFICATE, "until": "20/07/2020"})
    enters(desk, RegisterKey.AGREEMENT, **{**MEMORANDUM, "signed": "20/07/2019"})

    (letter,) = on(desk, date(2020, 7, 7))

    assert [what for what, _, _ in letter] == ["term", "review", "exchange"]


def test_an_opinion_is_due_ten_working_days_after_it_was_asked_for(desk):
    said = {"stage": "asked", "since": "06/07/2020", "name": "Gia hạn giấy đăng ký"}
    enters(desk, OPINION, **said, asked_by="Ủy ban công tác", received="06/07/2020")

    assert on(desk, date(2020, 7, 15)) == []
    assert on(desk, date(2020, 7, 16)) == [[("answer", "2020-07-20", "Gia hạn giấy đăng ký")]]


@pytest.mark.parametrize(("day", "hour"), [(date(2020, 7, 11), 9), (date(2020, 7, 13), 2)])
def test_on_days_off_and_at_night_nothing_is_told(desk, day, hour):
    enters(desk, NGO, **{**CERTIFICATE, "until": f"{day + timedelta(days=5):%d/%m/%Y}"})

    assert on(desk, day, hour) == []
