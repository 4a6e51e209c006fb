"""The calendar at a secret address: its owner makes it, a program reads it, nobody else learns of it."""

import logging
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from config.regulation.codes import Act, Kind
from config.words import words
from flows.acts.house.directory import leave_seat
from flows.case.answers import Identified
from flows.sweeps.sweep import sweep
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.database.clock import move_clock, now
from models.store.lists.calendar import Stay
from models.store.sign_in.calendar_feeds import feed_of
from models.store.tables import calendar_feeds, journal
from tests.factories import seen
from tests.factories.audit import verify
from tests.factories.office import OFFICER
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.request import DEPARTS, RETURNS
from web.finding.feed import ToldInFeed, calendar_file
from web.ground.noted.feeds import MOST_AN_HOUR

OFFICE, ARRANGES = "bui.van.thi.du", "doan.thi.thi.du"
ACCOUNT = Identified(PersonId("console:root"), "console:root")


@pytest.fixture
def approved(office):
    no = office.submits().no
    office.goes_on_until_asked(Act.PREPARE)
    return no


def makes(browser):
    """Press the button of the calendar's page; return the address it shows."""
    browser.opens("/calendar")
    browser.sends(browser.form("/calendar/feed$"))
    return browser.html.partition('readonly value="')[2].partition('"')[0]


def read(site, address):
    """What a program without a session reads at an address."""
    return site.browser().opens(address.removeprefix(site.settings.base_url)).shows


def events(answer):
    return Calendar.from_ical(answer.content).walk("VEVENT")


# --- what a program reads -------------------------------------------------------------------------


def test_a_program_reads_who_is_abroad_from_the_first_day_to_the_last(site, approved):
    address = makes(site.browser().is_of(OFFICE))

    answer = read(site, address)

    (event,) = events(answer)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert event.decoded("dtstart") == DEPARTS
    assert event.decoded("dtend") == RETURNS + timedelta(days=1)
    assert event["uid"] == f"stay-{approved}@{site.settings.mail_domain}"
    assert approved in event["description"]


def test_what_is_only_asked_for_is_in_no_calendar(site, office):
    office.submits()
    address = makes(site.browser().is_of(OFFICE))

    assert events(read(site, address)) == []


def test_names_stand_in_it_only_where_its_owner_may_read_the_dossier(site, office):
    seen.until_it_is_arranged(office)
    with site.desk.reading(office.case_no) as work:
        name = work.request.persons[0][0]

    of_office = read(site, makes(site.browser().is_of(OFFICE))).text
    of_host = read(site, makes(site.browser().is_of(ARRANGES))).text
    of_stranger = read(site, makes(site.browser().is_of(OFFICER))).text

    assert (office.case_no in of_office, name in of_office) == (True, True)
    assert (office.case_no in of_host, name in of_host) == (True, False)
    assert office.case_no not in of_stranger


def test_what_somebody_wrote_makes_no_property_of_its_own():
    title = "Thăm\r\nATTENDEE:mailto:x@y.example"
    stay = Stay(CaseNo("DR-2020-0001"), Kind.OUTBOUND, BodyKey("long_my"), title, DEPARTS, RETURNS)

    written = calendar_file([stay], ToldInFeed("", "x", {}), MONDAY_MORNING, words("vi"))

    (event,) = Calendar.from_ical(written).walk("VEVENT")
    assert "attendee" not in event


# --- the address ----------------------------------------------------------------------------------


def test_the_address_is_shown_once_and_kept_as_a_digest_alone(site, approved):
    browser = site.browser().is_of(OFFICE)
    address = makes(browser)
    secret = address.rpartition("/")[2].removesuffix(".ics")

    again = browser.opens("/calendar").html

    with site.desk.store.reading() as conn:
        kept = conn.execute(select(calendar_feeds)).all()
        told = conn.execute(select(journal.c.body)).scalars().all()
    assert len(secret) > 40
    assert secret not in again
    assert (len(kept), secret in str(kept), secret in str(told)) == (1, False, False)


def test_a_new_address_takes_the_place_of_the_old_one(site, approved):
    browser = site.browser().is_of(OFFICE)
    first, second = makes(browser), makes(browser)

    assert [read(site, each).status_code for each in (first, second)] == [404, 200]


def test_withdrawn_by_its_owner_it_leads_nowhere(site, approved):
    browser = site.browser().is_of(OFFICE)
    address = makes(browser)

    browser.opens("/calendar")
    browser.sends(browser.form("/calendar/feed/withdraw$"))

    assert (browser.status, read(site, address).status_code) == (200, 404)
    assert "Đã hủy địa chỉ lịch." in browser.text


def test_a_borrowed_session_makes_none(site, approved):
    browser = site.browser().is_of(OFFICE)
    site.time_passes(timedelta(minutes=16))

    browser.opens("/calendar")
    browser.sends(browser.form("/calendar/feed$"))

    with site.desk.store.reading() as conn:
        assert (browser.status, feed_of(conn, PersonId(OFFICE))) == (403, None)


def test_who_has_left_all_seats_has_none(site, approved):
    address = makes(site.browser().is_of(OFFICER))
    desk = site.desk
    today = date(2020, 7, 6)
    leave_seat(desk, SeatKey("long_my/officer"), PersonId(OFFICER), today, ACCOUNT)
    with desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(days=1))
    before = read(site, address).status_code

    sweep(desk)

    with desk.store.reading() as conn:
        assert (before, feed_of(conn, PersonId(OFFICER))) == (404, None)
        assert verify(conn).difference is None


def test_a_row_that_was_slipped_in_leads_nowhere(site, approved):
    address = makes(site.browser().is_of(OFFICER))
    with site.desk.store.writing() as conn:
        conn.execute(calendar_feeds.update().values(person=OFFICE))

    assert read(site, address).status_code == 404


def test_one_that_was_withdrawn_and_put_back_leads_nowhere(site, approved):
    browser = site.browser().is_of(OFFICE)
    address = makes(browser)
    with site.desk.store.reading() as conn:
        row = dict(conn.execute(select(calendar_feeds)).mappings().one())
    browser.opens("/calendar")
    browser.sends(browser.form("/calendar/feed/withdraw$"))
    with site.desk.store.writing() as conn:
        conn.execute(calendar_feeds.insert().values(**row))

    assert read(site, address).status_code == 404


def test_what_is_made_renewed_and_withdrawn_verifies(site, approved):
    browser = site.browser().is_of(OFFICE)
    makes(browser)
    makes(browser)
    makes(site.browser().is_of(OFFICER))
    browser.opens("/calendar")
    browser.sends(browser.form("/calendar/feed/withdraw$"))

    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None


# --- who learns of it -----------------------------------------------------------------------------


def test_no_answer_leads_on_with_the_address_or_is_kept(site, approved):
    answer = read(site, makes(site.browser().is_of(OFFICE)))

    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_no_log_has_the_address(site, approved, caplog):
    caplog.set_level(logging.DEBUG, logger="doan")
    address = makes(site.browser().is_of(OFFICE))

    read(site, address)
    read(site, f"{address[:-6]}x.ics")

    assert address.rpartition("/")[2][:20] not in caplog.text


def test_a_wrong_address_is_noted_and_says_nothing(site, approved):
    answer = read(site, f"{site.settings.base_url}/calendar/made-up.ics")

    assert (answer.status_code, site.turned_away()) == (404, ["link_invalid"])


def test_a_program_that_asks_without_end_is_told_to_wait(site, approved):
    address = makes(site.browser().is_of(OFFICE))
    answers = [read(site, address) for _ in range(MOST_AN_HOUR)]

    beyond = read(site, address)

    assert {each.status_code for each in answers} == {200}
    assert beyond.status_code == 429
    assert 0 < int(beyond.headers["retry-after"]) <= 3601
