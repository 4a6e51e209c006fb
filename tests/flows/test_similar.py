"""How like requests were decided of late, and for whom that is told."""

import pytest

from config.regulation.codes import Act, Stage
from flows.case.lists.similar import similar_to
from models.ids import PersonId
from tests.factories.office import lets_act, make_answer
from tests.factories.request import make_leader, make_member, make_request, make_stop

CHAIR, DEPUTY = PersonId("pham.van.mau"), PersonId("bui.van.thi.du")
MEMBERS = (make_leader(), make_member())
JAPAN = {"itinerary": (make_stop(country="JP", place="Saga"),)}


def submits(office, **changed):
    office.submits(make_request(members=MEMBERS, **changed))
    return office


@pytest.fixture
def earlier(office):
    """Four approved delegations: alike in both, in the unit, in the country, in neither."""
    told = {}
    elsewhere = {"unit": "phung_hiep", "members": (make_member(name="Lê Văn Ví Dụ", role="head"),)}
    for name, changed in (
        ("both", {}),
        ("unit", JAPAN),
        ("country", elsewhere),
        ("neither", {**elsewhere, **JAPAN}),
    ):
        office.submits(make_request(**{"members": MEMBERS, **changed}))
        office.goes_on_until(Stage.PREPARATION)
        told[office.case_no] = name
    return told


def similar(office, step, person, earlier):
    with office.desk.reading(office.case_no) as work:
        found = similar_to(work, work.step(step.number), person)
    return [(earlier[each.case_no], each.choice, bool(each.paper_number)) for each in found]


def test_the_seats_own_decisions_are_told_the_most_alike_first(office, earlier):
    step = submits(office).goes_on_until(Stage.STATE_DECISION)

    found = similar(office, step, CHAIR, earlier)

    assert found[0] == ("both", "approve", True)
    assert sorted(found[1:]) == [("country", "approve", True), ("unit", "approve", True)]


def test_whoever_acts_for_the_chair_is_told_them_too(office, earlier):
    lets_act(office.desk, CHAIR, DEPUTY, "people_committee/chair")
    step = submits(office).goes_on_until(Stage.STATE_DECISION)

    assert similar(office, step, DEPUTY, earlier) == similar(office, step, CHAIR, earlier)


def test_of_a_bodys_decisions_a_member_is_told_those_they_are_shown(office, earlier):
    step = submits(office).goes_on_until(Stage.PARTY_DECISION)

    found = similar(office, step, step.holders[1], earlier)

    # Two of the four went to the body at all.
    assert [name for name, _, _ in found] == ["both", "unit"]


def test_somebody_without_a_part_in_them_is_told_none_of_a_bodys(office, earlier):
    step = submits(office).goes_on_until(Stage.PARTY_DECISION)

    assert similar(office, step, PersonId("mai.van.mau"), earlier) == []


def test_what_was_taken_back_or_waits_is_no_decision(office):
    submits(office).goes_on_until(Stage.STATE_DECISION)
    step = submits(office).goes_on_until(Stage.STATE_DECISION)

    assert similar(office, step, CHAIR, {}) == []


def test_rejections_are_told_as_approvals_are(office):
    rejected = submits(office).goes_on_until(Stage.STATE_DECISION)
    office.takes(rejected, make_answer("reject", remarks="Không cần thiết."))
    first = office.case_no
    step = submits(office).goes_on_until(Stage.STATE_DECISION)

    assert similar(office, step, CHAIR, {first: "rejected"}) == [("rejected", "reject", False)]


def test_steps_that_judge_nothing_are_told_nothing(office, earlier):
    submits(office)

    step = office.waiting(Act.SIGN)

    assert similar(office, step, step.holders[0], earlier) == []
