"""What lines of an estimate show together, and what is not the host's to pay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import CostBearer, GuestClass, Level, NormCode
from tests.factories.estimate import found_on, keys, make_line, make_reception, number, said_of

B = GuestClass.B
OTHER = GuestClass.OTHER
SPECIAL = GuestClass.SPECIAL
FEW = st.integers(1, 40)


# --- Lines together --------------------------------------------------------------------------------


def test_breakfast_is_at_most_a_tenth_of_the_days_meals():
    assert keys(make_line(NormCode.BREAKFAST, 160_000)) == []
    assert keys(make_line(NormCode.BREAKFAST, 160_001)) == ["over_norm"]


def test_room_and_breakfast_together_stay_within_the_lodging_ceiling():
    room = make_line(NormCode.LODGING, 2_900_000, role="member", persons=4, units=2)
    breakfast = make_line(NormCode.BREAKFAST, 160_000, role="member", persons=4, units=2)

    finding = said_of("room_with_breakfast", room, breakfast)

    assert (number(finding, "over"), number(finding, "excess")) == (60_000, 480_000)


def test_room_and_breakfast_that_reach_the_ceiling_are_within_it():
    room = make_line(NormCode.LODGING, 2_840_000, role="member")
    breakfast = make_line(NormCode.BREAKFAST, 160_000)

    assert keys(room, breakfast) == []


def test_a_room_elsewhere_does_not_count_with_the_breakfast():
    room = make_line(NormCode.LODGING, 3_000_000, role="member", place="tp_vi_thanh")

    assert keys(room, make_line(NormCode.BREAKFAST, 160_000, place="phung_hiep")) == []


def test_a_second_banquet_is_one_too_many():
    finding = said_of("more_than_once", make_line(NormCode.BANQUET, 1_000_000, units=2))

    assert (finding.level, finding.source.article) == (Level.BLOCK, "Điều 9 khoản 2")


def test_two_lines_of_a_banquet_only_warn_as_they_may_be_one_occasion():
    lines = [make_line(NormCode.BANQUET, 1_000_000, item=item) for item in ("Khách", "Chủ nhà")]

    assert said_of("more_than_once", *lines).level is Level.WARN


def test_a_second_art_performance_is_one_too_many():
    assert keys(make_line(NormCode.CULTURE, 9_000_000, units=2)) == ["more_than_once"]


def test_meals_in_full_on_every_day_of_a_visit_with_a_banquet_are_half_a_day_too_much():
    meals = make_line(NormCode.MEALS, 1_600_000, persons=10, units=3)

    finding = said_of("meals_on_banquet_day", meals, make_line(NormCode.BANQUET))

    assert number(finding, "excess") == 10 * 800_000
    assert finding.source.article == "Điều 9 khoản 6"


def test_meals_of_the_banquets_day_at_half_the_norm_are_within_it():
    meals = make_line(NormCode.MEALS, 1_600_000, persons=10, units=2)
    rest = make_line(NormCode.MEALS, 800_000, persons=10, units=1)

    assert keys(meals, rest, make_line(NormCode.BANQUET)) == []


def test_meals_of_the_other_days_alone_are_within_the_norm():
    meals = make_line(NormCode.MEALS, 1_600_000, persons=10, units=2)

    assert keys(meals, make_line(NormCode.BANQUET)) == []


def test_two_groups_of_guests_who_skip_the_other_meal_are_not_taken_for_one():
    meals = [make_line(NormCode.MEALS, 1_600_000, persons=n, units=2) for n in (5, 4)]

    assert keys(*meals, make_line(NormCode.BANQUET)) == []


@given(amount=st.integers(1, 1_600_000), persons=FEW)
def test_without_a_banquet_full_days_of_meals_are_never_over(amount, persons):
    assert keys(make_line(NormCode.MEALS, amount, persons=persons, units=3)) == []


@given(amount=st.integers(1, 1_600_000), persons=FEW)
def test_cheap_meals_leave_room_for_the_banquets_day(amount, persons):
    meals = make_line(NormCode.MEALS, amount, persons=persons, units=3)

    over = keys(meals, make_line(NormCode.BANQUET))

    # Three days at this amount against two days in full and half a day.
    assert bool(over) is (3 * amount > 1_600_000 * 5 / 2)


# --- Who bears the costs ---------------------------------------------------------------------------


@pytest.mark.parametrize("norm", [NormCode.LODGING, NormCode.MEALS, NormCode.BREAKFAST])
def test_guests_who_pay_for_food_and_lodging_are_not_paid_it_by_the_host(norm):
    reception = make_reception(B, CostBearer.GUESTS_LODGING_AND_MEALS)

    finding = said_of("not_borne_by_host", make_line(norm, role="head"), reception=reception)

    assert (finding.level, finding.source.article) == (Level.BLOCK, "Điều 16")


def test_a_line_the_host_may_not_pay_is_not_held_against_a_ceiling_as_well():
    reception = make_reception(B, CostBearer.GUESTS_ALL)

    assert keys(make_line(NormCode.MEALS, 99_000_000), reception=reception) == ["not_borne_by_host"]


def test_a_banquet_for_guests_who_pay_for_food_has_to_be_in_the_plan():
    without = make_reception(B, CostBearer.GUESTS_LODGING_AND_MEALS)
    planned = make_reception(B, CostBearer.GUESTS_LODGING_AND_MEALS, banquet_in_plan=True)

    assert keys(make_line(NormCode.BANQUET), reception=without) == ["banquet_not_in_plan"]
    assert keys(make_line(NormCode.BANQUET), reception=planned) == []


def test_guests_who_pay_everything_are_offered_courtesy_sessions_only():
    reception = make_reception(B, CostBearer.GUESTS_ALL)
    lines = [make_line(norm, role="head", item=norm.value) for norm in NormCode]

    refused = {dict(f.facts)["item"] for f in found_on(*lines, reception=reception)}

    assert set(NormCode) - refused == {
        NormCode.COURTESY_SESSION,
        NormCode.FAREWELL_MEAL,
        NormCode.FAREWELL_GIFT,
    }


def test_of_guests_the_article_does_not_name_the_finding_warns_only():
    reception = make_reception(OTHER, CostBearer.GUESTS_LODGING_AND_MEALS)

    finding = said_of("not_borne_by_host", make_line(NormCode.MEALS), reception=reception)

    assert finding.level is Level.WARN


def test_for_special_guests_who_pay_for_food_the_head_of_the_host_body_decides():
    reception = make_reception(SPECIAL, CostBearer.GUESTS_LODGING_AND_MEALS)

    assert keys(make_line(NormCode.MEALS), reception=reception) == ["settled_by_host_head"]


@pytest.mark.parametrize(
    ("norm", "most"), [(NormCode.FAREWELL_MEAL, 2_000_000), (NormCode.FAREWELL_GIFT, 1_800_000)]
)
def test_a_farewell_has_ceilings_of_its_own_whatever_the_class(norm, most):
    assert keys(make_line(norm, most), reception=make_reception(None)) == []
    assert keys(make_line(norm, most + 1), reception=make_reception(None)) == ["over_norm"]
