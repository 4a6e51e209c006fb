"""The focal office records what came on paper, and gives a step to somebody else."""

import pytest

from config.regulation.codes import Act, Gate, Stage
from models.case import StepState
from tests.factories.audit import verify
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import make_head, make_member, make_request

CLERK = "bui.van.thi.du"
POLICE = "duong.van.vi.du"
PAPER = {"paper_number": "77/CAT-PA", "paper_date": "2020-07-06", "version": "1"}
FILE = [("paper_file", ("cong-van.pdf", b"%PDF-1.4 a made-up paper"))]


@pytest.fixture
def clerk(site):
    return site.browser().is_of(CLERK)


@pytest.fixture
def opinion(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    return office.waiting(Act.CONSULT, seat="police")


def records(clerk, site, step, files=FILE, **written):
    clerk.opens(f"{site.page_of(step)}/paper")
    values = {"person": POLICE, "choice": "agree", **PAPER, **written}
    return clerk.sends(clerk.form("/paper$"), files=files, **values)


def test_an_answer_on_paper_is_that_of_whoever_signed_it(site, office, clerk, opinion):
    records(clerk, site, opinion)

    recorded = office.case.step(opinion.number)
    told = (recorded.decided_by, recorded.choice, recorded.evidence.number)
    assert told == (POLICE, "agree", "77/CAT-PA")


def test_the_clerk_comes_back_to_the_case_and_is_told(office, site, clerk, opinion):
    records(clerk, site, opinion)

    assert clerk.shows.url.path == f"/cases/{office.case_no}"
    assert "Đã nhập kết quả xử lý từ văn bản giấy" in clerk.text


def test_its_number_in_the_register_stands_beside_the_senders_own(site, office, clerk, opinion):
    records(clerk, site, opinion, paper_incoming="1234/2020")

    shown = clerk.opens(f"/cases/{office.case_no}").text

    assert office.case.step(opinion.number).evidence.incoming == "1234/2020"
    assert "77/CAT-PA" in shown
    assert "Số đến: 1234/2020" in shown
    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_secret_paper_without_any_file_verifies(site, office, clerk, opinion):
    records(clerk, site, opinion, files=None, paper_secret="yes")

    assert office.case.step(opinion.number).evidence.file is None
    with site.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_number_that_is_none_of_a_register_comes_back(site, office, clerk, opinion):
    records(clerk, site, opinion, paper_incoming="1" * 81)

    assert (clerk.status, office.case.step(opinion.number).is_open) == (422, True)
    assert clerk.form("/paper$").values["paper_incoming"] == "1" * 81


def test_only_those_who_may_answer_are_offered(site, clerk, opinion):
    clerk.opens(f"{site.page_of(opinion)}/paper")

    assert clerk.form("/paper$").offers["person"] == ["", POLICE]


def test_a_paper_without_its_file_brings_everything_back(site, office, clerk, opinion):
    records(clerk, site, opinion, files=None, choice="object", remarks="Chưa rõ kinh phí.")

    form = clerk.form("/paper$")
    kept = (form.values["person"], form.values["choice"], form.values["remarks"])
    assert (clerk.status, kept) == (422, (POLICE, "object", "Chưa rõ kinh phí."))
    assert office.case.step(opinion.number).is_open


def test_nobody_named_is_told_beside_the_rest(site, clerk, opinion):
    records(clerk, site, opinion, person="")

    assert (clerk.status, "Chọn người" in clerk.text) == (422, True)


def test_an_answer_that_names_a_person_who_may_not_is_refused(site, office, clerk, opinion):
    records(clerk, site, opinion, person="ly.thi.gia.dinh")

    assert (clerk.status, office.case.step(opinion.number).is_open) == (403, True)


def test_a_decision_on_paper_may_set_a_condition(site, office, clerk, opinion):
    decision = office.goes_on_until(Stage.STATE_DECISION)
    records(
        clerk,
        site,
        decision,
        person=decision.holders[0],
        choice="approve_with_conditions",
        condition="Nộp bảo hiểm trước khi đi.",
        gate="start",
        answer="Đã xem xét.",
    )

    assert [c.gate for c in office.case.conditions] == [Gate.START]


def test_a_decision_on_paper_may_leave_a_member_behind(site, office, clerk, opinion):
    decision = office.goes_on_until(Stage.STATE_DECISION)
    records(
        clerk,
        site,
        decision,
        person=decision.holders[0],
        choice="approve_some",
        refused="2",
        remarks="Thành phần chưa phù hợp.",
        answer="Đã xem xét.",
    )

    assert [s.refused_members for s in office.case.refusals] == [(2,)]


def test_a_step_whose_answer_is_there_takes_no_paper(site, office, clerk, opinion):
    office.takes(opinion, make_answer("agree"))

    assert clerk.opens(f"{site.page_of(opinion)}/paper").status == 409


def test_a_paper_that_comes_second_is_told_with_the_words_kept(site, office, clerk, opinion):
    clerk.opens(f"{site.page_of(opinion)}/paper")
    form = clerk.form("/paper$")
    office.takes(opinion, make_answer("agree"))

    clerk.sends(
        form, files=FILE, person=POLICE, choice="object", remarks="Chưa rõ kinh phí.", **PAPER
    )

    assert (clerk.status, "Chưa rõ kinh phí." in clerk.text) == (409, True)


@pytest.mark.parametrize("what", ["paper", "reassign"])
def test_only_the_focal_office_opens_these_forms(site, opinion, what):
    officer = site.browser().is_of(OFFICER)

    assert officer.opens(f"{site.page_of(opinion)}/{what}").status == 403


@pytest.mark.parametrize("what", ["paper", "reassign"])
def test_nobody_else_sends_them_either(site, opinion, what):
    before = site.state()
    officer = site.browser().is_of(OFFICER)
    address = f"{site.page_of(opinion)}/{what}"

    values = {
        "token": site.token_of(officer, address),
        "person": POLICE,
        "choice": "agree",
        **PAPER,
    }
    sent = officer.client.post(address, data=values, files=FILE)

    after = site.state()
    assert (sent.status_code, after["steps"]) == (403, before["steps"])


# --- for somebody else ------------------------------------------------------------------------------


@pytest.fixture
def appraisal(office):
    office.submits()
    return office.goes_on_until(Stage.APPRAISAL)


def test_a_step_is_given_to_a_colleague(site, office, clerk, appraisal):
    clerk.opens(f"{site.page_of(appraisal)}/reassign")
    clerk.sends(clerk.form("/reassign$"), person="do.thi.minh.hoa", reason="Đang nghỉ phép.")

    assert "do.thi.minh.hoa" in office.case.step(appraisal.number).holders
    assert "Đã giao bước này" in clerk.text


def test_only_people_of_the_same_body_are_offered(site, clerk, appraisal):
    clerk.opens(f"{site.page_of(appraisal)}/reassign")

    offered = clerk.form("/reassign$").offers["person"]
    assert ("do.thi.minh.hoa" in offered, POLICE in offered) == (True, False)


def test_a_step_is_given_away_with_a_reason(site, office, clerk, appraisal):
    clerk.opens(f"{site.page_of(appraisal)}/reassign")
    clerk.sends(clerk.form("/reassign$"), person="do.thi.minh.hoa", reason="")

    assert (clerk.status, clerk.form("/reassign$").values["person"]) == (422, "do.thi.minh.hoa")


def test_a_vote_of_a_body_is_given_to_nobody(site, office, clerk):
    office.submits()
    decision = office.goes_on_until(Stage.PARTY_DECISION)

    assert decision.state is StepState.OPEN
    assert clerk.opens(f"{site.page_of(decision)}/reassign").status == 409
