"""Delegations of Hậu Giang as its own rules have them: who is asked, who decides, who settles."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Management, Stage, Trip
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.findings import KnownBeside, findings_of, others_beside
from models.case import CaseStatus
from models.errors import RequestInvalid
from models.ids import PersonId
from models.request.parts import Allowed, Letter, Payer
from tests.factories.audit import verify
from tests.factories.office import OFFICERS, make_answer
from tests.factories.request import (
    DEPARTS,
    make_cost,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

LEAVE = Allowed(
    reason="Đã được cho phép.", instruction=Letter(number="87/TB", date=date(2020, 7, 2))
)
OFFICERS |= {
    "ban_tuyen_giao": PersonId("ninh.van.thi.du"),
    "van_phong_hdnd": PersonId("si.van.gia.dinh"),
}


@pytest.fixture
def province(office):
    """The office under the rules that are shipped, not under those of the tests."""
    settings = office.desk.settings.model_copy(update={"regulation": "hau_giang"})
    return replace(office, desk=replace(office.desk, settings=settings))


def allowed(**changed):
    return make_request(**{"allowed": LEAVE, **changed})


def verifies(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def judged_in(case):
    return [s.seat for s in case.steps if s.act in (Act.DECIDE, Act.RECORD)]


def test_nothing_is_filed_during_a_suspension_without_a_leader_s_leave(province):
    with pytest.raises(RequestInvalid) as refused:
        province.submits(make_request())

    assert [problem.msgid for problem in refused.value.problems] == ["suspended"]


def test_the_leave_may_not_be_of_a_day_to_come(province):
    later = LEAVE.instruction.model_copy(update={"date": date(2020, 7, 7)})

    with pytest.raises(RequestInvalid) as refused:
        province.submits(make_request(allowed=LEAVE.model_copy(update={"instruction": later})))

    assert [problem.field for problem in refused.value.problems] == ["allowed.instruction.date"]


@pytest.mark.parametrize(
    ("unit", "manager", "judges"),
    [
        (
            "long_my",
            Management.STANDING_COMMITTEE,
            ["party_permanent/chair", "people_committee/chair"],
        ),
        ("ban_tuyen_giao", Management.STANDING_COMMITTEE, ["party_permanent/chair"]),
        ("van_phong_hdnd", Management.UNIT, ["people_council/chair"]),
        ("long_my", Management.CENTRAL, ["party_office/clerk"]),
    ],
)
def test_a_delegation_is_decided_on_and_comes_to_its_archive(province, unit, manager, judges):
    members = (make_leader(managed_by=manager), make_member())
    province.submits(allowed(unit=unit, members=members))

    case = province.goes_on_to_the_end()

    assert (case.status, judged_in(case)) == (CaseStatus.ARCHIVED, judges)
    assert verifies(province)


def test_the_centre_is_asked_before_its_letter_is_waited_for(province):
    members = (make_leader(managed_by=Management.CENTRAL), make_member())
    province.submits(allowed(members=members))
    province.goes_on_until(Stage.ASKING)

    asked = {s.stage for s in province.case.open_steps}
    province.takes_smoothly(province.waiting(Act.ISSUE))

    assert asked == {Stage.ASKING}
    assert province.waiting(Act.RECORD).stage is Stage.PARTY_DECISION


def test_a_private_trip_of_staff_is_the_head_s_to_allow_and_nobody_else_s(province):
    province.submits(allowed(trip=Trip.PRIVATE, members=(make_head(),)))

    case = province.goes_on_to_the_end()

    assert judged_in(case) == ["long_my/head"]
    assert not {s.stage for s in case.steps} & {Stage.OPINIONS, Stage.PARTY_DECISION}
    assert verifies(province)


def test_finance_is_not_asked_of_a_trip_the_host_pays(province):
    province.submits(allowed(costs=(make_cost(payer=Payer.HOST),)))

    province.goes_on_until(Stage.OPINIONS)

    assert [s.seat for s in province.case.open_steps] == ["police/head"]


def test_finance_may_ask_the_unit_to_settle_anew(province):
    province.submits(allowed())
    province.goes_on_until(Stage.ACCOUNTS)
    province.takes_smoothly(province.waiting(Act.SETTLE))
    again = make_answer("file_again", remarks="Thiếu chứng từ.")

    province.takes(province.waiting(Act.ACCEPT, seat="dof"), again)
    settled = province.waiting(Act.SETTLE).seat
    case = province.goes_on_to_the_end()

    assert (settled, case.status) == ("long_my/officer", CaseStatus.ARCHIVED)
    assert verifies(province)


# --- what changes afterwards -----------------------------------------------------------------------


def approved(province, **changed):
    request = allowed(**changed)
    province.submits(request)
    while province.case.status is not CaseStatus.APPROVED:
        province.goes_on()
    return request


def proposes(province, request):
    officer = OFFICERS[request.unit]
    by = Filing(officer, officer)
    propose(province.desk, province.case_no, request, {}, "Cần điều chỉnh.", by)
    return province.case.amendments[-1]


def member_changed(request, number, **changed):
    members = list(request.members)
    members[number - 1] = members[number - 1].model_copy(update=changed)
    return request.model_copy(update={"members": tuple(members)})


@pytest.mark.parametrize(
    "changed", [{"name": "Nguyễn Vân Mẫu"}, {"position": "Chuyên viên Phòng Tài chính"}]
)
def test_a_misspelt_name_or_post_is_corrected_by_a_stamp(province, changed):
    request = approved(province)

    assert proposes(province, member_changed(request, 2, **changed)).route == "stamped_correction"


@pytest.mark.parametrize("changed", [{"name": "Đỗ Thị Hoàn Toàn"}, {"rank": "division_head"}])
def test_another_person_or_rank_needs_another_decision(province, changed):
    request = approved(province)

    amendment = proposes(province, member_changed(request, 2, **changed))

    assert amendment.route == "supplementary_decision"


def test_two_slips_need_another_decision(province):
    request = approved(province)
    twice = member_changed(request, 2, name="Nguyễn Vân Mẫu", position="Chuyên viên")

    assert proposes(province, twice).route == "supplementary_decision"


@pytest.mark.parametrize(
    ("changed", "decides"),
    [
        ({"unit": "ban_tuyen_giao"}, "party_permanent/chair"),
        ({"unit": "van_phong_hdnd"}, "people_council/chair"),
        ({"trip": Trip.PRIVATE, "members": (make_head(),)}, "long_my/head"),
        ({}, "people_committee/chair"),
    ],
)
def test_whoever_decided_on_a_delegation_calls_it_off(province, changed, decides):
    request = approved(province, **changed)
    officer = OFFICERS[request.unit]

    by = Filing(officer, officer)
    propose_cancellation(province.desk, province.case_no, "Phía bạn hoãn.", by)

    asked = [p.seat for p in province.case.amendments[-1].steps if p.act is Act.DECIDE]
    assert asked == [decides]
    assert verifies(province)


# --- what other delegations say of one -------------------------------------------------------------


def found_now(province):
    with province.desk.reading(province.case_no) as work:
        known = KnownBeside((), {}, others_beside(work))
        return {finding.key for finding in findings_of(work, known)}


def leader_of_the_town(name, **changed):
    return (make_leader(name=name, **changed), make_member())


@pytest.mark.parametrize("withdrawn", [False, True])
def test_another_leader_of_the_town_who_is_to_be_abroad_then_is_found_while_they_may_go(
    province, withdrawn
):
    secretary = leader_of_the_town("Lê Văn Hai", rank="district_secretary")
    province.submits(allowed(members=secretary, title="Việc khác"))
    officer = OFFICERS["long_my"]
    if withdrawn:
        withdraw(province.desk, province.case_no, Identified(officer, ""), "Không đi nữa.")

    province.submits(allowed(members=leader_of_the_town("Trần Văn Ba")))

    assert ("key_leaders_away" in found_now(province)) is not withdrawn


def test_a_delegation_to_the_same_host_again_is_found(province):
    earlier = DEPARTS - timedelta(days=30)
    stop = make_stop(arrives=earlier, leaves=earlier)
    province.submits(allowed(departs=earlier, returns=earlier, itinerary=(stop,)))

    province.submits(allowed(title="Việc khác"))

    assert "same_content_before" in found_now(province)
