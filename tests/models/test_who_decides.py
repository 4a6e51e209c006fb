"""Who sends whom abroad in Hậu Giang: by who manages the persons, and by the branch of their unit."""

import pytest

from config.regulation.codes import Act, Management, RequiredWhen, Stage, Trip
from config.regulation.province import load_regulation
from models.request.parts import Payer
from models.route.plan import draw_plan
from tests.factories.request import make_cost, make_head, make_leader, make_member, make_request

HAU_GIANG = load_regulation("hau_giang")
JUDGES = (Act.DECIDE, Act.RECORD)


def made(**changed):
    return draw_plan(make_request(**changed), HAU_GIANG)


def decided_by(**changed):
    """Return who decides, in order, on a request that differs so."""
    _, plan = made(**changed)
    return [p.seat for p in plan if p.act in JUDGES and p.stage is not Stage.AMENDMENT]


def managed(by, **changed):
    return (make_leader(managed_by=by, **changed), make_member())


@pytest.mark.parametrize("unit", ["ban_tuyen_giao", "hoi_nong_dan"])
@pytest.mark.parametrize("manager", [Management.STANDING_COMMITTEE, Management.UNIT])
def test_the_party_committee_sends_those_of_party_bodies_and_mass_organisations(unit, manager):
    assert decided_by(unit=unit, members=managed(manager)) == ["party_permanent/chair"]


def test_the_council_sends_its_own_after_the_party_agreed():
    members = managed(Management.STANDING_COMMITTEE)

    assert decided_by(unit="van_phong_hdnd", members=members) == [
        "party_permanent/chair",
        "people_council/chair",
    ]


def test_the_council_alone_sends_those_whom_their_unit_manages():
    assert decided_by(unit="van_phong_hdnd") == ["people_council/chair"]


def test_the_people_s_committee_sends_those_of_bodies_of_the_state():
    assert decided_by(unit="so_cong_thuong") == ["people_committee/chair"]


def test_the_party_is_asked_first_by_a_written_opinion_that_nobody_votes_on():
    _, plan = made(members=managed(Management.STANDING_COMMITTEE))

    asked = [p for p in plan if p.stage is Stage.PARTY_DECISION and p.act is Act.DECIDE]
    assert [(p.seat, p.collective) for p in asked] == [("party_permanent/chair", False)]


@pytest.mark.parametrize("rank", ["party_secretary", "pc_deputy_chair"])
def test_for_a_leader_who_is_no_chair_no_letter_of_the_government_is_waited_for(rank):
    members = managed(Management.CENTRAL, rank=rank)

    assert decided_by(members=members) == ["party_office/clerk"]


@pytest.mark.parametrize("rank", ["pc_chair", "council_chair"])
def test_for_a_chair_both_letters_are_waited_for(rank):
    members = managed(Management.CENTRAL, rank=rank)

    assert decided_by(members=members) == ["party_office/clerk", "pc_office/clerk"]


def test_the_centre_is_asked_in_writing_before_its_letter_is_waited_for():
    _, plan = made(members=managed(Management.CENTRAL))

    way = [(p.stage, p.seat) for p in plan]
    asking = (Stage.ASKING, "party_office/clerk")
    assert way.index(asking) < way.index((Stage.PARTY_DECISION, "party_office/clerk"))


@pytest.mark.parametrize(
    ("manager", "decides"),
    [
        (Management.UNIT, "long_my/head"),
        (Management.STANDING_COMMITTEE, "party_permanent/chair"),
        (Management.CENTRAL, "party_office/clerk"),
    ],
)
def test_a_private_trip_is_decided_by_whoever_manages_the_person(manager, decides):
    members = (make_head(managed_by=manager),)

    assert decided_by(trip=Trip.PRIVATE, members=members) == [decides]


@pytest.mark.parametrize("unit", ["ban_tuyen_giao", "van_phong_hdnd"])
def test_the_branch_says_nothing_of_a_private_trip(unit):
    assert decided_by(unit=unit, trip=Trip.PRIVATE) == [f"{unit}/head"]


@pytest.mark.parametrize(("payer", "heard"), [(Payer.STATE_BUDGET, True), (Payer.HOST, False)])
def test_finance_is_heard_only_where_the_state_budget_pays(payer, heard):
    _, plan = made(costs=(make_cost(payer=payer),))

    assert ("dof/head" in [p.seat for p in plan if p.act is Act.CONSULT]) is heard


def test_the_unit_settles_its_accounts_and_finance_checks_them():
    _, plan = made()

    accounts = [(p.act, p.seat) for p in plan if p.stage is Stage.ACCOUNTS]
    assert accounts == [(Act.SETTLE, "long_my/officer"), (Act.ACCEPT, "dof/head")]


def test_a_trip_that_cost_the_budget_nothing_has_no_accounts():
    _, plan = made(costs=(make_cost(payer=Payer.HOST),))

    assert Stage.ACCOUNTS not in {p.stage for p in plan}


def test_the_cell_is_heard_of_party_members_only():
    assert HAU_GIANG.papers["party_cell_opinion"].required_when is RequiredWhen.PARTY_MEMBER
