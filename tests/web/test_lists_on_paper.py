"""Lists on paper: all rows in one table, by what they were chosen, with nothing of others."""

import pytest

from config.regulation.codes import Act, Stage
from tests.factories.office import OFFICER
from tests.factories.request import make_head, make_member, make_request
from web.ground.listed import printed

OFFICE, STRANGER = "bui.van.thi.du", "mai.van.mau"


@pytest.fixture
def of_office(site):
    return site.browser().is_of(OFFICE)


def test_the_list_of_cases_leads_to_its_printed_page_with_what_it_was_chosen_by(office, of_office):
    no = office.submits().no
    page = of_office.opens("/cases?kind=outbound&unit=long_my&late=")

    shown = of_office.opens(next(link for link in page.links if "print=1" in link))

    assert no in shown.text
    assert "Loại hồ sơ: Đoàn ra · Đơn vị: UBND thị xã Long Mỹ" in shown.text
    assert "Đặng" in shown.text or "Bùi Văn Thí Dụ" in shown.text
    assert "1 dòng." in shown.text
    assert "/cases?kind=outbound&unit=long_my" in shown.links


def test_all_rows_stand_on_it_and_not_a_page_of_them(office, of_office):
    numbers = [
        office.submits(make_request(members=(make_head(), make_member()))).no for _ in range(3)
    ]

    shown = of_office.opens("/cases?print=1").text

    assert [no in shown for no in numbers] == [True] * 3


def test_what_is_owed_is_printed_too(office, of_office):
    office.submits()
    office.goes_on_until(Stage.REPORT)

    shown = of_office.opens("/owed?print=1&stage=report")

    assert shown.status == 200
    assert (office.case_no in shown.text, "Việc: báo cáo" in shown.text.replace("Báo", "báo")) == (
        True,
        True,
    )


def test_beyond_what_anybody_reads_on_paper_it_says_so(office, of_office, monkeypatch):
    monkeypatch.setattr(printed, "MOST_PRINTED", 1)
    for _ in range(2):
        office.submits(make_request(members=(make_head(), make_member())))

    assert "Chỉ in 1 dòng đầu." in of_office.opens("/cases?print=1").text


def test_nobody_gets_on_paper_what_their_list_does_not_show(site, office):
    no = office.submits().no

    assert no in site.browser().is_of(OFFICER).opens("/cases?print=1").text
    assert no not in site.browser().is_of(STRANGER).opens("/cases?print=1").text


@pytest.mark.parametrize("asked", ["kind=x", "unit=x", "status=x", "stage=x", "month=99", "year=x"])
def test_no_address_is_an_error(office, of_office, asked):
    office.submits()
    office.goes_on_until_asked(Act.APPRAISE)

    assert of_office.opens(f"/cases?print=1&{asked}").status == 200
    assert of_office.opens(f"/owed?print=1&{asked}").status == 200
