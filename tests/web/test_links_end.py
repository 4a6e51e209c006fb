"""A link grants nothing once the seat, or the authority, has ended: whoever left sees no more of it."""

from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.authority import end_authority
from flows.case.answers import Identified
from models.ids import PersonId
from models.store.directory import end_seat
from tests.factories.house import house
from tests.factories.office import SMOOTH, lets_act
from tests.factories.request import make_head, make_member, make_request

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("trinh.thi.minh.hoa")
SEAT = "people_committee/chair"
TITLE = "Gokseong"


@pytest.fixture
def decision(office):
    office.submits(make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def leaves(office, person, seat):
    with office.desk.store.writing() as conn:
        end_seat(house(conn), seat, person, office.today - timedelta(days=1))


def test_whoever_answered_and_left_sees_no_more_of_the_case(site, office, browser, decision):
    police = next(s for s in office.case.steps if s.seat == "police/head")
    browser.signs_in(police, police.decided_by)
    assert TITLE in browser.text

    leaves(office, police.decided_by, police.seat)
    browser.opens(site.page_of(police))
    on_the_step = (browser.status, TITLE in browser.text)
    browser.opens(f"/cases/{office.case_no}")

    assert [on_the_step, (browser.status, TITLE in browser.text)] == [(403, False)] * 2


def test_a_substitute_whose_authority_ended_sees_no_more(site, office, browser, decision):
    given = lets_act(office.desk, CHAIR, DEPUTY, SEAT)
    browser.signs_in(decision, DEPUTY)
    assert TITLE in browser.text

    end_authority(office.desk, given.number, Identified(CHAIR, "mailbox_code"))
    browser.opens(site.page_of(decision))

    assert (browser.status, TITLE in browser.text) == (403, False)


def test_a_substitute_who_decided_keeps_nothing_either(site, office, browser, decision):
    given = lets_act(office.desk, CHAIR, DEPUTY, SEAT)
    office.takes(decision, SMOOTH[Act.DECIDE], DEPUTY)
    end_authority(office.desk, given.number, Identified(CHAIR, "mailbox_code"))

    browser.signs_in(decision, DEPUTY)

    assert TITLE not in browser.text


def test_an_officer_who_left_the_unit_sees_no_more_of_what_they_wrote(site, office, decision):
    officer = site.browser().is_of(office.case.filed_for)
    assert TITLE in officer.opens(f"/cases/{office.case_no}").text

    leaves(office, office.case.filed_for, "long_my/officer")

    assert TITLE not in officer.opens(f"/cases/{office.case_no}").text
