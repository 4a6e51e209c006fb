"""What a decider sees first of a step, and what one press does."""

import re
from datetime import date, datetime

import pytest

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act, Stage
from models.ids import PersonId
from models.request.parts import Letter
from tests.factories.office import make_answer
from tests.factories.request import make_leader, make_member, make_request, make_stop
from web.ground.page import STATIC_FOLDER

CHAIRMAN, FINANCE = PersonId("pham.van.mau"), PersonId("ly.thi.gia.dinh")
AT_ONCE = r"/steps/\d+#recorded$"
MOST_BYTES = 100_000
JAPAN = {"itinerary": (make_stop(country="JP", place="Saga"),)}


def submits(office, **changed):
    changed.setdefault("members", (make_leader(), make_member()))
    office.submits(make_request(**changed))
    return office


def members(count):
    rest = (make_member(name=f"Nguyễn Thị Mẫu {n}") for n in range(count - 1))
    return (make_leader(), *rest)


def objected_to(office):
    office.goes_on_until(Stage.OPINIONS)
    said = make_answer("object", remarks="Một thành viên đang bị xác minh.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), said)


@pytest.fixture
def decision(office):
    return submits(office).goes_on_until(Stage.STATE_DECISION)


def presses(browser):
    return [form for form in browser.forms if re.search(AT_ONCE, form.action)]


# --- one press ------------------------------------------------------------------------------------


def test_one_press_approves(site, office, decision):
    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    chair.sends(chair.form(AT_ONCE), choice="approve")

    decided = office.case.step(decision.number)
    assert (chair.status, decided.choice, decided.decided_by) == (200, "approve", CHAIRMAN)


def test_the_press_is_bound_to_the_version_it_was_shown_with(site, office, decision):
    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    chair.sends(chair.form(AT_ONCE), choice="approve", seen="0" * 64)

    assert (chair.status, office.case.step(decision.number).is_open) == (409, True)


def test_what_wants_words_has_no_press(site, decision):
    html = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision)).html

    offered = re.findall(r'<button[^>]* name="choice" value="(\w+)"', html)
    assert offered == ["approve"]


def test_a_member_votes_or_abstains_with_one_press(site, office):
    vote = submits(office).goes_on_until(Stage.PARTY_DECISION)
    member = site.browser().is_of(vote.holders[1]).opens(site.page_of(vote))

    member.sends(member.form(AT_ONCE), choice="abstain")

    assert [v.choice for v in office.case.step(vote.number).votes] == ["abstain"]


def test_where_an_objection_wants_an_answer_no_press_decides(site, office):
    submits(office)
    objected_to(office)
    decision = office.goes_on_until(Stage.STATE_DECISION)

    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    assert presses(chair) == []


def test_a_press_kept_from_before_the_objection_decides_nothing(site, office):
    submits(office)
    objected_to(office)
    decision = office.goes_on_until(Stage.STATE_DECISION)
    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    chair.answers("approve")

    assert (chair.status, office.case.step(decision.number).is_open) == (422, True)


def test_nobody_is_offered_a_press_for_a_step_that_is_not_theirs(site, office, decision):
    head = site.browser().is_of("nguyen.van.thi.du")

    first = head.opens(site.page_of(office.case.steps[0]))

    assert presses(first) == []


# --- first of all ---------------------------------------------------------------------------------


def at_first(browser):
    """The words of the page before the members of the delegation."""
    html = browser.html.partition('<main id="content">')[2].partition('id="members"')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    "said",
    [
        "Hồ sơ chưa có: Dự toán kinh phí.",
        "UBND thị xã Long Mỹ",
        "Trần Thị Ví Dụ Chủ tịch Ủy ban nhân dân · Đoàn 2 người",
        "Nơi đến Hàn Quốc",
        "24/08/2020 – 29/08/2020 6 ngày",
        "Trao đổi về hợp tác nông nghiệp.",
        "45.000.000 VND Ngân sách nhà nước Chưa có mức chi để đối chiếu",
    ],
)
def test_who_where_when_why_and_at_what_cost_stand_before_the_members(site, decision, said):
    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    assert said in at_first(chair)


def test_who_owes_a_report_is_named_at_the_top(site, office):
    leader = make_leader(person="cao.van.vi.du", name="Cao Văn Ví Dụ")
    submits(office, members=(leader,)).goes_on_until(Stage.REPORT)
    days = {"departs": date(2020, 10, 5), "returns": date(2020, 10, 9)}
    stop = make_stop(arrives=days["departs"], leaves=days["returns"])
    submits(office, members=(leader,), itinerary=(stop,), **days)
    step = office.goes_on_until_asked(Act.APPRAISE)

    appraiser = site.browser().is_of(step.holders[0]).opens(site.page_of(step))

    assert "Cao Văn Ví Dụ còn nợ báo cáo chuyến đi trước" in at_first(appraiser)


# --- how like requests were decided ---------------------------------------------------------------


def similar_on(browser):
    html = browser.html.partition('id="similar"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_like_decisions_of_late_are_told_with_their_paper(site, office):
    office.submits(make_request(title="Học tập tại Daegu", unit="phung_hiep"))
    office.goes_on_until(Stage.PREPARATION)
    earlier = office.case_no
    decision = submits(office).goes_on_until(Stage.STATE_DECISION)

    told = similar_on(site.browser().is_of(CHAIRMAN).opens(site.page_of(decision)))

    assert "Chấp thuận · Học tập tại Daegu" in told
    assert f"{earlier} · " in told
    assert "· cùng nước" in told
    assert "/QĐ-UBND" in told


def test_those_alike_in_both_come_first(site, office):
    for title, changed in (("Cả hai", {}), ("Cùng đơn vị", JAPAN)):
        submits(office, title=title, **changed)
        office.goes_on_until(Stage.PREPARATION)
    decision = submits(office).goes_on_until(Stage.STATE_DECISION)

    told = similar_on(site.browser().is_of(CHAIRMAN).opens(site.page_of(decision)))

    assert 0 < told.index("Cả hai") < told.index("Cùng đơn vị")


def test_another_unit_elsewhere_is_not_like(site, office):
    office.submits(make_request(title="Sang Saga", unit="phung_hiep", **JAPAN))
    office.goes_on_until(Stage.PREPARATION)
    decision = submits(office).goes_on_until(Stage.STATE_DECISION)

    assert similar_on(site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))) == ""


def test_what_was_decided_more_than_a_year_ago_is_not_told(site, office):
    submits(office, title="Năm trước").goes_on_until(Stage.PREPARATION)
    office.time_passes(to=datetime(2021, 9, 1, 8, tzinfo=PROVINCE_TIME))
    days = {"departs": date(2021, 11, 8), "returns": date(2021, 11, 12)}
    stop = make_stop(arrives=days["departs"], leaves=days["returns"])
    letter = Letter(number="7/UBND", date=date(2021, 9, 1))
    submits(office, itinerary=(stop,), letter=letter, **days)
    decision = office.goes_on_until(Stage.STATE_DECISION)

    assert similar_on(site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))) == ""


def test_who_is_consulted_is_told_their_own_opinions_alone(site, office):
    submits(office, title="Học tập tại Daegu")
    office.goes_on_until(Stage.OPINIONS)
    given = make_answer("agree_with_comments", remarks="Tiết kiệm.")
    office.takes(office.waiting(Act.CONSULT, seat="dof"), given)
    office.goes_on_until(Stage.STATE_DECISION)
    submits(office).goes_on_until(Stage.OPINIONS)
    step = office.waiting(Act.CONSULT, seat="dof")

    told = similar_on(site.browser().is_of(FINANCE).opens(site.page_of(step)))

    assert "Học tập tại Daegu" in told
    assert told.count("DR-") == 1


# --- sixty members --------------------------------------------------------------------------------


def test_sixty_members_fit_in_a_hundred_thousand_bytes(site, office):
    decision = submits(office, members=members(60)).goes_on_until(Stage.STATE_DECISION)

    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    style = (STATIC_FOLDER / "doan.css").stat().st_size
    assert "<script" not in chair.html
    assert len(chair.html.encode()) + style < MOST_BYTES


def test_of_sixty_members_those_who_matter_stand_on_the_page_and_all_on_the_cases(site, office):
    travels = make_member(name="Cao Văn Ví Dụ", person="cao.van.vi.du")
    submits(office, title="Trước", members=(make_leader(), travels))
    many = (*members(60), travels)
    decision = submits(office, members=many).goes_on_until(Stage.STATE_DECISION)

    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))
    listed = chair.html.partition('id="members"')[2].partition('id="itinerary"')[0]

    assert "Cao Văn Ví Dụ" in listed
    assert "Nguyễn Thị Mẫu 50<" not in listed
    whole = chair.opens(f"/cases/{office.case_no}").html
    assert "Nguyễn Thị Mẫu 50<" in whole


def test_each_of_sixty_can_still_be_refused_or_remarked_on(site, office):
    decision = submits(office, members=members(60)).goes_on_until(Stage.STATE_DECISION)
    chair = site.browser().is_of(CHAIRMAN).opens(site.page_of(decision))

    form = chair.form()

    assert "members[60]" in form.offers["remark_field_1"]
    assert 'name="refused_member" value="60"' in chair.html
