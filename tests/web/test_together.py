"""Several like decisions in one go: ticked by hand, each taken and refused by itself."""

from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from config.settings import Settings
from flows.acts.filing import Filing
from flows.acts.submitting import change
from tests.factories.office import OFFICER, lets_act, make_answer
from tests.factories.prefect import free_port
from tests.factories.request import make_leader, make_member, make_request
from tests.factories.rules import sample_with

CHAIRMAN, DEPUTY = "pham.van.mau", "bui.van.thi.du"
TOGETHER = "/together$"
MEMBERS = (make_leader(), make_member())
CODES = "sign_in: {code_for_each_decision: true}\n"


def decisions(office, count=3, stage=Stage.STATE_DECISION):
    """So many delegations wait for the same decision; return their steps by case."""
    found = {}
    for number in range(count):
        office.submits(make_request(members=MEMBERS, title=f"Đoàn thứ {number + 1}"))
        found[office.case_no] = office.goes_on_until(stage)
    return found


@pytest.fixture
def waiting(office):
    return decisions(office)


def page_of(site, person=CHAIRMAN):
    return site.browser().is_of(person).opens("/together")


def ticks(browser, *numbers):
    """What the boxes of these cases send, in the order of the page."""
    values = [v for v in _boxes(browser) if v.partition(" ")[0] in numbers]
    return {"ticked": values}


def _boxes(browser):
    html = browser.html
    return [part.partition('"')[0] for part in html.split('name="ticked" value="')[1:]]


def chosen(office, no):
    office.case_no = no
    return [(s.choice, s.decided_by) for s in office.case.steps if s.act is Act.DECIDE][-1]


def decided_in(office, no):
    """The one entry by which the chair decided a case."""
    office.case_no = no
    (said,) = (
        p
        for p in office.journal()
        if p.kind == "step_decided"
        and office.case.step(p.step).act is Act.DECIDE
        and p.person == CHAIRMAN
    )
    return said


def digest_of(office, no):
    office.case_no = no
    return office.case.dossier_digest


def test_the_desk_leads_there_where_several_wait_alike(site, office):
    decisions(office, 1)
    before = "/together" in site.browser().is_of(CHAIRMAN).opens("/").links
    decisions(office, 1)

    after = "/together" in site.browser().is_of(CHAIRMAN).opens("/").links

    assert (before, after) == (False, True)


def test_each_is_shown_at_one_glance_and_none_is_ticked(site, waiting):
    chair = page_of(site)

    assert "checked" not in chair.html
    assert len(_boxes(chair)) == 3
    assert all(said in chair.text for said in ("Đoàn thứ 1", "45.000.000 VND", "Hàn Quốc"))


def test_those_ticked_are_approved_and_the_others_wait_on(site, office, waiting):
    first, second, third = waiting
    chair = page_of(site)

    chair.sends(chair.form(TOGETHER), choice="approve", **ticks(chair, first, third))

    assert chair.status == 200
    assert [chosen(office, no) for no in (first, third)] == [("approve", CHAIRMAN)] * 2
    assert chosen(office, second) == (None, None)


def test_each_has_an_entry_of_its_own_with_the_version_that_was_shown(site, office, waiting):
    first, second, _ = waiting
    chair = page_of(site)
    chair.sends(chair.form(TOGETHER), choice="approve", **ticks(chair, first, second))

    decided = {no: decided_in(office, no) for no in (first, second)}

    assert {no: said.person for no, said in decided.items()} == {first: CHAIRMAN, second: CHAIRMAN}
    assert decided[first].seen != decided[second].seen
    assert all(said.seen == digest_of(office, no) for no, said in decided.items())


def test_what_changed_meanwhile_is_refused_with_its_reason_and_the_others_stand(
    site, office, waiting
):
    first, second, _ = waiting
    chair = page_of(site)
    changed = make_request(members=MEMBERS, title="Đoàn thứ 2", purpose="Ký kết hợp tác.")
    change(office.desk, second, changed, {}, Filing(OFFICER, OFFICER))

    chair.sends(chair.form(TOGETHER), choice="approve", **ticks(chair, first, second))

    assert chair.status == 409
    assert f"{second} :" in chair.text or f"{second}:" in chair.text
    assert f"Đã ghi nhận: {first}" in chair.text
    assert chosen(office, first) == ("approve", CHAIRMAN)
    assert chosen(office, second) != ("approve", CHAIRMAN)


def test_a_later_version_is_marked_so(site, office, waiting):
    changed = make_request(members=MEMBERS, title="Đoàn thứ 2", purpose="Ký kết hợp tác.")
    before = "phiên bản" in page_of(site).text
    office.case_no = list(waiting)[1]
    change(office.desk, office.case_no, changed, {}, Filing(OFFICER, OFFICER))
    office.goes_on_until(Stage.STATE_DECISION)

    after = page_of(site).text

    assert (before, after.count("đây là phiên bản 2")) == (False, 1)


def test_where_nothing_is_ticked_that_is_told(site, waiting):
    chair = page_of(site)

    chair.sends(chair.form(TOGETHER), choice="approve")

    assert (chair.status, "Chưa đánh dấu hồ sơ nào." in chair.text) == (422, True)


@pytest.mark.parametrize("choice", ["return", "reject", "approve_with_conditions", "nonsense"])
def test_what_wants_words_is_given_to_none(site, office, waiting, choice):
    chair = page_of(site)

    chair.sends(chair.form(TOGETHER), choice=choice, **ticks(chair, *waiting))

    assert chair.status == 409
    assert {chosen(office, no) for no in waiting} == {(None, None)}


def test_what_was_objected_to_is_not_among_them(site, office, waiting):
    office.submits(make_request(members=MEMBERS, title="Đoàn bị phản đối"))
    office.goes_on_until(Stage.OPINIONS)
    said = make_answer("object", remarks="Đang bị xác minh.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), said)
    office.goes_on_until(Stage.STATE_DECISION)

    assert "Đoàn bị phản đối" not in page_of(site).text


def test_ticks_of_somebody_else_are_refused_one_by_one(site, office, waiting):
    boxes = _boxes(page_of(site))
    police = site.browser().is_of("duong.van.vi.du").opens("/together")
    token = site.token_of(police, "/together")

    police._shows = police.client.post(
        "/together", data={"token": token, "choice": "approve", "ticked": boxes}
    )

    assert police.status == 409
    assert {chosen(office, no) for no in waiting} == {(None, None)}
    assert any(p.kind == "decision_refused" for p in office.journal())


@pytest.mark.parametrize(
    "ticked", ["", "DR-2020-0001", "DR-2020-0001 x y", "DR-2020-9999 1 " + "0" * 64]
)
def test_what_no_box_sends_is_refused(site, waiting, ticked):
    chair = page_of(site)

    chair.sends(chair.form(TOGETHER), choice="approve", ticked=ticked)

    assert chair.status in (409, 422)


def test_pressed_twice_nothing_more_happens(site, office, waiting):
    chair = page_of(site)
    form, ticked = chair.form(TOGETHER), ticks(chair, *waiting)
    chair.sends(form, choice="approve", **ticked)
    before = site.state()

    chair.sends(form, choice="approve", **ticked)

    assert (chair.status, site.state() == before) == (200, True)


def test_members_of_a_body_vote_together_too(site, office):
    votes = decisions(office, 2, Stage.PARTY_DECISION)
    member = next(iter(votes.values())).holders[1]
    browser = page_of(site, member)

    browser.sends(browser.form(TOGETHER), choice="vote_for", **ticks(browser, *votes))

    for no, vote in votes.items():
        office.case_no = no
        assert [v.person for v in office.case.step(vote.number).votes] == [member]


def test_a_substitute_is_told_in_whose_place_each_is_decided(site, office, waiting):
    lets_act(office.desk, CHAIRMAN, DEPUTY, "people_committee/chair")
    deputy = page_of(site, DEPUTY)
    told = "Phạm Văn Mẫu" in deputy.text

    deputy.sends(deputy.form(TOGETHER), choice="approve", **ticks(deputy, *waiting))

    office.case_no = next(iter(waiting))
    decided = [s for s in office.case.steps if s.act is Act.DECIDE][-1]
    assert (told, decided.decided_by, decided.on_behalf_of) == (True, DEPUTY, CHAIRMAN)


class TestWhereARegulationAsksForACode:
    @pytest.fixture
    def settings(self, tmp_path):
        regulation = sample_with(tmp_path, CODES)
        return Settings(folder=tmp_path, catcher_port=free_port(), regulation=regulation)

    def test_one_code_is_asked_for_and_the_ticks_wait_for_it(self, site, office, waiting):
        chair = page_of(site)
        site.time_passes(timedelta(hours=1))
        chair.sends(chair.form(TOGETHER), choice="approve", **ticks(chair, *waiting))
        asked = (chair.status, {chosen(office, no) for no in waiting})
        html = chair.html

        form = chair.form(TOGETHER)
        ticked = [p.partition('"')[0] for p in html.split('name="ticked" value="')[1:]]
        chair.sends(form, ticked=ticked, proof=site.codes[-1][1])

        assert asked == (403, {(None, None)})
        assert {chosen(office, no) for no in waiting} == {("approve", CHAIRMAN)}
