"""Which circular a reception is held against, and the province's own amounts within it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.reception_norms import SettledBy
from config.regulation.codes import GuestClass, Level, NormCode
from models.inbound.findings.ceilings import InForce, RoleMissing, ceiling, check_local, norms_for
from tests.factories.estimate import (
    CHANGES,
    DAY,
    NEW,
    OLD,
    allowed,
    keys,
    make_line,
    make_local,
    make_reception,
    number,
    said_of,
)

C = GuestClass.C
OTHER = GuestClass.OTHER
SPECIAL = GuestClass.SPECIAL


# --- Which circular holds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("approved_on", "begins", "held", "may_adjust_to"),
    [
        (CHANGES - 2 * DAY, CHANGES - DAY, OLD, None),
        (CHANGES - DAY, CHANGES, OLD, NEW),
        (CHANGES, CHANGES, NEW, None),
        (CHANGES, CHANGES - DAY, NEW, None),
        (None, CHANGES - DAY, OLD, None),
        (None, CHANGES, NEW, None),
    ],
)
def test_a_plan_approved_before_the_newer_circular_keeps_the_norms_of_its_approval(
    approved_on, begins, held, may_adjust_to
):
    answer = norms_for(approved_on=approved_on, begins=begins)

    assert answer == InForce(held, may_adjust_to)


def test_a_visit_before_the_oldest_circular_we_have_has_no_norms():
    assert norms_for(approved_on=None, begins=date(2018, 10, 31)) is None


def test_a_visit_without_known_norms_is_noted_and_not_held_against_any():
    long_ago = make_reception(begins=date(2018, 10, 30), ends=date(2018, 10, 31))

    assert keys(make_line(NormCode.MEALS, 9_999_999), reception=long_ago) == [
        "reception_norms_unknown"
    ]


def test_that_the_newer_norms_may_apply_is_said_with_the_transition_rule():
    reception = make_reception(approved_on=CHANGES - DAY)

    finding = said_of("newer_norms_may_apply", reception=reception)

    assert (finding.level, finding.source.article) == (Level.NOTE, "Điều 35 khoản 4")


def test_a_plan_approved_but_not_begun_is_held_against_the_older_ceiling():
    reception = make_reception(approved_on=CHANGES - DAY)

    finding = said_of("over_norm", make_line(NormCode.MEALS, 800_001), reception=reception)

    assert number(finding, "ceiling") == 800_000


# --- The province's own amounts --------------------------------------------------------------------


def test_a_lower_amount_of_the_province_is_the_ceiling_and_is_cited():
    reception = make_reception(OTHER, local=(make_local(NormCode.LODGING, 1_000_000),))

    finding = said_of("over_norm", make_line(NormCode.LODGING, 1_100_000), reception=reception)

    assert (number(finding, "excess"), finding.source.document) == (100_000, "07/2019/NQ-HĐND")


def test_an_amount_for_the_place_goes_before_the_provinces_general_one():
    local = (
        make_local(NormCode.LODGING, 600_000),
        make_local(NormCode.LODGING, 800_000, place="hoi_an"),
    )

    there = allowed(NormCode.LODGING, OTHER, place="hoi_an", local=local)
    elsewhere = allowed(NormCode.LODGING, OTHER, place="tam_ky", local=local)

    assert (there.amount, elsewhere.amount) == (800_000, 600_000)


def test_lower_meals_of_the_province_lower_the_breakfast_and_the_banquet():
    local = (make_local(NormCode.MEALS, 1_000_000),)

    shares = [
        allowed(norm, OTHER, local=local).amount for norm in (NormCode.BREAKFAST, NormCode.BANQUET)
    ]

    assert shares == [100_000, 1_000_000]


def test_an_amount_that_goes_by_role_in_the_province_asks_for_the_role():
    local = (make_local(NormCode.MEALS, 1_000_000, role="member"),)

    with pytest.raises(RoleMissing):
        ceiling(NEW, NormCode.MEALS, OTHER, local=local)


def test_the_province_may_set_an_amount_where_the_circular_leaves_it_open():
    local = (make_local(NormCode.MEALS, 5_000_000, SPECIAL),)

    own = allowed(NormCode.MEALS, SPECIAL, local=local)

    assert (own.amount, own.settled_by) == (5_000_000, SettledBy.HOST_HEAD)


@given(amount=st.integers(1, 3_000_000))
def test_a_local_amount_never_raises_a_ceiling(amount):
    local = (make_local(NormCode.LODGING, amount),)

    if amount > 1_600_000:
        with pytest.raises(ValueError, match="is above the 1600000 that 35/2026/TT-BTC allows"):
            ceiling(NEW, NormCode.LODGING, OTHER, local=local)
    else:
        assert allowed(NormCode.LODGING, OTHER, local=local).amount == amount


def test_a_local_amount_for_all_roles_must_fit_the_lowest_of_them():
    check_local(NEW, [make_local(NormCode.LODGING, 3_000_000, C)])

    with pytest.raises(ValueError, match=r"lodging for c, role None, place None: 3000001 is above"):
        check_local(NEW, [make_local(NormCode.LODGING, 3_000_001, C)])


def test_a_local_amount_for_what_may_not_be_spent_is_refused():
    with pytest.raises(ValueError, match="is above the nothing"):
        check_local(NEW, [make_local(NormCode.LOUNGE, 100_000, C)])
