"""The plan of a visit: what the regulation demands, from the notice to the settled accounts."""

from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Activity, GuestClass, Occasion, PlaceArea, Stage, Visit
from config.regulation.inbound import AssignmentCondition
from models.errors import RegulationInvalid
from models.inbound.classes import class_by_rank
from models.inbound.parts import Period, Unannounced
from models.request.parts import Payer
from models.route.plan import draw_plan
from tests.factories.regulation import (
    make_assignment,
    make_inbound,
    make_regulation,
    make_report_duty,
)
from tests.factories.visit import (
    ARRIVES,
    DEPARTS,
    make_conference,
    make_gift,
    make_head_guest,
    make_item,
    make_lodging,
    make_reception_cost,
    make_visit_request,
)

REGULATION = make_regulation()
A_DAY = timedelta(days=1)
GOVERNOR = make_head_guest(rank="provincial_governor")


def plan_of(request=None, guest_class=GuestClass.C, regulation=REGULATION):
    return draw_plan(request or make_visit_request(), regulation, guest_class)[1]


def stages(plan):
    return list(dict.fromkeys(planned.stage for planned in plan))


def arranged(plan):
    return [p.key for p in plan if (p.stage, p.act) == (Stage.RECEPTION, Act.ARRANGE)]


def drawn_when(request=None, guest_class=GuestClass.C, **when):
    """Tell whether an assignment with such a condition is drawn for a visit."""
    restricted = make_assignment("restricted", when=AssignmentCondition(**when))
    regulation = make_regulation(inbound=make_inbound(assignments=(restricted,)))
    return arranged(plan_of(request, guest_class, regulation)) == ["restricted"]


# --- The order ---------------------------------------------------------------------------------


def test_the_stages_stand_in_the_order_they_are_walked():
    assert stages(plan_of()) == [
        Stage.UNIT_SIGNATURE,
        Stage.STATE_DECISION,
        Stage.RECEPTION,
        Stage.ARRIVAL,
        Stage.SEND_OFF,
        Stage.REPORT,
        Stage.ACCOUNTS,
    ]


def test_steps_are_numbered_and_the_host_unit_stands_in_its_seats():
    plan = plan_of()

    assert [planned.ordinal for planned in plan] == list(range(1, len(plan) + 1))
    assert plan[0].seat == "phung_hiep/head"


def test_every_step_rests_on_facts_a_request_to_receive_guests_has():
    named = {fact for planned in plan_of() for fact in planned.rests_on} - {"report"}

    assert named <= make_visit_request().facts().keys()


def test_a_regulation_without_a_part_on_guests_draws_no_plan_for_them():
    with pytest.raises(RegulationInvalid):
        plan_of(regulation=make_regulation(inbound=None))


# --- Before the approval -----------------------------------------------------------------------


def test_of_guests_without_notice_police_and_office_are_told_before_anything_else():
    plan = plan_of(make_visit_request(unannounced=Unannounced(reason="Ghé thăm.")))

    assert [(p.act, p.seat) for p in plan[:2]] == [
        (Act.ACKNOWLEDGE, "police/head"),
        (Act.ACKNOWLEDGE, "pc_office/head"),
    ]


def test_of_announced_guests_nobody_is_told_so():
    assert Stage.NOTICE not in stages(plan_of())


def test_a_class_the_circular_does_not_name_is_fixed_once_the_request_is_signed():
    plan = plan_of(make_visit_request(guests=(GOVERNOR,)), guest_class=None)

    assert stages(plan)[:3] == [
        Stage.UNIT_SIGNATURE,
        Stage.CLASSIFICATION,
        Stage.STATE_DECISION,
    ]


def test_the_class_rests_on_the_guests_alone():
    plan = plan_of(make_visit_request(guests=(GOVERNOR,)), guest_class=None)

    (fixed,) = (p for p in plan if p.act is Act.CLASSIFY)
    assert (fixed.seat, fixed.rests_on) == ("people_committee/chair", ("guests",))


def test_a_rank_with_a_class_is_not_asked_about():
    assert Stage.CLASSIFICATION not in stages(plan_of())


@pytest.mark.parametrize(
    ("rank", "guest_class"), [("minister", GuestClass.B), ("provincial_governor", None)]
)
def test_the_class_goes_by_the_rank_of_the_head(rank, guest_class):
    guests = (make_head_guest(rank=rank),)

    assert class_by_rank(make_visit_request(guests=guests), REGULATION) is guest_class


# --- Arrangements ------------------------------------------------------------------------------


def test_what_nothing_calls_for_is_not_arranged():
    assert arranged(plan_of()) == ["welcome"]


def test_everything_is_asked_before_anything_is_due_done():
    request = make_visit_request(gifts=(make_gift(),))

    acts = [p.act for p in plan_of(request) if p.stage is Stage.RECEPTION]

    assert acts == [Act.ARRANGE, Act.ARRANGE, Act.DELIVER, Act.DELIVER]


def test_what_is_not_mandatory_is_optional_in_the_plan():
    plan = plan_of(make_visit_request(gifts=(make_gift(),)))

    optional = {p.key: p.optional for p in plan if p.act is Act.ARRANGE}
    assert optional == {"welcome": False, "gifts": True}


def test_the_class_of_the_guests_calls_for_more():
    assert drawn_when(guest_class=GuestClass.B, classes=(GuestClass.A, GuestClass.B))
    assert not drawn_when(guest_class=GuestClass.C, classes=(GuestClass.A, GuestClass.B))


def test_until_the_class_is_fixed_nothing_is_arranged_for_it():
    assert not drawn_when(guest_class=None, classes=tuple(GuestClass))


def test_an_activity_of_the_programme_calls_for_its_arrangement():
    banquet = make_visit_request(programme=(make_item(activity=Activity.BANQUET),))

    assert drawn_when(banquet, activities=(Activity.BANQUET, Activity.MEAL))
    assert not drawn_when(activities=(Activity.BANQUET, Activity.MEAL))


def test_a_place_calls_for_its_notice():
    border = make_visit_request(lodging=(make_lodging(place="border_commune"),))

    assert drawn_when(border, areas=(PlaceArea.BORDER_AREA,))
    assert not drawn_when(areas=(PlaceArea.BORDER_AREA,))


def test_an_occasion_calls_for_its_arrangement():
    assert drawn_when(make_conference(), occasions=(Occasion.CONFERENCE,))
    assert not drawn_when(occasions=(Occasion.CONFERENCE,))


@pytest.mark.parametrize(
    ("has", "without"),
    [
        ("lodging", {"lodging": ()}),
        ("interpreters", {"interpreters": ()}),
        ("gifts", {"gifts": ()}),
        ("vehicles", {"programme": (make_item(),)}),
    ],
)
def test_what_the_request_names_calls_for_its_arrangement(has, without):
    whole = {"gifts": (make_gift(),), "programme": (make_item(vehicle="Xe 16 chỗ"),)}

    assert drawn_when(make_visit_request(**whole), has=has)
    assert not drawn_when(make_visit_request(**{**whole, **without}), has=has)


@pytest.mark.parametrize(
    ("since", "until", "drawn"),
    [
        (ARRIVES, None, True),
        (ARRIVES + A_DAY, None, False),
        (None, ARRIVES, True),
        (None, ARRIVES - A_DAY, False),
    ],
)
def test_a_rule_holds_for_visits_that_begin_in_its_days(since, until, drawn):
    dated = make_assignment("dated", since=since, until=until)
    regulation = make_regulation(inbound=make_inbound(assignments=(dated,)))

    assert (arranged(plan_of(regulation=regulation)) == ["dated"]) is drawn


# --- The visit and what follows ----------------------------------------------------------------


def test_a_further_visit_is_told_of_and_confirmed_by_itself():
    further = Period(arrives=DEPARTS + 20 * A_DAY, departs=DEPARTS + 21 * A_DAY)
    request = make_visit_request(visit=Visit.RECURRING, further_visits=(further,))

    of_visits = [
        (p.stage, p.act, p.key)
        for p in plan_of(request)
        if p.stage in (Stage.NOTICE, Stage.ARRIVAL, Stage.SEND_OFF)
    ]

    assert of_visits == [
        (Stage.ARRIVAL, Act.CONFIRM, ""),
        (Stage.SEND_OFF, Act.CONFIRM, ""),
        (Stage.NOTICE, Act.NOTIFY, "2"),
        (Stage.ARRIVAL, Act.CONFIRM, "2"),
        (Stage.SEND_OFF, Act.CONFIRM, "2"),
    ]


@pytest.mark.parametrize(("request_", "days"), [(make_conference(), 15), (None, 5)])
def test_the_report_goes_by_the_first_row_that_names_the_occasion(request_, days):
    (filed,) = (p for p in plan_of(request_) if p.act is Act.FILE)

    assert filed.within is not None
    assert filed.within.amount == days


def test_a_report_somebody_accepts_rests_on_what_was_filed():
    (accepted,) = (p for p in plan_of() if p.act is Act.ACCEPT)

    assert (accepted.seat, accepted.rests_on) == ("pc_office/head", ("report",))


def test_the_report_is_owed_by_the_law_in_force_when_the_guests_come():
    new_law = date(2020, 8, 25)
    rows = (make_report_duty(3, since=new_law), make_report_duty(10))
    regulation = make_regulation(inbound=make_inbound(reports=rows))

    (older,) = (p for p in plan_of(regulation=regulation) if p.act is Act.FILE)
    later = make_visit_request(
        arrives=new_law, lodging=(), programme=(make_item(day=new_law),), further_visits=()
    )
    (newer,) = (p for p in plan_of(later, regulation=regulation) if p.act is Act.FILE)

    assert older.within is not None
    assert newer.within is not None
    assert (older.within.amount, newer.within.amount) == (10, 3)


def test_no_report_is_owed_where_no_row_asks_for_one():
    regulation = make_regulation(
        inbound=make_inbound(reports=(make_report_duty(15, occasions=(Occasion.CONFERENCE,)),))
    )

    assert Stage.REPORT not in stages(plan_of(regulation=regulation))


def test_accounts_are_settled_only_where_the_budget_paid():
    guests_pay = make_visit_request(costs=(make_reception_cost(payer=Payer.SELF),))

    assert Stage.ACCOUNTS in stages(plan_of())
    assert Stage.ACCOUNTS not in stages(plan_of(guests_pay))
