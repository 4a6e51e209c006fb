"""Numbers in forms are short and of our own digits; whatever else comes is told, and breaks nothing."""

import pytest

from config.regulation.codes import Act, Stage
from tests.factories.request import make_head, make_member, make_request
from web.ground.fields import number_in

NO_NUMBERS = ["9" * 5000, "²", "１", "-1", "1e3", " 1", "1\n", ""]
FILE = [("paper_file", ("cong-van.pdf", b"%PDF-1.4 a made-up paper"))]


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_no_form_of_ours_sends_is_no_number(written):
    assert number_in(written) is None


@pytest.mark.parametrize("written", NO_NUMBERS[:4])
def test_a_version_that_is_no_number_is_told_beside_the_rest(site, office, written):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    clerk = site.browser().is_of("bui.van.thi.du")
    clerk.opens(f"{site.page_of(police)}/paper")

    clerk.sends(
        clerk.form("/paper$"), files=FILE, person=police.holders[0], choice="agree",
        paper_number="7/CA", paper_date="2020-07-06", version=written,
    )  # fmt: skip

    assert (clerk.status, office.case.step(police.number).is_open) == (422, True)


@pytest.mark.parametrize("written", NO_NUMBERS[:3])
def test_a_member_that_is_no_number_is_told(office, browser, written):
    third = make_member(name="Lê Thị Thí Dụ")
    office.submits(make_request(members=(make_head(), make_member(), third)))
    decision = office.goes_on_until(Stage.STATE_DECISION)
    chair = browser.signs_in(decision, decision.holders[0])

    chair.answers("approve_some", remarks="Chưa gọn.", refused_member=written)

    assert (chair.status, office.case.step(decision.number).is_open) == (422, True)
