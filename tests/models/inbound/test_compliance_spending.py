"""How the estimate, the gifts and the programme of a request are held against the norms."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Activity, CostBearer, GuestClass, Level, NormCode
from config.regulation.inbound import LocalNorm
from models.inbound.parts import GuestRole, Period
from models.request.parts import Payer
from tests.factories.regulation import make_source
from tests.factories.visit import (
    make_gift,
    make_guest,
    make_head_guest,
    make_item,
    make_reception_cost,
)
from tests.factories.visit_findings import (
    DAY,
    coming,
    found,
    found_on,
    make_host_regulation,
    make_inbound,
    said_of,
)

# The day the circular of 2026 came into force.
CHANGES = date(2026, 5, 18)
A, C = GuestClass.A, GuestClass.C


def costing(*costs, arrives=CHANGES, days=1, **changed):
    return coming(arrives, days, costs=costs, **changed)


def meals(amount, **changed):
    return make_reception_cost(
        **{
            "item": "Ăn hàng ngày",
            "norm": NormCode.MEALS,
            "persons": 2,
            "unit_amount": Decimal(amount),
            **changed,
        }
    )


def banquet(amount=1_600_000, **changed):
    return meals(amount, item="Chiêu đãi", norm=NormCode.BANQUET, **changed)


def with_local(*norms):
    inbound = make_inbound()
    return make_host_regulation(make_inbound(local_norms=norms, places=inbound.places))


def local(norm, amount, **changed):
    return LocalNorm(
        norm=norm, guest_class=C, amount=Decimal(amount), source=make_source(), **changed
    )


@pytest.mark.parametrize(("amount", "told"), [(1_600_000, False), (1_600_001, True)])
def test_a_line_over_the_norm_of_its_class_is_named(amount, told):
    assert bool(found("over_norm", costing(meals(amount)))) is told


def test_a_line_the_guests_pay_is_not_held_against_the_norms():
    assert not found("over_norm", costing(meals(9_000_000, payer=Payer.SELF)))


def test_a_gift_is_held_against_the_norm_of_the_guest_it_is_for():
    guests = (make_head_guest(), make_guest(name="Park Bo-ram", role=GuestRole.SPOUSE))
    gifts = (
        make_gift(guest=1, amount=Decimal(2_600_000)),
        make_gift(guest=2, amount=Decimal(2_600_001)),
    )

    told = said_of("over_norm", costing(guests=guests, gifts=gifts), guest_class=A)

    assert told["item"] == "Tranh gạo (Park Bo-ram)"


def test_a_member_may_have_less_of_a_gift_than_the_head():
    guests = (make_head_guest(), make_guest())
    gifts = tuple(make_gift(guest=n, amount=Decimal(1_000_001)) for n in (1, 2))

    told = said_of("over_norm", costing(guests=guests, gifts=gifts), guest_class=A)

    assert told["item"] == "Tranh gạo (Kim Min-ji)"


# An approved plan is settled by the circular in force when it was approved.
def test_what_was_approved_before_the_circular_goes_by_the_older_one():
    request = costing(meals(1_600_000))

    assert found("over_norm", request, approved_on=CHANGES - DAY)


def test_before_the_class_is_fixed_nothing_is_over_its_norm():
    keys = {f.key for f in found_on(costing(meals(9_000_000)), guest_class=None)}

    assert keys & {"over_norm", "guest_class_to_fix"} == {"guest_class_to_fix"}


def test_a_banquet_of_guests_who_pay_their_meals_needs_its_place_in_the_programme():
    request = costing(banquet(), bears_costs=CostBearer.GUESTS_LODGING_AND_MEALS)
    at_table = make_item(day=CHANGES, activity=Activity.BANQUET)

    lacking = found("banquet_not_in_plan", request)
    there = found("banquet_not_in_plan", request, programme=(at_table,))

    assert (bool(lacking), bool(there)) == (True, False)


def test_a_second_banquet_in_the_programme_is_told():
    twice = (make_item(day=CHANGES, activity=Activity.BANQUET),) * 2

    assert said_of("once_in_programme", costing(programme=twice))["times"] == 2


def test_one_banquet_and_one_performance_are_what_a_delegation_may_have():
    once = (
        make_item(day=CHANGES, activity=Activity.BANQUET),
        make_item(day=CHANGES, activity=Activity.CULTURE),
    )

    assert not found("once_in_programme", costing(programme=once))


@pytest.mark.parametrize("guest_class", [GuestClass.SPECIAL, GuestClass.OTHER, None])
def test_guests_whose_banquets_nobody_counts_may_have_a_second(guest_class):
    twice = (make_item(day=CHANGES, activity=Activity.BANQUET),) * 2

    assert not found("once_in_programme", costing(programme=twice), guest_class=guest_class)


def test_each_of_several_visits_may_have_its_banquet_as_the_circular_says_nothing_of_them():
    again = CHANGES + 30 * DAY
    items = tuple(make_item(day=d, activity=Activity.BANQUET) for d in (CHANGES, again))
    further = (Period(arrives=again, departs=again),)

    assert not found("once_in_programme", costing(programme=items, further_visits=further))


def test_the_provinces_own_lower_amount_is_the_ceiling():
    regulation = with_local(local(NormCode.MEALS, 1_000_000))

    told = said_of("over_norm", costing(meals(1_200_000)), regulation)

    assert told["ceiling"].vi == "1.000.000"


def test_a_local_amount_above_the_circular_in_force_is_left_out_and_told():
    regulation = with_local(local(NormCode.MEALS, 1_600_000))
    before = costing(meals(900_000), arrives=CHANGES - DAY)

    keys = {f.key for f in found_on(before, regulation)}

    assert keys >= {"over_norm", "local_norm_above_circular"}


def test_within_the_circular_a_local_amount_is_not_complained_of():
    regulation = with_local(local(NormCode.MEALS, 1_600_000))

    assert not found("local_norm_above_circular", costing(meals(900_000)), regulation)


# A banquet is one day's meals, so a lower amount for meals lowers it; one above that cannot hold.
def test_a_local_banquet_above_the_local_meals_is_left_out_and_told():
    regulation = with_local(local(NormCode.MEALS, 1_000_000), local(NormCode.BANQUET, 1_500_000))

    request = costing(banquet(1_500_000))

    assert found("local_norm_above_circular", request, regulation)
    assert said_of("over_norm", request, regulation)["ceiling"].vi == "1.000.000"


def test_findings_on_norms_cite_as_the_regulation_lists_its_documents():
    documents = make_host_regulation().documents
    circular = documents["rules"].model_copy(update={"number": "35/2026/TT-BTC"})
    regulation = make_host_regulation(documents={**documents, "circular": circular})

    (finding,) = found("over_norm", costing(meals(9_000_000)), regulation)

    assert finding.source.document == "circular"


def test_meals_of_several_visits_are_held_against_the_days_of_all():
    again = CHANGES + 30 * DAY
    further = (Period(arrives=again, departs=again),)
    lines = (meals(1_600_000, units=1), banquet())

    alone = found("meals_on_banquet_day", costing(*lines))
    of_two = found("meals_on_banquet_day", costing(*lines, further_visits=further))

    assert (bool(alone), bool(of_two)) == (True, False)


@given(
    costs=st.lists(
        st.builds(
            make_reception_cost,
            norm=st.none() | st.sampled_from(list(NormCode)),
            role=st.none() | st.sampled_from(list(GuestRole)),
            unit_amount=st.integers(1, 20_000_000).map(Decimal),
            units=st.integers(1, 4),
            payer=st.sampled_from(list(Payer)),
            own_staff=st.booleans(),
        ),
        max_size=6,
    ),
    own=st.lists(
        st.builds(
            local,
            st.sampled_from(list(NormCode)),
            st.integers(1, 9_000_000),
            role=st.none() | st.sampled_from(["head", "member", "interpreter"]),
            place=st.none() | st.just("phung_hiep"),
        ),
        max_size=4,
    ),
    guest_class=st.none() | st.sampled_from(list(GuestClass)),
    bears=st.sampled_from(list(CostBearer)),
    arrives=st.sampled_from([date(2012, 1, 2), date(2020, 8, 24), CHANGES]),
    approved_on=st.none() | st.sampled_from([date(2012, 1, 2), date(2020, 8, 24), CHANGES]),
)
def test_no_estimate_and_no_local_norms_make_the_findings_fail(
    costs, own, guest_class, bears, arrives, approved_on
):
    request = costing(*costs, arrives=arrives, gifts=(make_gift(),), bears_costs=bears)

    made = found_on(request, with_local(*own), guest_class=guest_class, approved_on=approved_on)

    assert all(finding.level in Level for finding in made)
