"""In whose place somebody acts, what came on paper, and which votes are shown to whom."""

from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.deciding import take_step
from flows.acts.office import record_on_paper
from flows.case.answers import Identified, PaperGiven
from models.competence.seeing import digest_shown
from models.ids import Digest
from models.store import directory
from tests.factories.office import A_FILE, SMOOTH, VOTE_FOR, lets_act, make_answer, votes_under
from tests.factories.request import make_head, make_leader, make_member, make_request

CHAIR, DEPUTY = "pham.van.mau", "bui.van.thi.du"
TODAY = date(2020, 7, 6)


@pytest.fixture
def deputised(office):
    """The chair lets a deputy act; a case waits for the chair's decision."""
    lets_act(office.desk, CHAIR, DEPUTY, "people_committee/chair")
    office.submits(make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def test_who_acts_for_somebody_is_told_so_before_they_answer(browser, deputised):
    text = browser.signs_in(deputised, DEPUTY).text

    assert "Ông/Bà giải quyết thay Phạm Văn Mẫu (KT.), theo phân công số 1." in text


def test_the_leader_answers_for_nobody_else(browser, deputised):
    assert "Ông/Bà giải quyết thay" not in browser.signs_in(deputised, CHAIR).text


def test_the_outcome_says_who_acted_for_whom_in_which_capacity(office, browser, deputised):
    office.takes(deputised, SMOOTH[Act.DECIDE], DEPUTY)

    text = browser.signs_in(deputised, CHAIR).text

    assert "Bùi Văn Thí Dụ giải quyết thay Phạm Văn Mẫu (KT.), theo phân công số 1" in text


def test_what_came_on_paper_is_shown_with_the_paper_and_who_entered_it(office, browser):
    office.submits()
    step = office.waiting(Act.SIGN)
    clerk = Identified(clerk_of(office), "mailbox_code")
    paper = PaperGiven("15/UBND", TODAY, A_FILE)
    signed = step.holders[0]
    record_on_paper(
        office.desk, office.case_no, step.number, signed, make_answer("sign"), paper, clerk
    )

    page = browser.signs_in(step, signed)

    assert "Ghi nhận từ văn bản giấy, người nhập: " in page.text
    assert "15/UBND ngày 06/07/2020" in page.text
    assert any("/files/" in link for link in page.links)


def test_what_was_answered_by_reply_says_so(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.OPINIONS)
    who = Identified(step.holders[0], "reply", letter=Digest("a" * 64))
    answer = make_answer("agree", seen=digest_shown(office.case, step))
    take_step(office.desk, office.case_no, step.number, who, answer)

    assert "Trả lời qua thư điện tử" in browser.signs_in(step, who.person).text


def test_what_was_answered_on_the_page_does_not(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.OPINIONS)
    office.takes_smoothly(step)

    assert "Trả lời qua thư điện tử" not in browser.signs_in(step, step.holders[0]).text


def clerk_of(office):
    with office.desk.store.reading() as conn:
        work = office.at_work(conn)
        return work.holders(work.regulation.focal_office)[0]


# --- votes --------------------------------------------------------------------------------------


@pytest.fixture
def voted(office, tmp_path):
    """The party body votes under a regulation that shows votes in some way; two have voted."""

    def under(shown):
        office.desk = votes_under(office, f"votes_shown: {shown}", tmp_path).desk
        office.submits()
        step = office.goes_on_until(Stage.PARTY_DECISION)
        for person in step.holders[:2]:
            office.takes(step, VOTE_FOR, person)
        return office.case.step(step.number)

    return under


@pytest.mark.parametrize(
    ("shown", "seen"), [("open", True), ("afterwards", False), ("secret", False)]
)
def test_a_member_sees_the_others_votes_at_once_only_where_votes_are_open(
    office, browser, voted, shown, seen
):
    step = voted(shown)
    other = name_of(office, step.holders[0])

    text = browser.signs_in(step, step.holders[1]).text

    assert (f"{other}: Tán thành" in text) is seen
    assert "Đã ghi nhận phiếu của Ông/Bà Tán thành" in text


@pytest.mark.parametrize(
    ("shown", "seen"), [("open", True), ("afterwards", True), ("secret", False)]
)
def test_once_the_body_has_decided_votes_are_shown_unless_they_are_secret(
    office, browser, voted, shown, seen
):
    step = voted(shown)
    finished(office, step)
    other = name_of(office, step.holders[0])

    text = browser.signs_in(step, step.holders[1]).text

    assert (f"{other}: Tán thành" in text) is seen


def test_a_vote_says_for_whom_it_was_cast(office, browser, tmp_path):
    office.desk = votes_under(office, "substitutes: true", tmp_path).desk
    member = "vo.van.minh.hoa"
    lets_act(office.desk, member, DEPUTY, "standing_committee/member")
    travels = make_member(name="Võ Văn Minh Họa", person=member)
    office.submits(make_request(members=(make_leader(), travels)))
    step = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(step, VOTE_FOR, DEPUTY)

    text = browser.signs_in(step, DEPUTY).text

    assert "Bùi Văn Thí Dụ giải quyết thay Võ Văn Minh Họa (KT.), theo phân công số 1" in text


def test_of_a_secret_ballot_the_counts_are_shown(office, browser, voted):
    step = voted("secret")
    finished(office, step)
    cast = len(office.case.step(step.number).votes)

    text = browser.signs_in(step, step.holders[1]).text

    assert f"Số phiếu, không nêu tên: Tán thành: {cast}" in text


def finished(office, step):
    for person in step.holders[2:]:
        if office.case.step(step.number).is_open:
            office.takes(step, VOTE_FOR, person)


def name_of(office, person):
    with office.desk.store.reading() as conn:
        return directory.person(conn, person).name
