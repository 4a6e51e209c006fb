"""A host unit answers a return of its request to receive guests: it uploads the corrected one."""

import pytest

from config.regulation.codes import Act
from models.store.privacy import passports
from tests.factories.office import make_answer
from tests.factories.request import make_passport, make_text
from tests.factories.visit import (
    make_guest,
    make_head_guest,
    make_item,
    make_visit_request,
    make_visit_text,
)


@pytest.fixture
def officer(office, browser):
    """The host unit's officer, with the page open that asks for a new version."""
    passport = make_passport(number="M12345678")
    office.submits(make_visit_request(guests=(make_head_guest(passport=passport), make_guest())))
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))
    step = office.waiting(Act.REVISE)
    return browser.signs_in(step, step.holders[0])


def uploads(officer, content):
    files = [("request_file", ("don-doan.yaml", content.encode()))]
    return officer.sends(officer.form(), files=files)


def test_the_new_version_of_a_visit_is_in_force(office, officer):
    uploads(officer, make_visit_text(purpose="Ký kết hợp tác nông nghiệp."))

    assert office.case.version == 2


def test_the_page_names_what_the_new_version_changed(office, site, officer):
    item = make_item(what="Thăm trường học").model_dump(mode="json", exclude_none=True)
    uploads(officer, make_visit_text(programme=[item]))
    step = office.waiting(Act.SIGN)

    text = site.browser().signs_in(step, step.holders[0]).text

    assert "Nội dung sửa đổi: chương trình" in text


def test_a_guest_whose_passport_is_not_given_again_keeps_it(site, office, officer):
    uploads(officer, make_visit_text(purpose="Ký kết hợp tác nông nghiệp."))

    with site.desk.store.reading() as conn:
        kept = passports.passports_of(conn, office.case_no, site.settings.passport_keys)
    assert kept[1].number == "M12345678"


def test_what_is_wrong_with_a_visit_is_told_by_its_own_fields(office, officer):
    wrong = make_visit_text(departs="2020-08-01")

    uploads(officer, wrong)

    assert ("Ngày đi:" in officer.text, office.case.version) == (True, 1)


def test_a_request_to_go_abroad_does_not_take_the_place_of_a_visit(office, officer):
    uploads(officer, make_text(unit="phung_hiep"))

    assert (officer.status, office.case.version) == (422, 1)
